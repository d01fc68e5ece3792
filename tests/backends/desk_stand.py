"""The desk: its officers sit in the same house, and its cases lie in the same database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.backends.desk import DeskBackend
from conversations.status import Status
from handlers.desk import Desk
from handlers.officer_steps import OfficerStep, StepKind
from handlers.ports import Forwarding
from storage.desk_queue import Tab
from storage.store import Store
from tests.backends.ours import PROFILE, Ours
from tests.backends.stand import Said
from tests.filed import Clock
from tests.gate import Gate
from tests.handlers.house import Bell

KINDS: dict[Status | str, StepKind] = {Status.FOLLOWED_UP: StepKind.FOLLOW_UP, Status.CLOSED: StepKind.CLOSE}
BEGINNING = (OfficerStep(StepKind.VERIFY), OfficerStep(StepKind.FORWARD, agency="dishub"))


class DeskStand:
    def __init__(self, ours: Ours, desk: Desk) -> None:
        self.ours = ours
        self._desk = desk

    def refuse(self) -> None:
        raise NotImplementedError("see left_out.py")

    def go_down(self) -> None:
        raise NotImplementedError("see left_out.py")

    def come_back(self) -> None:
        raise NotImplementedError("see left_out.py")

    def be_slow(self) -> Gate:
        raise NotImplementedError("see left_out.py")

    async def answer_too_late(self, forwarding: Forwarding) -> None:
        delivery = asyncio.create_task(self.ours.backend.deliver(forwarding))
        await asyncio.sleep(0)  # it is on the desk
        delivery.cancel()
        await asyncio.wait([delivery])

    async def cases(self) -> list[str]:
        return [case.report.receipt for case in (await self._desk.queue(Tab.NEWEST)).cases]

    async def responses(self) -> list[str]:
        opened = [await self._desk.open_case(receipt) for receipt in await self.cases()]
        return [event.text for case in opened if case for event in case.events if event.response]

    async def begin_work(self, receipt: str) -> None:
        for step in BEGINNING:
            await self._take(receipt, step, f"{receipt} {step.kind}")

    async def say(self, *said: Said) -> None:
        for each in said:
            key = f"{each.receipt} {each.id or each.number}"
            await self._take(each.receipt, OfficerStep(KINDS[each.status], each.text), key)

    async def _take(self, receipt: str, step: OfficerStep, key: str) -> None:
        opened = await self._desk.open_case(receipt)
        await self._desk.take_step(receipt, step, opened.case.steps if opened else 0, key)


@asynccontextmanager
async def desk_stand(database_url: str, folder: Path) -> AsyncIterator[DeskStand]:
    store, clock = Store(database_url), Clock()
    desk = Desk(store, PROFILE, Bell(), clock)
    yield DeskStand(Ours(store, DeskBackend(desk), clock), desk)
    await store.close()
