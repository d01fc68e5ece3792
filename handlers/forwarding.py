"""Reports and responses go to their routing backend, in order for each report, until it has them.

Each backend has a queue of its own, so that one that is down or slow holds up no other.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from handlers.concluding import HandedOver, Result, conclude
from handlers.errors import Misconfigured, Rejected, TryLater
from handlers.faults import fault_of
from handlers.finishing import finished
from handlers.forwarding_body import from_json
from handlers.incoming import Wakeable
from handlers.ports import Backend, Forwarding, ReportForwarding
from handlers.retry import retry_decision
from storage import forwarding_claims
from storage.errors import DatabaseAway
from storage.forwarding_claims import Queue
from storage.forwardings import DueForwarding, Failure
from storage.store import Store

AT_ONCE = 16
"""Forwardings of so many reports are under way to one backend at the same time."""
LONGEST_DELIVERY = timedelta(seconds=25)
CLAIM_LASTS = timedelta(seconds=30)
"""Longer than a delivery may last: a claim that ends belongs to a process that died."""
LOOK_EVERY_SECONDS = 1.0
LOOK_FOR_REST_EVERY_SECONDS = 60.0
"""At what goes to no backend that there is: it looks through all that waits, and mostly in vain."""

log = structlog.get_logger()


class NoSuchBackend:
    """Takes what goes to a backend that the settings no longer name: it is set aside until they do again."""

    name = "none"

    def __init__(self, known: Sequence[str]) -> None:
        """`known` are the names of those that the settings name."""
        self.known = tuple(known)

    async def deliver(self, forwarding: Forwarding) -> None:
        raise Misconfigured("this backend is not among those of the settings")


def queue_of(backend: Backend) -> Queue:
    return Queue(backend.name, but=backend.known if isinstance(backend, NoSuchBackend) else ())


class Forwarder:
    """The queue of one backend."""

    def __init__(
        self,
        store: Store,
        backend: Backend,
        profile: Profile,
        delivery: Wakeable,
        now: Callable[[], datetime],
        jitter: Callable[[], float],
    ) -> None:
        """`jitter` gives random numbers from 0 to 1."""
        self.name = backend.name
        self._store = store
        self._backend = backend
        self._profile = profile
        self._delivery = delivery
        self._now = now
        self._jitter = jitter
        self._queue = queue_of(backend)
        self.is_rest = isinstance(backend, NoSuchBackend)
        self._woken = asyncio.Event()
        self._tries: set[asyncio.Task[Result]] = set()
        self._unnoted: list[Result] = []

    def wake(self) -> None:
        """There is something to forward: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Forwards until it is cancelled, and then finishes what is in hand."""
        await self._begin_anew()
        try:
            while True:
                self._woken.clear()
                await finished(self._go_round())
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every()):
                        await self._woken.wait()
        finally:
            await self._finish()

    def _look_every(self) -> float:
        return LOOK_FOR_REST_EVERY_SECONDS if self.is_rest else LOOK_EVERY_SECONDS

    async def forward_due(self) -> int:
        """What was due has been tried, at most `AT_ONCE`; how many that were."""
        claimed = await self._note_and_claim(())
        results = await asyncio.gather(*(self._try(due) for due in claimed), return_exceptions=True)
        await self._note([result for result in results if isinstance(result, Result)])
        if error := next((result for result in results if isinstance(result, BaseException)), None):
            raise error
        return len(claimed)

    async def _begin_anew(self) -> None:
        """A setting may have been mended; and on SQLite whoever claimed something before is gone."""
        async with self._store.begin() as unit:
            await forwarding_claims.take_up_again(unit, self._queue, Misconfigured.__name__, self._now())
            if not unit.is_postgres:
                await forwarding_claims.release(unit, self._queue, self._now())

    async def _go_round(self) -> None:
        """What was tried is noted, in the same unit as what is claimed next; a try that ends begins the next round."""
        for ended in [each for each in self._tries if each.done()]:
            self._tries.discard(ended)
            if not ended.cancelled():
                self._unnoted.append(ended.result())
        try:
            claimed = await self._note_and_claim(self._unnoted)
        except DatabaseAway as error:
            log.warning("forwarding waits for the database", backend=self.name, error=str(error))
            return
        except Exception:
            if not self._unnoted:
                raise
            await self._note_each()
            return
        self._unnoted = []
        for due in claimed:
            task = asyncio.create_task(self._try(due))
            task.add_done_callback(lambda ended: self._woken.set())
            self._tries.add(task)

    async def _note_and_claim(self, results: Sequence[Result]) -> Sequence[DueForwarding]:
        now, free = self._now(), AT_ONCE - len(self._tries)
        if not results:
            async with self._store.read() as unit:
                if not free or not await forwarding_claims.is_anything_due(unit, self._queue, now):
                    return ()
        async with self._store.begin() as unit:
            is_told = await conclude(unit, results, now)
            claimed = await forwarding_claims.claim(unit, self._queue, now, now + CLAIM_LASTS, free)
        if is_told:
            self._delivery.wake()
        return claimed

    async def _note(self, results: Sequence[Result]) -> None:
        if results:
            async with self._store.begin() as unit:
                is_told = await conclude(unit, results, self._now())
            if is_told:
                self._delivery.wake()

    async def _note_each(self) -> None:
        """One that cannot be noted must not keep the others from it: its claim ends, and it is delivered again."""
        results, self._unnoted = self._unnoted, []
        for each in results:
            try:
                await self._note([each])
            except Exception as error:  # noqa: BLE001 -- whatever it is, the others must be noted
                log.error("forwarding not noted", backend=self.name, forwarding=each.due.id, at=fault_of(error).at)

    async def _finish(self) -> None:
        if self._tries:
            await asyncio.wait(self._tries)
        self._unnoted += [each.result() for each in self._tries if not each.cancelled()]
        self._tries.clear()
        await self._note_each()

    async def _try(self, due: DueForwarding) -> Result:
        at = self._now()
        try:
            forwarding = from_json(due.body)
            async with asyncio.timeout(LONGEST_DELIVERY.total_seconds()):
                await self._backend.deliver(forwarding)
            return Result(due, self._handed_over(forwarding, at))
        except (Rejected, Misconfigured) as error:
            log.error("forwarding set aside", backend=self.name, forwarding=due.id, error=type(error).__name__)
            return Result(due, failure=failure_of(due, error, str(error), None))
        except TimeoutError:  # the backend may be at it still: asked at once, it would not know of it yet
            return Result(due, failure=self._put_off(due, TryLater("it took too long", CLAIM_LASTS)))
        except Exception as error:  # noqa: BLE001 -- whatever it was, nothing may be dropped for it; a repeat does no harm
            return Result(due, failure=self._put_off(due, error))

    def _handed_over(self, forwarding: Forwarding, at: datetime) -> HandedOver | None:
        if not isinstance(forwarding, ReportForwarding):
            return None
        return HandedOver(at, due_at(self._profile, forwarding.report.report_class, Stage.VERIFICATION, at))

    def _put_off(self, due: DueForwarding, error: Exception) -> Failure:
        is_foreseen = isinstance(error, TryLater)
        name, attempts = type(error).__name__, due.attempts + 1
        if not is_foreseen:
            log.error("forwarding failed", backend=self.name, forwarding=due.id, at=fault_of(error).at)
        log.warning("forwarding put off", backend=self.name, forwarding=due.id, attempts=attempts, error=name)
        after = error.after if isinstance(error, TryLater) else None
        at = retry_decision(attempts, after, self._now(), self._jitter())
        return failure_of(due, error, str(error) if is_foreseen else "", at)


def failure_of(due: DueForwarding, error: Exception, reason: str, at: datetime | None) -> Failure:
    return Failure(due.id, due.attempts + 1, at, type(error).__name__, reason)


@dataclass(frozen=True, slots=True)
class Forwarders:
    """The queues of all backends."""

    queues: tuple[Forwarder, ...]

    def wake(self) -> None:
        for each in self.queues:
            if not each.is_rest:
                each.wake()
