"""Conversations, kept and found again."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conversations.conversation import Conversation, Draft, Field, Person, Sent, Told
from conversations.messages import Chat, MediaKind, Outgoing, line
from conversations.report import Attachment, EventDate, Place, Visibility
from conversations.state import State
from storage import complainants, conversations, outbox
from storage.conversations import Change
from storage.outbox import NewMessage
from storage.store import Store, Unit

NOW = datetime(2026, 11, 21, 2, 30, 0, 123456, tzinfo=UTC)
CHAT = Chat("webchat", "a" * 32)
OTHER = Chat("webchat", "b" * 32)

TOLD = Conversation(
    state=State.PLACE,
    draft=Draft(
        number=2,
        begun_at=NOW,
        told=(Told("m1", "Lampu jalan mati “sejak” senin \U0001f4a1 \x00 <b>&"), Told("m2", "gelap")),
        event_date=EventDate(day=NOW.date(), as_said="tadi"),
        place=Place(landmark="seberang sekolah", latitude=0.5, longitude=-117.25),
        attachments=(Attachment("f1", MediaKind.PHOTO, "malam"),),
        visibility=Visibility.ANONYMOUS,
        settled=(Field.DESCRIPTION, Field.EVENT_DATE),
        revising=Field.PLACE,
        sources=(("m1", Field.DESCRIPTION),),
        files=(("m3", "f1"),),
    ),
    shelf=(Draft(number=1, begun_at=NOW - timedelta(days=1)),),
    drafts_begun=2,
    about="KTM-7F3K-9Q2C",
    sent=Sent("KTM-7F3K-9Q2C", ("m0",), (("m2", Field.PLACE),)),
    heard_at=NOW,
    is_reminded=True,
    earlier=(Sent("KTM-0000-0000", ("m-1",)),),
)


async def newcomer(unit: Unit, chat: Chat = CHAT) -> int:
    return (await complainants.add(unit, [chat], NOW))[chat]


async def test_a_conversation_comes_back_as_it_was_stored(store: Store) -> None:
    async with store.begin() as unit:
        id = await newcomer(unit)
        await conversations.store(unit, [Change(id, TOLD, NOW)], NOW)

    async with store.begin() as unit:
        loaded = (await conversations.load(unit, [CHAT, OTHER]))[CHAT]
    assert (loaded.id, loaded.chat, loaded.conversation) == (id, CHAT, TOLD)


async def test_a_later_turn_replaces_what_was_stored(store: Store) -> None:
    async with store.begin() as unit:
        id, other = await newcomer(unit), await newcomer(unit, OTHER)
        await conversations.store(unit, [Change(id, TOLD, NOW), Change(other, TOLD, None)], NOW)
        later = replace(TOLD, state=State.IDLE, draft=None)
        await conversations.store(unit, [Change(id, later, None)], NOW)

        loaded = await conversations.load_by_id(unit, [id, other])
        assert {key: known.conversation for key, known in loaded.items()} == {id: later, other: TOLD}
        assert await conversations.due(unit, NOW + timedelta(days=1), 10) == []


async def test_who_has_written_nothing_yet_has_a_fresh_conversation(store: Store) -> None:
    async with store.begin() as unit:
        await newcomer(unit)
        assert (await conversations.load(unit, [CHAT]))[CHAT].conversation == Conversation()


async def test_a_chat_that_never_wrote_is_not_known(store: Store) -> None:
    async with store.begin() as unit:
        assert await conversations.load(unit, [CHAT]) == {}
        assert await conversations.load_by_id(unit, [7]) == {}


async def test_a_chat_becomes_known_once(store: Store) -> None:
    async with store.begin() as unit:
        first = await newcomer(unit)
        both = await complainants.add(unit, [CHAT, OTHER], NOW)
        assert list(both) == [OTHER]
        assert both[OTHER] != first


async def test_the_person_is_kept_apart_from_the_conversation(store: Store) -> None:
    person = Person("Siti", "0812", "en", NOW)
    async with store.begin() as unit:
        id = await newcomer(unit)
        await conversations.store(unit, [Change(id, replace(TOLD, person=person), None)], NOW)
        assert (await conversations.load(unit, [CHAT]))[CHAT].conversation.person == Person()

        await complainants.store_persons(unit, {id: person})
        assert (await conversations.load(unit, [CHAT]))[CHAT].conversation == replace(TOLD, person=person)


async def test_a_conversation_is_loaded_with_the_last_message_that_waits_for_it(store: Store) -> None:
    async with store.begin() as unit:
        id, other = await newcomer(unit), await newcomer(unit, OTHER)
        said = Outgoing((line("a"),))
        ids = await outbox.add(unit, [NewMessage(id, said), NewMessage(id, said), NewMessage(other, said)], NOW)
        await outbox.remove(unit, ids[2:])

        loaded = await conversations.load(unit, [CHAT, OTHER])
        assert (loaded[CHAT].last_message, loaded[OTHER].last_message) == (ids[1], 0)


async def test_what_is_due_comes_longest_due_first(store: Store) -> None:
    async with store.begin() as unit:
        id, other = await newcomer(unit), await newcomer(unit, OTHER)
        changes = [Change(id, TOLD, NOW), Change(other, TOLD, NOW - timedelta(seconds=1))]
        await conversations.store(unit, changes, NOW)

        assert await conversations.due(unit, NOW - timedelta(seconds=2), 10) == []
        assert await conversations.due(unit, NOW, 10) == [other, id]
        assert await conversations.due(unit, NOW, 1) == [other]


async def test_two_units_that_change_one_conversation_do_so_one_after_the_other(store: Store) -> None:
    async with store.begin() as unit:
        id = await newcomer(unit)

    async def begin_a_draft() -> None:
        async with store.begin() as unit:
            known = (await conversations.load(unit, [CHAT]))[CHAT].conversation
            await asyncio.sleep(0.01)
            more = replace(known, drafts_begun=known.drafts_begun + 1)
            await conversations.store(unit, [Change(id, more, None)], NOW)

    await asyncio.gather(*(begin_a_draft() for _ in range(5)))

    async with store.begin() as unit:
        assert (await conversations.load(unit, [CHAT]))[CHAT].conversation.drafts_begun == 5
