"""Messages go out: in order, once, by one process at a time."""

import asyncio
from datetime import timedelta
from itertools import chain
from time import monotonic

import pytest
from sqlalchemy import text

from bot.pacing import Limits, Pace
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Outgoing, line
from handlers import delivery
from handlers.delivery import AT_ONCE
from handlers.errors import TryLater
from storage import outbox, waiting
from storage.store import Store
from tests.handlers.house import TELLING, App, chats, open_house, running
from tests.handlers.post import BUDI, SITI, Post, left, write


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


async def test_what_is_taken_out_of_the_outbox_or_reworded_does_not_go_out_because_it_was_in_hand(
    store: Store, catalogue: Catalogue
) -> None:
    pace = HeldPace(Limits(seconds=0.01, in_private_chat=0.0))
    post = Post(store, catalogue, paces={"webchat": pace})
    a, gone, told, b = await write(store, (SITI, "a"), (SITI, "gone"), (BUDI, "told"), (BUDI, "b"))
    async with running(post.delivery.run()):
        while len(post.delivery._in_hand) < 4:  # noqa: ASYNC110 -- it rings no bell
            await asyncio.sleep(0.01)
        async with store.begin() as unit:
            await outbox.remove(unit, [gone.id])
            [found] = [each for each in await waiting.of(unit, [told.complainant_id]) if each.id == told.id]
            await waiting.rewrite(unit, [(found, Outgoing((line("reworded"),)))])
        async with asyncio.timeout(10):
            while post.delivery._in_hand.editions != {a.id: 0, told.id: 1, b.id: 0}:  # noqa: ASYNC110 -- the same
                await asyncio.sleep(0.01)
        pace.is_held = False
        await post.sent(3)
    assert post.app.texts(SITI.address) == ["a"]
    assert post.app.texts(BUDI.address) == ["reworded", "b"]


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


async def test_messages_of_a_channel_that_runs_elsewhere_stay(store: Store, catalogue: Catalogue) -> None:
    post = Post(store, catalogue)
    tono = Chat("terminal", "tono")
    async with running(post.delivery.run()):
        [kept, *others] = await write(store, (tono, "a"), (SITI, "b"))
        post.delivery.hand_over([kept, *others])
        await post.sent(1)
        assert await left(store) == [kept.id]


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
