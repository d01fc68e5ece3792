"""The first routing backend: our own officers, at the desk."""

import asyncio

from conversations.routing import DESK
from handlers.desk import Desk
from handlers.ports import Forwarding


class DeskBackend:
    """What is delivered while the desk is taking something in is taken in together after it, in one unit."""

    name = DESK

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: list[tuple[Forwarding, asyncio.Future[None]]] = []
        self._taking: asyncio.Task[None] | None = None

    async def deliver(self, forwarding: Forwarding) -> None:
        taken = asyncio.get_running_loop().create_future()
        self._waiting.append((forwarding, taken))
        if self._taking is None or self._taking.done():
            self._taking = asyncio.create_task(self._take_in())
        await taken

    async def _take_in(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._desk.take_in(*(forwarding for forwarding, _ in batch))
            except Exception:  # noqa: BLE001 -- whose fault it was is found out one by one
                await self._take_in_each(batch)
                continue
            for _, taken in batch:
                _settle(taken)

    async def _take_in_each(self, batch: list[tuple[Forwarding, asyncio.Future[None]]]) -> None:
        for forwarding, taken in batch:
            try:
                await self._desk.take_in(forwarding)
            except Exception as error:  # noqa: BLE001 -- whoever delivers decides what is done about it
                _settle(taken, error)
            else:
                _settle(taken)


def _settle(taken: asyncio.Future[None], error: Exception | None = None) -> None:
    """Nothing, for somebody who no longer waits."""
    if taken.done():
        return
    if error:
        taken.set_exception(error)
    else:
        taken.set_result(None)
