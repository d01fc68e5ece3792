"""Somebody is made to wait, until the test has seen what happens meanwhile."""

import asyncio
from collections.abc import Coroutine


class Gate:
    """The first who comes waits until it is opened; whoever comes later does not."""

    def __init__(self) -> None:
        self.somebody_came = asyncio.Event()
        self._opened = asyncio.Event()

    async def come(self) -> None:
        if not self.somebody_came.is_set():
            self.somebody_came.set()
            await self._opened.wait()

    def open(self) -> None:
        self._opened.set()


async def give_up(attempt: Coroutine[None, None, None], gate: Gate) -> None:
    """Whoever made the attempt came to the gate and left again; then it was opened."""
    task = asyncio.ensure_future(attempt)
    await gate.somebody_came.wait()
    task.cancel()
    await asyncio.wait([task])
    gate.open()
