"""Whatever a messaging app or a message has against it: nobody else waits for that, and nothing is lost."""

import asyncio
from datetime import timedelta
from time import monotonic

import pytest
from structlog.testing import capture_logs

from bot.pacing import Limits, Pace
from conversations.catalogue import Catalogue
from conversations.messages import Outgoing, line
from handlers.errors import Misconfigured, Moved, Rejected, TryLater
from handlers.sending import MOST_SURPRISES
from storage import complainants, outbox
from storage.outbox import NewMessage
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import App, chats, running
from tests.handlers.post import BUDI, SITI, Post, all_ids, left, spoil, write


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
