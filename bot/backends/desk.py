"""The first routing backend: our own officers, at the desk."""

from handlers.desk import Desk
from handlers.ports import Forwarding


class DeskBackend:
    name = "desk"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def deliver(self, forwarding: Forwarding) -> None:
        await self._desk.take_in(forwarding)
