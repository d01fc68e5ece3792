"""A background loop that crashes is started again; one that keeps crashing ends the process."""

import asyncio

import pytest

from bot.loops import MOST_CRASHES, KeepsCrashing, keep_running, seconds_before_restart


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

    await keep_running("sending", crash_twice, waits)
    assert (len(calls), waits.seconds) == (3, [1.0, 2.0])


async def test_a_loop_that_keeps_crashing_is_given_up_by_name() -> None:
    waits = Waits()

    async def crash() -> None:
        raise RuntimeError("Budi wrote")

    with pytest.raises(KeepsCrashing, match=r"\Asending\Z"):
        await keep_running("sending", crash, waits)
    assert len(waits.seconds) == MOST_CRASHES - 1


async def test_a_cancelled_loop_is_not_started_again() -> None:
    started = asyncio.Event()

    async def run() -> None:
        started.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(keep_running("sending", run))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_each_wait_is_twice_the_last() -> None:
    assert [seconds_before_restart(crashes) for crashes in (1, 2, 3, 4)] == [1, 2, 4, 8]
