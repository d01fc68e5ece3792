"""The first routing backend: our own officers, at the desk."""

import asyncio
from contextlib import suppress

from conversations.report import Report
from handlers.desk import Desk
from handlers.ports import Forwarding, ReportForwarding


class DeskBackend:
    """Reports that are delivered at the same time are taken in together: each alone would cost a commit."""

    name = "desk"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._together: list[Report] = []
        self._taking: asyncio.Task[None] | None = None

    async def deliver(self, forwarding: Forwarding) -> None:
        if isinstance(forwarding, ReportForwarding):
            with suppress(Exception):  # one among them may be why, and must not keep out the others
                await self._with_others(forwarding.report)
                return
        await self._desk.take_in(forwarding)

    async def _with_others(self, report: Report) -> None:
        self._together.append(report)
        self._taking = self._taking or asyncio.create_task(self._take_in())
        await asyncio.shield(self._taking)

    async def _take_in(self) -> None:
        await asyncio.sleep(0)  # whoever is delivered in the same moment comes too
        reports, self._together, self._taking = self._together, [], None
        await self._desk.take_in_reports(reports)
