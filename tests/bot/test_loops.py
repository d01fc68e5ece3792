"""A background loop that crashes is started again; one that keeps crashing ends the process."""

import asyncio

import pytest

from bot.loops import MOST_CRASHES, KeepsCrashing, Loop, seconds_before_restart


class Waits:
    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def test_a_loop_that_crashed_is_started_again_after_a_wait() -> None:
    calls: list[int] = []
    waits = Waits()

    async def crash_twice() -> None:
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError

    await Loop("sending", crash_twice, waits).keep_running()
    assert (len(calls), waits.seconds) == (3, [1.0, 2.0])


async def test_a_loop_that_keeps_crashing_is_given_up_by_name() -> None:
    waits = Waits()

    async def crash() -> None:
        raise RuntimeError("Budi wrote")

    with pytest.raises(KeepsCrashing, match=r"\Asending\Z"):
        await Loop("sending", crash, waits).keep_running()
    assert len(waits.seconds) == MOST_CRASHES - 1


async def test_a_loop_that_waits_after_a_crash_is_not_running() -> None:
    seen: list[bool] = []

    async def crash_once() -> None:
        seen.append(loop.is_running)
        if len(seen) == 1:
            raise RuntimeError

    async def look(seconds: float) -> None:
        seen.append(loop.is_running)

    loop = Loop("sending", crash_once, look)
    await loop.keep_running()
    assert seen == [True, False, True]


async def test_a_cancelled_loop_is_not_started_again() -> None:
    started = asyncio.Event()

    async def run() -> None:
        started.set()
        await asyncio.Event().wait()

    loop = Loop("sending", run)
    task = asyncio.create_task(loop.keep_running())
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not loop.is_running


def test_each_wait_is_twice_the_last() -> None:
    assert [seconds_before_restart(crashes) for crashes in (1, 2, 3, 4)] == [1, 2, 4, 8]
