"""Waiting for something to become true, without asking again and again."""

import asyncio
from collections.abc import Callable

PATIENCE = 10.0


class Bell:
    """Rung after every change; whoever waits looks again."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    async def until(self, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        """`holds()` is true; raises TimeoutError where it did not become so within `seconds`."""
        async with asyncio.timeout(seconds):
            while not holds():
                await self._rung.wait()
