"""The complainant's own limit: reminded before it ends, and at the desk the report closes by itself when it has."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.messages import Line
from conversations.notices import remind_of_question
from conversations.reminders import in_daytime, wake_at
from handlers.casework import take_step
from handlers.desk import Waker
from handlers.faults import fault_of
from handlers.finishing import finished
from handlers.officer_steps import OfficerStep, StepKind
from handlers.status_update import apply_update
from storage import conversations, desk, outbox, question_reminders, report_standings, unanswered
from storage.conversations import Change
from storage.errors import DatabaseAway, DatabaseRefused
from storage.outbox import NewMessage
from storage.store import Store

LOOK_EVERY_SECONDS = 30.0
AT_ONCE = 100
WAIT_AFTER_FAULT = timedelta(hours=6)

log = structlog.get_logger()


class AnswerLimits:
    def __init__(self, store: Store, catalogue: Catalogue, delivery: Waker, now: Callable[[], datetime]) -> None:
        self._store = store
        self._catalogue = catalogue
        self._profile = catalogue.profile
        self._delivery = delivery
        self._now = now
        self._wait_until: dict[str, datetime] = {}

    async def run(self) -> None:
        while True:
            try:
                await finished(self.look())
            except (DatabaseAway, DatabaseRefused) as error:
                log.warning("limits of answers cannot be looked at", error=str(error))
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        """Whoever was to be reminded has been, unless it is night; what waited in vain at the desk is closed.

        Raises `DatabaseAway` or `DatabaseRefused`.
        """
        now = self._now()
        self._wait_until = {receipt: until for receipt, until in self._wait_until.items() if until > now}
        async with self._store.read() as unit:
            overdue = await unanswered.find(unit, now, AT_ONCE)
            to_remind = await question_reminders.due(unit, now, AT_ONCE) if self._is_day(now) else ()
        for receipt in overdue:
            await self._try(self._close, receipt, now)
        for receipt in to_remind:
            await self._try(self._remind, receipt, now)

    def _is_day(self, now: datetime) -> bool:
        return in_daytime(now, self._profile) == now

    async def _try(self, do: Callable[[str, datetime], Awaitable[None]], receipt: str, now: datetime) -> None:
        """A fault of ours in one report does not hold up the others; it is tried again hours later."""
        if receipt in self._wait_until:
            return
        try:
            await do(receipt, now)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others must not wait for it
            fault = fault_of(error)
            log.error("limit of an answer not kept", error=fault.error, at=fault.at)
            self._wait_until[receipt] = now + WAIT_AFTER_FAULT

    async def _remind(self, receipt: str, now: datetime) -> None:
        async with self._store.begin() as unit:
            standing = await report_standings.of(unit, receipt)
            if standing is None or standing.remind_at is None or standing.remind_at > now:
                return
            await question_reminders.set_time(unit, receipt, None)
            due_at, id = standing.report.due_at, standing.complainant_id
            if id is None or not standing.report.question or due_at is None or due_at <= now:
                return
            owner = (await conversations.load_by_id(unit, [id]))[id]
            outcome = remind_of_question(owner.conversation, standing.report, due_at)
            change = Change(id, outcome.conversation, wake_at(outcome.conversation, self._profile))
            await conversations.store(unit, [change], now)
            await outbox.add(unit, [NewMessage(id, reply, is_notice=True) for reply in outcome.replies], now)
        self._delivery.wake()

    async def _close(self, receipt: str, now: datetime) -> None:
        """The desk's own step, as an officer would take it, with its reason in the office's language."""
        async with self._store.begin() as unit:
            case = await desk.lock_case(unit, receipt)
            if case is None or case.due_at is None:
                return
            await report_standings.of(unit, receipt)  # its lock: an answer that is being written down goes first
            if not await unanswered.find(unit, now, 1, receipt):
                return
            events = await desk.steps_of(unit, case.id)
            key = f"unanswered-{case.id}-{case.steps}"
            reason = Line("page.desk.unanswered", {"day": case.due_at.isoformat()})
            step = OfficerStep(StepKind.ARCHIVE, self._catalogue.text(reason, LANGUAGES[0]))
            taken = take_step(case, events, step, key, now, self._profile)
            await desk.add_step(unit, case.id, key, taken.event)
            await desk.store_case(unit, taken.case)
            await apply_update(unit, taken.update, now, self._profile)
        self._delivery.wake()
