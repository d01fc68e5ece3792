"""Whom a channel writes to next, and when."""

import asyncio
from itertools import pairwise
from time import monotonic

from bot.pacing import Limits, Pace
from conversations.messages import Chat, Outgoing, line
from handlers.send_queue import SendQueue
from storage.outbox import DueMessage
from tests.filed import NOW

QUICK = Limits(in_all=3, seconds=0.06, in_private_chat=0.03, in_group=0.09)


class NotedPace(Pace):
    """It notes when what was taken."""

    def __init__(self, limits: Limits = QUICK) -> None:
        super().__init__(limits)
        self.taken: list[tuple[float, str]] = []

    def take(self, address: str, now: float) -> None:
        self.taken.append((now, address))
        super().take(address, now)


def to(complainant_id: int, is_notice: bool = False, address: str = "") -> DueMessage:
    chat = Chat("telegram", address or str(complainant_id))
    return DueMessage(complainant_id, chat, complainant_id, Outgoing((line("a"),)), "id", is_notice, NOW)


def queue_of(*messages: DueMessage, pace: Pace | None = None) -> SendQueue:
    queue = SendQueue(pace, monotonic)
    for message in messages:
        queue.put(message, not message.is_notice)
    return queue


async def all_of(queue: SendQueue, number: int) -> list[int]:
    """Whose turns were taken, each ended at once."""
    async with asyncio.timeout(30):
        return [await one_of(queue) for _ in range(number)]


async def one_of(queue: SendQueue) -> int:
    turn = await queue.next()
    assert turn
    queue.ended(turn)
    return turn.complainant_id


async def test_replies_go_before_notices_and_else_the_first_goes_first() -> None:
    queue = queue_of(to(1, is_notice=True), to(2), to(3, is_notice=True), to(4))
    assert await all_of(queue, 4) == [2, 4, 1, 3]


async def test_a_reply_overtakes_the_notices_that_wait_for_the_bots_limit() -> None:
    pace = NotedPace(Limits(in_all=2, seconds=0.05))
    queue = queue_of(*(to(id, is_notice=True) for id in range(1, 6)), pace=pace)
    assert await all_of(queue, 2) == [1, 2]
    waiting = asyncio.create_task(one_of(queue))
    await asyncio.sleep(0)
    queue.put(to(9), True)
    assert [await waiting, *await all_of(queue, 3)] == [9, 3, 4, 5]


async def test_no_more_go_at_a_time_than_the_bot_may_send() -> None:
    pace = NotedPace()
    await all_of(queue_of(*(to(id) for id in range(1, 14)), pace=pace), 13)
    moments = [at for at, _ in pace.taken]
    assert all(later - earlier >= QUICK.seconds for earlier, later in zip(moments, moments[3:], strict=False))


async def test_a_chat_that_had_its_message_waits_and_the_others_go_meanwhile() -> None:
    pace = NotedPace(Limits(in_all=100, in_private_chat=0.05))
    queue = queue_of(to(1), to(1), to(2), to(3), pace=pace)
    assert await all_of(queue, 4) == [1, 2, 3, 1]
    moments = [at for at, address in pace.taken if address == "1"]
    assert all(later - earlier >= 0.05 for earlier, later in pairwise(moments))


async def test_a_group_waits_longer_than_a_person() -> None:
    pace = NotedPace(Limits(in_all=100, in_private_chat=0.01, in_group=0.05))
    queue = queue_of(*(to(1, address="-100") for _ in range(3)), pace=pace)
    await all_of(queue, 3)
    assert all(later - earlier >= 0.05 for (earlier, _), (later, _) in pairwise(pace.taken))


async def test_nothing_goes_while_the_messaging_app_wants_a_pause() -> None:
    pace = NotedPace()
    end = monotonic() + 0.1
    pace.pause(end)
    assert await all_of(queue_of(to(1), to(2), pace=pace), 2) == [1, 2]
    assert min(at for at, _ in pace.taken) >= end


async def test_whoever_asks_when_it_is_closed_gets_nobody() -> None:
    pace = NotedPace()
    pace.pause(monotonic() + 3_600)
    queue = queue_of(to(1), pace=pace)
    asking = [asyncio.create_task(queue.next()) for _ in range(5)]
    await asyncio.sleep(0)
    queue.close()
    assert await asyncio.gather(*asking, queue.next()) == [None] * 6


async def test_many_who_ask_at_once_get_each_one_once() -> None:
    queue = queue_of(pace=NotedPace(Limits(in_all=50, seconds=0.01, in_private_chat=0.001)))
    asking = [asyncio.create_task(one_of(queue)) for _ in range(100)]
    for id in range(1, 101):
        queue.put(to(id), True)
        await asyncio.sleep(0)
    async with asyncio.timeout(30):
        assert sorted(await asyncio.gather(*asking)) == list(range(1, 101))


async def test_what_is_under_way_counts_until_it_has_ended() -> None:
    queue = queue_of(*(to(id) for id in range(1, 5)), pace=NotedPace(Limits(in_all=2, seconds=0.01)))
    first, second = await queue.next(), await queue.next()
    assert first
    assert second
    third = asyncio.create_task(queue.next())
    await asyncio.sleep(0.1)
    assert not third.done()
    queue.ended(first)
    async with asyncio.timeout(30):
        assert (await third) is not None


async def test_a_pause_is_told_with_the_end_of_a_turn() -> None:
    pace = NotedPace()
    queue = queue_of(to(1), to(2), pace=pace)
    turn = await queue.next()
    assert turn
    queue.ended(turn, pause=0.1)
    await all_of(queue, 1)
    (before, _), (after, _) = pace.taken
    assert after - before >= 0.1
