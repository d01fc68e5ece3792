"""Messages go out: in order, once, and whatever happens to the messaging app."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain
from time import monotonic

import pytest
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from bot.pacing import Limits, Pace
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Outgoing, Rendered, Unblocked, line
from handlers import delivery
from handlers.delivery import AT_ONCE, Delivery
from handlers.errors import Misconfigured, Moved, Rejected, TryLater, Undeliverable
from handlers.sending import MOST_SURPRISES
from storage import complainants, conversations, outbox, tables
from storage.errors import DatabaseAway
from storage.outbox import DueMessage, NewMessage
from storage.store import Store
from tests.filed import NOW, Clock
from tests.handlers.house import TELLING, App, House, chats, open_house, running

SITI, BUDI = chats(2)


async def write(store: Store, *messages: tuple[Chat, str], is_notice: bool = False) -> list[DueMessage]:
    """The messages stand in the outbox; as they would be handed over."""
    async with store.begin() as unit:
        people = await conversations.load(unit, [chat for chat, _ in messages])
        ids = {chat: person.id for chat, person in people.items()}
        ids |= await complainants.add(unit, [chat for chat, _ in messages if chat not in ids], NOW)
        last = {chat: person.last_message for chat, person in people.items()}
        new = [NewMessage(ids[chat], Outgoing((line(text),)), is_notice) for chat, text in messages]
        written = []
        for id, (chat, _), each in zip(await outbox.add(unit, new, NOW), messages, new, strict=True):
            follows, last[chat] = last.get(chat, 0), id
            due = DueMessage(id, chat, ids[chat], each.outgoing, "id", is_notice, NOW, follows=follows)
            written.append(due)
    return written


async def left(store: Store, at: Clock | None = None, channels: Sequence[str] = ("webchat", "terminal")) -> list[int]:
    async with store.read() as unit:
        return [message.id for message in (await outbox.find(unit, channels, (at or Clock())(), (), 1_000)).messages]


class Post:
    """A delivery with its messaging apps."""

    def __init__(self, store: Store, catalogue: Catalogue, *apps: App, paces: Mapping[str, Pace] | None = None) -> None:
        self.store = store
        self.app = apps[0] if apps else App()
        self.clock = Clock()
        channels = {app.name: app for app in apps or [self.app]}
        self.delivery = Delivery(store, channels, catalogue, self.clock, jitter=lambda: 0.0, paces=paces)

    async def sent(self, number: int) -> None:
        """So many messages have been sent, and that is written down."""
        while len(self.app.sent) < number or await self._still_there():  # noqa: ASYNC110 -- an app rings no bell
            await asyncio.sleep(0.01)

    async def _still_there(self) -> bool:
        with suppress(DatabaseAway):
            return not {id for _, id, _ in self.app.sent}.isdisjoint(await left(self.store, self.clock))
        return True


async def test_what_is_handed_over_is_sent_and_leaves_the_outbox(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        written = await write(store, (SITI, "a"), (SITI, "b"), (BUDI, "c"))
        post.delivery.hand_over(written)
        await post.sent(3)
        assert await left(store) == []
    assert post.app.texts(SITI.address) == ["a", "b"]
    assert post.app.texts(BUDI.address) == ["c"]
    assert post.app.ids(SITI.address) == [message.id for message in written[:2]]


async def test_what_a_process_that_died_left_behind_is_found_in_order(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue, delivers=False) as house:
        await asyncio.gather(*(house.say(chat, *TELLING[:4]) for chat in chats(10)))
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        await post.sent(40)
    assert await left(store) == []
    for chat in chats(10):
        assert len(post.app.ids(chat.address)) == 4
        assert post.app.ids(chat.address) == sorted(post.app.ids(chat.address))


async def test_a_reply_waits_for_the_notice_that_somebody_else_wrote_before_it(
    store: Store, catalogue: Catalogue
) -> None:
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        await write(store, (SITI, "notice"), is_notice=True)
        post.delivery.hand_over(await write(store, (SITI, "reply")))
        await post.sent(2)
    assert post.app.texts(SITI.address) == ["notice", "reply"]


class HeldPace(Pace):
    """Nothing goes before it is let go."""

    is_held = True

    def free_at(self) -> float:
        return monotonic() + 0.01 if self.is_held else super().free_at()


async def test_somebody_who_waits_for_a_reply_is_written_to_before_those_who_only_get_notices(
    store: Store, catalogue: Catalogue
) -> None:
    pace = HeldPace(Limits(seconds=0.01, in_private_chat=0.0))
    post = Post(store, catalogue, paces={"webchat": pace})
    await write(store, *((chat, "notice") for chat in (BUDI, *chats(9)[2:], SITI)), is_notice=True)
    async with running(post.delivery.run()):
        while len(post.delivery._in_hand) < 9:  # noqa: ASYNC110 -- it rings no bell
            await asyncio.sleep(0.01)
        post.delivery.hand_over(await write(store, (SITI, "reply")))
        pace.is_held = False
        await post.sent(10)
    assert post.app.sent[0][0] == SITI.address
    assert post.app.texts(SITI.address) == ["notice", "reply"]


async def test_what_others_write_is_found_without_a_word(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        await asyncio.sleep(0.1)
        await write(store, (SITI, "notice"), is_notice=True)
        await post.sent(1)


async def test_a_message_found_before_it_is_handed_over_is_sent_once(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        for number in range(5):
            written = await write(store, (SITI, str(number)))
            post.delivery.wake()
            await post.sent(number + 1)
            post.delivery.hand_over(written)
        await asyncio.sleep(0.2)
    assert post.app.texts(SITI.address) == [str(number) for number in range(5)]


async def test_many_chats_are_written_to_side_by_side_each_in_order(store: Store, catalogue: Catalogue) -> None:
    app = App()
    app.is_slow = True
    people = chats(3 * AT_ONCE)
    app.refusals = {chat.address: [TryLater("429", timedelta(seconds=-1)), ValueError()] for chat in people[::5]}
    post = Post(store, catalogue, app)
    async with running(post.delivery.run()):
        for batch in range(5):
            written = await write(store, *chain(*(((chat, f"{batch}a"), (chat, f"{batch}b")) for chat in people)))
            if batch % 2:
                post.delivery.hand_over(written)
            post.delivery.wake()
        while len(app.sent) < 10 * len(people):
            post.clock.move(seconds=2)
            await asyncio.sleep(0.05)
    assert app.most_at_once == AT_ONCE
    for chat in people:
        assert app.texts(chat.address) == [f"{batch}{part}" for batch in range(5) for part in "ab"]


async def test_a_message_that_must_wait_holds_back_its_own_chat_and_no_other(
    store: Store, catalogue: Catalogue
) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [TryLater("flood", timedelta(seconds=30))]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b"), (BUDI, "c")))
        await post.sent(1)
        post.delivery.hand_over(await write(store, (SITI, "d")))
        await asyncio.sleep(0.2)
        assert post.app.texts(SITI.address) == []
        post.clock.move(seconds=30)
        post.delivery.wake()
        await post.sent(4)
    assert post.app.texts(SITI.address) == ["a", "b", "d"]


async def test_a_pause_that_the_messaging_app_wants_holds_for_everybody(store: Store, catalogue: Catalogue) -> None:
    pace = Pace(Limits(seconds=0.01, in_private_chat=0.0))
    post = Post(store, catalogue, paces={"webchat": pace})
    post.app.refusals[SITI.address] = [TryLater("flood", timedelta(hours=1))]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a")))
        while post.app.refusals[SITI.address]:  # noqa: ASYNC110 -- an app rings no bell
            await asyncio.sleep(0.01)
        post.delivery.hand_over(await write(store, (BUDI, "b")))
        await asyncio.sleep(0.2)
        assert post.app.sent == []

    another = Pace(Limits(seconds=0.01))
    after_a_start = Post(store, catalogue, paces={"webchat": another})
    async with running(after_a_start.delivery.run()):
        while another.free_at() < 0:  # noqa: ASYNC110 -- it rings no bell
            await asyncio.sleep(0.01)
        assert another.free_at() > monotonic() + 3_000


async def test_messages_to_somebody_who_blocked_us_wait_until_they_come_back(
    store: Store, catalogue: Catalogue
) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "notice")
        await house.say(SITI, TELLING[1], begin=1)
        await house.all_is_sent()
    texts = house.app.texts(SITI.address)
    assert (len(texts), texts[1]) == (3, "notice")


async def test_of_all_that_somebody_missed_they_get_one_digest_before_the_reply(
    store: Store, catalogue: Catalogue
) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua", "kabar tiga")
        await house.say(SITI, TELLING[1], begin=1)
        await house.all_is_sent()
        assert await left(store) == []
    unsent, digest, reply = house.app.texts(SITI.address)
    assert [digest.index(text) for text in ("ada 3 kabar", "kabar satu", "kabar dua", "kabar tiga")] == sorted(
        digest.index(text) for text in ("ada 3 kabar", "kabar satu", "kabar dua", "kabar tiga")
    )
    assert "kabar" not in unsent + reply


async def test_whoever_only_lets_us_write_again_gets_what_they_missed(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        await house.say(SITI, Unblocked(), begin=1)
        await house.all_is_sent()
    assert sum("kabar satu" in text and "kabar dua" in text for text in house.app.texts(SITI.address)) == 1


async def test_whoever_blocks_us_again_is_told_nothing_twice(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        house.app.refusals[SITI.address] = [Undeliverable(), Undeliverable()]
        await house.say(SITI, Unblocked(), begin=1)
        while len(house.app.refusals[SITI.address]) > 1 or not await is_blocked(store, SITI):  # noqa: ASYNC110 -- the same
            await asyncio.sleep(0.01)
        await write(store, (SITI, "kabar tiga"), is_notice=True)
        house.app.refusals.clear()
        await house.say(SITI, Unblocked(), begin=2)
        await house.all_is_sent()
    texts = "\n".join(house.app.texts(SITI.address))
    assert [texts.count(f"kabar {number}") for number in ("satu", "dua", "tiga")] == [1, 1, 1]


async def test_whoever_comes_back_while_a_message_is_being_refused_is_not_given_up(
    store: Store, catalogue: Catalogue
) -> None:
    app = SlowRefusal()
    async with open_house(store, catalogue, app) as house:
        await house.say(SITI, TELLING[0])
        await app.is_trying.wait()
        house.clock.move(seconds=20)
        await house.say(SITI, TELLING[1], begin=1)
        app.may_refuse.set()
        await house.all_is_sent()
        assert not await is_blocked(store, SITI)
    assert len(app.texts(SITI.address)) == 2


class SlowRefusal(App):
    """Its first answer is that the person cannot be reached, and comes late."""

    def __init__(self) -> None:
        super().__init__()
        self.is_trying, self.may_refuse = asyncio.Event(), asyncio.Event()

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        if not self.is_trying.is_set():
            self.is_trying.set()
            await self.may_refuse.wait()
            raise Undeliverable
        await super().send(address, message_id, message, at)


async def blocked_with_notices(house: House, *notices: str) -> None:
    """The reply to her first message could not be sent, and these have been written since."""
    house.app.refusals[SITI.address] = [Undeliverable()]
    await house.say(SITI, TELLING[0])
    while not await is_blocked(house.store, SITI):  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.01)
    await write(house.store, *((SITI, notice) for notice in notices), is_notice=True)
    await asyncio.sleep(0.1)
    assert house.app.sent == []


async def test_a_chat_that_has_moved_is_written_to_where_it_is_now(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [Moved(BUDI.address)]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b")))
        await post.sent(2)
        post.delivery.hand_over(await write(store, (BUDI, "c")))
        await post.sent(3)
        assert await left(store) == []
    assert post.app.texts(BUDI.address) == ["a", "b", "c"]
    assert post.app.texts(SITI.address) == []


async def test_where_a_chat_has_moved_to_one_that_is_known_already_it_gets_what_waits(
    store: Store, catalogue: Catalogue
) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [Moved(BUDI.address)]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (BUDI, "first")))
        await post.sent(1)
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b")))
        await post.sent(3)
        assert await left(store) == []
    assert post.app.texts(BUDI.address) == ["first", "a", "b"]


async def test_a_flood_limit_is_waited_for_as_long_as_it_says_however_often_it_comes(
    store: Store, catalogue: Catalogue
) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [TryLater("flood", timedelta(seconds=2)) for _ in range(8)]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a")))
        tries = 0
        while not post.app.sent:
            post.clock.move(seconds=2)
            tries += 1
            post.delivery.wake()
            await asyncio.sleep(0.15)  # results are gathered for a moment before they are written down
    assert tries < 30


async def is_blocked(store: Store, chat: Chat) -> bool:
    async with store.begin() as unit:
        return (await conversations.load(unit, [chat]))[chat].is_blocked


async def test_a_message_that_will_never_be_taken_makes_way_for_the_next(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [Rejected()]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b")))
        await post.sent(1)
        assert await left(store) == []
    assert post.app.texts(SITI.address) == ["b"]


async def test_an_unforeseen_error_does_not_hold_up_a_chat_for_ever(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [KeyError() for _ in range(MOST_SURPRISES)]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b")))
        while not post.app.sent:
            post.clock.move(minutes=5)
            post.delivery.wake()
            await asyncio.sleep(0.01)
    assert post.app.texts(SITI.address) == ["b"]


async def test_a_channel_that_is_not_set_up_keeps_its_messages_and_stops_no_other(
    store: Store, catalogue: Catalogue
) -> None:
    webchat, telegram = App(), App("telegram")
    ani, tuti = chats(2, "telegram")
    telegram.refusals[ani.address] = [Misconfigured()]
    post = Post(store, catalogue, webchat, telegram)
    async with running(post.delivery.run()):
        kept = await write(store, (ani, "a"), (ani, "b"))
        post.delivery.hand_over(kept)
        while telegram.refusals[ani.address]:  # noqa: ASYNC110 -- an app rings no bell
            await asyncio.sleep(0.01)
        kept += await write(store, (tuti, "c"))
        post.delivery.hand_over(kept[2:])
        post.delivery.hand_over(await write(store, (SITI, "d")))
        await post.sent(1)
        await asyncio.sleep(0.2)
    assert telegram.sent == []
    assert await left(store, channels=["telegram"]) == [message.id for message in kept]


async def test_messages_of_a_channel_that_runs_elsewhere_stay(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    tono = Chat("terminal", "tono")
    async with running(post.delivery.run()):
        [kept, *others] = await write(store, (tono, "a"), (SITI, "b"))
        post.delivery.hand_over([kept, *others])
        await post.sent(1)
        assert await left(store) == [kept.id]


async def test_a_message_without_words_is_set_aside(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    async with running(post.delivery.run()):
        async with store.begin() as unit:
            siti = (await complainants.add(unit, [SITI], NOW))[SITI]
            nonsense = Outgoing((line("said.greeting"),))  # its text has a place that nothing fills
            await outbox.add(unit, [NewMessage(siti, nonsense), NewMessage(siti, Outgoing((line("b"),)))], NOW)
        post.delivery.wake()
        await post.sent(1)
        assert await left(store) == []
    assert post.app.texts(SITI.address) == ["b"]


async def spoil(store: Store, *messages: DueMessage) -> None:
    """No program can read these any more."""
    async with store.begin() as unit:
        spoilt = update(tables.outbox).where(tables.outbox.c.id.in_([message.id for message in messages]))
        await unit.connection.execute(spoilt.values(body=b'{"lines": 7'))


async def all_ids(store: Store) -> Sequence[int]:
    async with store.read() as unit:
        return (await unit.connection.scalars(select(tables.outbox.c.id))).all()


async def test_a_message_that_cannot_be_read_is_set_aside_and_holds_up_nobody(
    store: Store, catalogue: Catalogue
) -> None:
    post = Post(store, catalogue)
    written = await write(store, (SITI, "a"), (SITI, "b"), (SITI, "c"), (BUDI, "d"))
    await spoil(store, written[0], written[1])
    with capture_logs() as logged:
        async with running(post.delivery.run()):
            await post.sent(2)
            while await all_ids(store):  # noqa: ASYNC110 -- what is in a database rings no bell
                await asyncio.sleep(0.01)
    assert sorted(text for _, _, text in post.app.sent) == ["c", "d"]
    assert [(line["message"], line["error"]) for line in logged if "message" in line] == [
        (message.id, "ValidationError") for message in written[:2]
    ]


async def test_somebody_gets_what_can_be_read_of_all_that_they_missed(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        await spoil(store, *await write(store, (SITI, "kabar tiga"), is_notice=True))
        await house.say(SITI, Unblocked(), begin=1)
        await house.all_is_sent()
        assert await all_ids(store) == []
    assert sum("kabar satu" in text and "kabar dua" in text for text in house.app.texts(SITI.address)) == 1


@pytest.mark.parametrize("answer", [Moved("\ud800"), TryLater("flood", timedelta.max)], ids=["moved", "flood"])
async def test_an_answer_that_cannot_be_written_down_does_not_hold_up_what_came_of_the_others(
    store: Store, catalogue: Catalogue, answer: Exception
) -> None:
    post = Post(store, catalogue)
    post.app.refusals[SITI.address] = [answer]
    async with running(post.delivery.run()):
        post.delivery.hand_over(await write(store, (SITI, "a"), (SITI, "b"), (BUDI, "c")))
        await post.sent(2)
        while await all_ids(store):  # noqa: ASYNC110 -- what is in a database rings no bell
            await asyncio.sleep(0.01)
    assert (post.app.texts(SITI.address), post.app.texts(BUDI.address)) == (["b"], ["c"])


async def test_the_end_waits_for_what_is_being_sent_and_writes_it_down(store: Store, catalogue: Catalogue) -> None:
    app = App()
    app.is_slow = True
    post = Post(store, catalogue, app)
    loop = asyncio.create_task(post.delivery.run())
    written = await write(store, *((chat, "a") for chat in chats(100)))
    post.delivery.hand_over(written)
    post.delivery.wake()
    while not app.sent:  # noqa: ASYNC110 -- an app rings no bell
        await asyncio.sleep(0)
    loop.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loop
    sent = {id for _, id, _ in app.sent}
    assert app.at_once == 0
    assert set(await left(store)) == {message.id for message in written} - sent


@pytest.mark.postgres
async def test_only_one_process_sends_for_a_channel_until_it_is_gone(postgres_url: str, catalogue: Catalogue) -> None:
    first, second = (Post(Store(postgres_url), catalogue) for _ in range(2))
    loop = asyncio.create_task(first.delivery.run())
    await write(first.store, (SITI, "a"))
    await first.sent(1)
    async with running(second.delivery.run()):
        await asyncio.sleep(0.1)
        second.delivery.hand_over(await write(second.store, (SITI, "b")))
        await first.sent(2)
        assert second.app.sent == []
        loop.cancel()
        await asyncio.wait([loop])
        await write(second.store, (SITI, "c"))
        await second.sent(1)
    assert first.app.texts(SITI.address) == ["a", "b"]
    assert second.app.texts(SITI.address) == ["c"]
    for post in (first, second):
        await post.store.close()


@pytest.mark.postgres
async def test_a_database_that_drops_its_connections_loses_and_repeats_nothing(
    postgres_url: str, catalogue: Catalogue
) -> None:
    store = Store(postgres_url)
    post = Post(store, catalogue)
    post.app.is_slow = True
    others = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid != pg_backend_pid()"
    )
    async with running(post.delivery.run()):
        for number in range(10):
            written = await write(store, *((chat, str(number)) for chat in chats(20)))
            post.delivery.hand_over(written)
            await asyncio.sleep(0.05)
            async with store.read() as unit:
                await unit.connection.execute(others)
        await post.sent(200)
    for chat in chats(20):
        assert post.app.texts(chat.address) == [str(number) for number in range(10)]
    await store.close()


async def test_a_reply_goes_before_all_notices_of_a_report_that_many_follow(
    store: Store, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_UNAWAITED", 5)
    monkeypatch.setattr(delivery, "MOST_IN_HAND", 7)
    post = Post(store, catalogue, paces={"webchat": Pace(Limits(1, 0.02, 0.0, 0.0))})
    crowd = chats(40)[2:]
    await write(store, *((chat, "notice") for chat in (*crowd, SITI)), is_notice=True)
    async with running(post.delivery.run()):
        await post.sent(3)
        post.delivery.hand_over(await write(store, (SITI, "reply")))
        await post.sent(len(crowd) + 2)

    order = [address for address, _, _ in post.app.sent]
    assert post.app.texts(SITI.address) == ["notice", "reply"]
    assert order.index(SITI.address) < len(crowd) // 2
    assert sorted(order) == sorted([*(chat.address for chat in crowd), *[SITI.address] * 2])
