"""Reports and responses go to the routing backend, in order for each report, until it has them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import structlog

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.status import Event, Status
from handlers.errors import Misconfigured, Rejected, TryLater
from handlers.faults import fault_of
from handlers.finishing import finished
from handlers.forwarding_body import from_json
from handlers.ports import Backend, Forwarding, ReportForwarding
from handlers.retry import retry_decision
from storage import forwarding_claims, forwardings, history, promises, reports
from storage.errors import DatabaseAway, DatabaseRefused
from storage.forwardings import DueForwarding
from storage.history import NewEvent
from storage.store import Store

AT_ONCE = 8
"""Forwardings of so many reports are under way at the same time."""
LONGEST_DELIVERY = timedelta(seconds=25)
CLAIM_LASTS = timedelta(seconds=30)
"""Longer than a delivery may last: a claim that ends belongs to a process that died."""
LOOK_EVERY_SECONDS = 1.0

log = structlog.get_logger()


class Forwarder:
    def __init__(
        self,
        store: Store,
        backend: Backend,
        profile: Profile,
        now: Callable[[], datetime],
        jitter: Callable[[], float],
    ) -> None:
        """`jitter` gives random numbers from 0 to 1."""
        self._store = store
        self._backend = backend
        self._profile = profile
        self._now = now
        self._jitter = jitter
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """There is something to forward: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Forwards until it is cancelled, and then finishes what is in hand."""
        await self._begin_anew()
        while True:
            self._woken.clear()
            if not await finished(self._forward()):
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_SECONDS):
                        await self._woken.wait()

    async def _begin_anew(self) -> None:
        """A setting may have been mended; and on SQLite whoever claimed something before is gone."""
        async with self._store.begin() as unit:
            await forwarding_claims.take_up_again(unit, Misconfigured.__name__, self._now())
            if not unit.is_postgres:
                await forwarding_claims.release(unit, self._now())

    async def _forward(self) -> bool:
        try:
            return await self.forward_due() > 0
        except (DatabaseAway, DatabaseRefused) as error:
            log.warning("forwarding waits for the database", error=str(error))
            return False

    async def forward_due(self) -> int:
        """What was due has been tried, at most `AT_ONCE`; how many that were."""
        now = self._now()
        async with self._store.read() as unit:
            if not await forwarding_claims.is_anything_due(unit, now):
                return 0
        async with self._store.begin() as unit:
            claimed = await forwarding_claims.claim(unit, now, now + CLAIM_LASTS, AT_ONCE)
        results = await asyncio.gather(*(self._deliver(due) for due in claimed), return_exceptions=True)
        if error := next((result for result in results if result is not None), None):
            raise error
        return len(claimed)

    async def _deliver(self, due: DueForwarding) -> None:
        at = self._now()
        try:
            forwarding = from_json(due.body)
            async with asyncio.timeout(LONGEST_DELIVERY.total_seconds()):
                await self._backend.deliver(forwarding)
            await self._conclude(due, forwarding, at)
        except (Rejected, Misconfigured) as error:
            await self._set_aside(due, error)
        except TryLater as error:
            await self._put_off(due, error, error.after)
        except Exception as error:  # noqa: BLE001 -- whatever it was, nothing may be dropped for it; a repeat does no harm
            log.error("forwarding failed", backend=self._backend.name, forwarding=due.id, at=fault_of(error).at)
            await self._put_off(due, error, None)

    async def _conclude(self, due: DueForwarding, forwarding: Forwarding, at: datetime) -> None:
        """The backend has it. Of a report the history says so; the complainant is not told: nothing was done yet."""
        async with self._store.begin() as unit:
            await forwardings.remove(unit, [due.id])
            if isinstance(forwarding, ReportForwarding):
                limit = due_at(self._profile, forwarding.report.report_class, Stage.VERIFICATION, at)
                await history.add(unit, [NewEvent(due.report_id, due.key, Event(at, status=Status.HANDED_OVER))])
                await promises.promise(unit, due.report_id, limit)
                await reports.mark_handed_over(unit, [due.report_id])

    async def _put_off(self, due: DueForwarding, error: Exception, after: timedelta | None) -> None:
        attempts = due.attempts + 1
        at = retry_decision(attempts, after, self._now(), self._jitter())
        name = type(error).__name__
        log.warning("forwarding put off", backend=self._backend.name, forwarding=due.id, attempts=attempts, error=name)
        async with self._store.begin() as unit:
            await forwardings.put_off(unit, due.id, attempts, at, name)

    async def _set_aside(self, due: DueForwarding, error: Exception) -> None:
        name = type(error).__name__
        log.error("forwarding set aside", backend=self._backend.name, forwarding=due.id, error=name)
        async with self._store.begin() as unit:
            await forwardings.set_aside(unit, due.id, name)
