"""The background loops: one that crashes is logged and started again; one that keeps crashing ends the process.

All that matters is in the database, so a loop that starts again finds its work. Started again in place, a single bad
hour does not take the pages away from an office without a supervisor; ending after `MOST_CRASHES` leaves a real
breakage to the supervisor (or the person) that sees the exit code.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

MOST_CRASHES = 5
"""In a row: with the waits between them, about a quarter of a minute."""
STEADY_SECONDS = 60.0
"""A loop that ran this long is well again: its crashes are counted anew."""

log = structlog.get_logger()


class KeepsCrashing(Exception):
    """A loop crashed `MOST_CRASHES` times in a row; its name is the message."""


def seconds_before_restart(crashes: int) -> float:
    """1, 2, 4, 8 … for the first, second, third crash in a row."""
    return float(2 ** (crashes - 1))


class Loop:
    """`run()` does its work until it is cancelled."""

    def __init__(
        self,
        name: str,
        run: Callable[[], Awaitable[None]],
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.name = name
        self.is_running = False
        self._run = run
        self._pause = pause

    async def keep_running(self) -> None:
        """Runs until it is cancelled. Raises `KeepsCrashing`."""
        clock = asyncio.get_running_loop().time
        crashes = 0
        while True:
            began = clock()
            try:
                self.is_running = True
                await self._run()
            except Exception as error:
                crashes = 1 if clock() - began > STEADY_SECONDS else crashes + 1
                log.error("loop crashed", loop=self.name, crashes=crashes, exc_info=error)
            else:
                return
            finally:
                self.is_running = False
            if crashes >= MOST_CRASHES:
                raise KeepsCrashing(self.name)
            await self._pause(seconds_before_restart(crashes))


async def until_cancelled(close: Callable[[], Awaitable[object]]) -> None:
    """What others use is closed once this loop is cancelled, and not before."""
    try:
        await asyncio.Event().wait()
    finally:
        await close()
