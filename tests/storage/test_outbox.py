"""Messages that are to be sent."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from conversations.messages import Chat, Outgoing, line
from storage import complainants, outbox
from storage.outbox import Delay, NewMessage
from storage.store import Store, Unit

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
SITI, BUDI, TONO = Chat("webchat", "siti"), Chat("webchat", "budi"), Chat("terminal", "tono")


def saying(text: str) -> Outgoing:
    return Outgoing((line("text", text=text),))


async def people(unit: Unit) -> list[int]:
    ids = await complainants.add(unit, [SITI, BUDI, TONO], NOW)
    return [ids[SITI], ids[BUDI], ids[TONO]]


async def due(unit: Unit, at: datetime = NOW, known: Sequence[int] = (), limit: int = 100) -> list[int]:
    return [message.id for message in (await outbox.find(unit, ["webchat", "telegram"], at, known, limit)).messages]


async def test_messages_get_ids_that_grow_in_the_order_in_which_they_are_given(store: Store) -> None:
    async with store.begin() as unit:
        siti, budi, _ = await people(unit)
        given = [NewMessage(siti if n % 3 else budi, saying(str(n)), is_notice=n % 2 == 0) for n in range(50)]
        ids = await outbox.add(unit, given, NOW)
        found = (await outbox.find(unit, ["webchat"], NOW, (), 100)).messages

    assert ids == sorted(set(ids))
    assert [message.id for message in found] == ids
    assert [NewMessage(m.complainant_id, m.outgoing, m.is_notice) for m in found] == given
    assert {(m.chat, m.at, m.language, m.attempts) for m in found} == {(SITI, NOW, "id", 0), (BUDI, NOW, "id", 0)}


async def test_what_is_known_or_beyond_the_limit_or_of_another_channel_is_left_out(store: Store) -> None:
    async with store.begin() as unit:
        siti, _, tono = await people(unit)
        one, two, _, four = await outbox.add(unit, [NewMessage(x, saying("")) for x in (siti, siti, tono, siti)], NOW)
        assert await due(unit) == [one, two, four]
        assert await due(unit, known=[one, four]) == [two]
        assert await due(unit, limit=1) == [one]
        assert (await outbox.find(unit, ["terminal", "webchat"], NOW, [one, two, four], 9)).messages != []


async def test_a_removed_message_is_gone_and_its_id_is_not_given_again(store: Store) -> None:
    async with store.begin() as unit:
        siti, _, _ = await people(unit)
        ids = await outbox.add(unit, [NewMessage(siti, saying(""))] * 3, NOW)
        await outbox.remove(unit, ids[1:])
        assert await due(unit) == ids[:1]
        assert (await outbox.add(unit, [NewMessage(siti, saying(""))], NOW))[0] > ids[2]


async def test_a_message_that_was_put_off_holds_back_those_after_it_in_its_chat_only(store: Store) -> None:
    later = NOW + timedelta(seconds=30)
    async with store.begin() as unit:
        siti, budi, _ = await people(unit)
        first, second, third = await outbox.add(unit, [NewMessage(x, saying("")) for x in (siti, siti, budi)], NOW)
        await outbox.put_off(unit, [Delay(first, 1, later, "TryLater")])
        assert await due(unit) == [third]
        assert await due(unit, at=later) == [first, second, third]
        assert [m.attempts for m in (await outbox.find(unit, ["webchat"], later, (), 9)).messages] == [1, 0, 0]


async def test_messages_to_somebody_who_blocked_us_wait_until_they_come_back(store: Store) -> None:
    async with store.begin() as unit:
        siti, budi, _ = await people(unit)
        first, second = await outbox.add(unit, [NewMessage(x, saying("")) for x in (siti, budi)], NOW)
        await complainants.mark_blocked(unit, [siti], True)
        assert await due(unit) == [second]
        await complainants.mark_blocked(unit, [siti], False)
        assert await due(unit) == [first, second]


async def test_awaited_are_all_messages_of_chats_where_a_reply_waits(store: Store) -> None:
    async with store.begin() as unit:
        siti, budi, tono = await people(unit)
        new = [NewMessage(budi, saying(""), is_notice=True), NewMessage(siti, saying(""), is_notice=True)]
        new += [NewMessage(siti, saying("")), NewMessage(tono, saying(""))]
        _, notice, reply, _ = await outbox.add(unit, new, NOW)

        found = await outbox.find_awaited(unit, ["webchat"], NOW, (), 9)
        of_known = await outbox.find_awaited(unit, ["webchat"], NOW, [notice], 9)

    assert [message.id for message in found.messages] == [notice, reply]
    assert [message.id for message in of_known.messages] == [reply]
