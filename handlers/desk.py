"""The officers' desk: what waits, one case, and the steps taken in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from conversations.deadlines import soon_until
from conversations.messages import Outgoing
from conversations.profile import Profile
from conversations.report import Report, without_hidden_identity, without_names
from conversations.status import Status
from handlers.casework import limit_of, take_response, take_step
from handlers.errors import Rejected
from handlers.officer_steps import Objection, OfficerStep, StepKind, objection_to, offered, tidied
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding
from handlers.status_update import apply_update
from storage import backlog, desk, desk_queue, fetches, volunteers
from storage.desk import Case, CaseEvent, FileOwner
from storage.desk_queue import Counts, Horizon, Tab
from storage.fetches import FileState
from storage.store import Store, Unit

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue. `total` is how many cases there are on all its pages; `page` begins at 1.

    `set_aside` is how much cannot reach its routing backend until somebody has looked at it; `asking` is how many wait
    to be approved as volunteers.
    """

    counts: Counts
    cases: tuple[Case, ...]
    total: int
    page: int
    set_aside: int = 0
    asking: int = 0

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case with its history, oldest first, and the steps that make sense now, the expected one first.

    `files` says of the report's files, by their ids, which are here.
    """

    case: Case
    events: tuple[CaseEvent, ...]
    offered: tuple[StepKind, ...]
    files: Mapping[str, FileState]

    @property
    def pending_files(self) -> int:
        return sum(state is FileState.PENDING for state in self.files.values())


@dataclass(frozen=True, slots=True)
class StepTaken:
    """`told` is what the complainant is told, now or (`is_held`) later; a repeat of a step tells nothing more."""

    told: tuple[Outgoing, ...] = ()
    is_repeat: bool = False
    is_held: bool = False


class Waker(Protocol):
    """Whoever sends what stands in the outbox."""

    def wake(self) -> None: ...


class Desk:
    def __init__(self, store: Store, profile: Profile, delivery: Waker, now: Callable[[], datetime]) -> None:
        self._store = store
        self._profile = profile
        self._delivery = delivery
        self._now = now

    async def queue(self, tab: Tab, words: str = "", page: int = 1) -> Queue:
        """The tab's cases or, where there are `words`, all that have them. A page beyond the last is the last."""
        async with self._store.read() as unit:
            now = self._now()
            horizon = Horizon(now, soon_until(now, self._profile))
            counts = await desk_queue.count_cases(unit, horizon)
            total = await desk_queue.count_found(unit, words) if words else counts.of(tab)
            page = max(1, min(page, -(-total // PAGE_SIZE)))
            first = (page - 1) * PAGE_SIZE
            if words:
                cases = await desk_queue.find_cases(unit, words, first, PAGE_SIZE)
            else:
                cases = await desk_queue.cases_in(unit, tab, horizon, first, PAGE_SIZE)
            set_aside = await backlog.count_set_aside(unit)
            asking = await volunteers.count_asking(unit)
        return Queue(counts, cases, total, page, set_aside, asking)

    async def open_case(self, receipt: str) -> OpenCase | None:
        async with self._store.read() as unit:
            case = await desk.case_of(unit, receipt)
            if case is None:
                return None
            events = await desk.steps_of(unit, case.id)
            files = await fetches.states(unit, receipt)
        return OpenCase(case, events, offered(case, events), files)

    async def owner_of_file(self, id: str) -> FileOwner | None:
        """The report at the desk that the file belongs to."""
        async with self._store.read() as unit:
            return await desk.owner_of_file(unit, id)

    async def take_step(self, receipt: str, step: OfficerStep, seen: int, key: str) -> StepTaken | Objection | None:
        """The step is taken and the complainant told; or why not; or None where there is no such case.

        `seen` is the case's number of steps as the officer saw it; `key` is the same when the step is sent again.
        """
        async with self._store.begin() as unit:
            case = await desk.lock_case(unit, receipt)
            if case is None:
                return None
            if await desk.has_step(unit, key):
                return StepTaken(is_repeat=True)
            outcome = await self._take(unit, case, tidied(step), seen, key)
        self._delivery.wake()
        return outcome

    async def _take(self, unit: Unit, case: Case, step: OfficerStep, seen: int, key: str) -> StepTaken | Objection:
        events = await desk.steps_of(unit, case.id)
        if case.steps != seen:
            return Objection.STALE
        if step.kind not in offered(case, events):
            return Objection.NOT_NOW
        if objection := objection_to(step, self._profile):
            return objection
        now = self._now()
        taken = take_step(case, events, step, key, now, self._profile)
        await desk.add_step(unit, case.id, key, taken.event)
        await desk.store_case(unit, taken.case)
        result = await apply_update(unit, taken.update, now, self._profile)
        return StepTaken(result.told, is_held=result.is_held)

    async def take_in(self, *forwardings: Forwarding) -> None:
        """The desk has these reports and responses. A repeat changes nothing more.

        Raises `Rejected` for one that it cannot take, and has none of them then.
        """
        reports = [each.report for each in forwardings if isinstance(each, ReportForwarding)]
        async with self._store.begin() as unit:
            if reports:
                await desk.add_cases(unit, self._new_cases(reports))
            for each in forwardings:
                if isinstance(each, ResponseForwarding):
                    await self._take_in_response(unit, each)

    def _new_cases(self, reports: Sequence[Report]) -> list[Case]:
        now = self._now()
        cases = [Case(0, without_hidden_identity(report), Status.HANDED_OVER, now, now) for report in reports]
        return [replace(case, due_at=limit_of(case, (), self._profile)) for case in cases]

    async def _take_in_response(self, unit: Unit, response: ResponseForwarding) -> None:
        case = await desk.lock_case(unit, response.receipt)
        if case is None:
            raise Rejected("the desk has no such case")
        if await desk.has_step(unit, response.key):
            return
        if case.report.visibility.is_anonymous:
            response = replace(response, attachments=without_names(response.attachments))
        if response.visibility:
            hidden = without_hidden_identity(replace(case.report, visibility=response.visibility))
            case = replace(case, report=hidden)
            await desk.store_report(unit, case)
        events = await desk.steps_of(unit, case.id)
        case, event = take_response(case, events, response, self._now(), self._profile)
        await desk.add_step(unit, case.id, response.key, event)
        await desk.store_case(unit, case)
