"""A desk, and what its officers do there."""

from datetime import datetime
from itertools import count
from typing import Any

from bot.backends.desk import DeskBackend
from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.report import ReportClass
from conversations.status import KnownReport, ResponseKind
from handlers.desk import Desk, OpenCase, StepTaken
from handlers.officer_steps import Objection, OfficerStep, StepKind
from handlers.ports import ReportForwarding
from storage import outbox
from storage.desk_queue import Tab
from storage.outbox import DueMessage
from storage.store import Store
from tests.filed import RECEIPT, Clock, Filed, file_report, known, response

VERIFY = OfficerStep(StepKind.VERIFY)
ASK = OfficerStep(StepKind.ASK, "Berapa tiang yang mati?")
FORWARD = OfficerStep(StepKind.FORWARD, agency="dishub")
FOLLOW_UP = OfficerStep(StepKind.FOLLOW_UP, "Tim sudah meninjau.")
CLOSE = OfficerStep(StepKind.CLOSE, "Lampu sudah menyala.")
TRACKING_ID = OfficerStep(StepKind.TRACKING_ID, tracking_id="#1916449")
ELSEWHERE = OfficerStep(StepKind.NOT_OUR_AUTHORITY, "Laporkan ke PLN, telepon 123.")
ARCHIVE = OfficerStep(StepKind.ARCHIVE, "Tidak ada isi laporan.")


class Delivery:
    """Counts how often it is woken."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


class Office:
    """A desk with its officers: they look at a case, then take a step in it."""

    def __init__(self, store: Store, profile: Profile) -> None:
        self.store = store
        self.profile = profile
        self.clock = Clock()
        self.delivery = Delivery()
        self.desk = Desk(store, profile, self.delivery, self.clock)
        self._keys = (f"desk-{n:032x}" for n in count())

    async def receive(self, receipt: str = RECEIPT, **changed: Any) -> Filed:
        filed = await file_report(self.store, receipt, self.clock(), **changed)
        await DeskBackend(self.desk).deliver(ReportForwarding(receipt, filed.report))
        return filed

    async def look(self, receipt: str = RECEIPT) -> OpenCase:
        open_case = await self.desk.open_case(receipt)
        assert open_case
        return open_case

    async def take(self, *steps: OfficerStep, receipt: str = RECEIPT) -> StepTaken | Objection:
        """The outcome of the last of the steps; those before it were taken."""
        outcome: StepTaken | Objection | None = None
        for step in steps:
            assert not isinstance(outcome, Objection), outcome
            seen = (await self.look(receipt)).case.steps
            outcome = await self.desk.take_step(receipt, step, seen, next(self._keys))
        assert outcome
        return outcome

    async def hear(self, kind: ResponseKind, receipt: str = RECEIPT, **said: Any) -> None:
        await DeskBackend(self.desk).deliver(response(receipt, kind, self.clock(), **said))

    async def waiting(self) -> list[DueMessage]:
        async with self.store.read() as unit:
            return (await outbox.find(unit, ["webchat"], self.clock(), (), 100)).messages

    async def receipts(self, tab: Tab, words: str = "", page: int = 1) -> list[str]:
        return [case.report.receipt for case in (await self.desk.queue(tab, words, page)).cases]

    async def known(self, filed: Filed) -> KnownReport:
        return await known(self.store, filed)

    def limit(self, stage: Stage, since: datetime) -> datetime | None:
        return due_at(self.profile, ReportClass.COMPLAINT, stage, since)
