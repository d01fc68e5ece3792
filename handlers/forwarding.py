"""Reports and responses go to their routing backend, in order for each report, until it has them.

Each backend has a queue of its own, so that one that is down or slow holds up no other. While it takes nothing at all
its queue is held: one is tried now and then, and when that one is taken all go.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.undelivered import TELL_AFTER
from handlers.concluding import HandedOver, Result, conclude
from handlers.errors import AwaitsSetting, Misconfigured, Rejected, TakesNothing, TryLater
from handlers.faults import fault_of
from handlers.finishing import finished
from handlers.forwarding_body import from_json
from handlers.hold import FAILED_IN_A_ROW, Hold, hold_after, room_in
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
TELL_AT_ONCE = 100
"""Complainants of what waits while nothing goes, told in one unit."""
LOOK_FOR_UNTOLD_EVERY = timedelta(seconds=10)
FOR_A_SETTING = (Misconfigured.__name__, AwaitsSetting.__name__)
FOR_HOLD = (TakesNothing.__name__, Misconfigured.__name__)

log = structlog.get_logger()


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
        queue: Queue | None = None,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        """`jitter` gives random numbers from 0 to 1; `queue` is what goes to this backend, by itself what names it.

        It looks every `look_every` seconds, when nobody wakes it.
        """
        self.name = backend.name
        self._store = store
        self._backend = backend
        self._profile = profile
        self._delivery = delivery
        self._now = now
        self._jitter = jitter
        self._queue = queue or Queue(backend.name)
        self._look_every = look_every
        self._hold = Hold()
        self._is_let_go = False
        self._tell_at = datetime.min.replace(tzinfo=UTC)
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
                await finished(self.go_round())
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every):
                        await self._woken.wait()
        finally:
            await self.finish()

    async def _begin_anew(self) -> None:
        """A setting may have been mended; and on SQLite whoever claimed something before is gone."""
        self._hold = Hold()
        async with self._store.begin() as unit:
            now = self._now()
            await forwarding_claims.take_up_again(unit, self._queue, FOR_A_SETTING, now, now + CLAIM_LASTS)
            if not unit.is_postgres:
                await forwarding_claims.release(unit, self._queue, now)

    async def go_round(self) -> int:
        """What was tried is noted, in the same unit as what is claimed next: how many tries were begun.

        There are at most `AT_ONCE`, and one that ends begins the next round.
        """
        for ended in [each for each in self._tries if each.done()]:
            self._tries.discard(ended)
            if not ended.cancelled():
                self._unnoted.append(ended.result())
        try:
            await self._tell_of_hold()
            claimed = await self._note_and_claim(self._unnoted)
        except DatabaseAway as error:
            log.warning("forwarding waits for the database", backend=self.name, error=str(error))
            return 0
        except Exception:
            if not self._unnoted:
                raise
            await self._note_each()
            return 0
        self._unnoted = []
        for due in claimed:
            task = asyncio.create_task(self._try(due))
            task.add_done_callback(lambda ended: self._woken.set())
            self._tries.add(task)
        return len(claimed)

    async def _note_and_claim(self, results: Sequence[Result]) -> Sequence[DueForwarding]:
        now = self._now()
        free = room_in(self._hold, AT_ONCE, len(self._tries), now)
        if not results:
            async with self._store.read() as unit:
                if not free or not await forwarding_claims.is_anything_due(unit, self._queue, now):
                    return ()
        async with self._store.begin() as unit:
            is_told = await conclude(unit, results, now, self._profile)
            if self._is_let_go:
                await forwarding_claims.take_up_again(unit, self._queue, FOR_HOLD, now, now + CLAIM_LASTS)
            claimed = await forwarding_claims.claim(unit, self._queue, now, now + CLAIM_LASTS, free)
        self._is_let_go = False
        if is_told:
            self._delivery.wake()
        return claimed

    async def _tell_of_hold(self) -> None:
        """What waits for long and is not even tried is put off as if it were: its complainant is told."""
        until = self._hold.until
        if until is None or not self._tell_at <= (now := self._now()) < until:
            return
        waits = self._queue, now, now - TELL_AFTER
        async with self._store.read() as unit:
            if not await forwarding_claims.is_anything_untold(unit, *waits):
                self._tell_at = now + LOOK_FOR_UNTOLD_EVERY
                return
        async with self._store.begin() as unit:
            untold = await forwarding_claims.untold(unit, *waits, TELL_AT_ONCE)
            is_told = await conclude(unit, [self._passed_over(each, until) for each in untold], now, self._profile)
        if is_told:
            self._delivery.wake()
        else:  # in the night: they are told in the morning
            self._tell_at = now + LOOK_FOR_UNTOLD_EVERY

    def _passed_over(self, due: DueForwarding, until: datetime) -> Result:
        failure = Failure(due.id, max(due.attempts, 1), until, self._hold.error, self._hold.reason)
        return Result(due, failure=failure)

    async def _note(self, results: Sequence[Result]) -> None:
        if results:
            async with self._store.begin() as unit:
                is_told = await conclude(unit, results, self._now(), self._profile)
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

    async def finish(self) -> None:
        """All tries that are under way have ended, and are noted."""
        if self._tries:
            await asyncio.wait(self._tries)
        self._unnoted += [each.result() for each in self._tries if not each.cancelled()]
        self._tries.clear()
        try:
            await self._note(self._unnoted)
        except Exception:  # noqa: BLE001 -- the one whose fault it is is told apart now
            await self._note_each()
        self._unnoted = []

    async def _try(self, due: DueForwarding) -> Result:
        at = self._now()
        try:
            forwarding = from_json(due.body)
            async with asyncio.timeout(LONGEST_DELIVERY.total_seconds()):
                await self._backend.deliver(forwarding)
            self._let_go()
            return Result(due, self._handed_over(forwarding, at))
        except (Rejected, AwaitsSetting) as error:
            log.error("forwarding set aside", backend=self.name, forwarding=due.id, error=type(error).__name__)
            return Result(due, failure=failure_of(due, error, str(error), None))
        except TimeoutError:  # the backend may be at it still: asked at once, it would not know of it yet
            return Result(due, failure=self._put_off(due, TakesNothing("it took too long", CLAIM_LASTS), at))
        except Exception as error:  # noqa: BLE001 -- whatever it was, nothing may be dropped for it; a repeat does no harm
            return Result(due, failure=self._put_off(due, error, at))

    def _handed_over(self, forwarding: Forwarding, at: datetime) -> HandedOver | None:
        if not isinstance(forwarding, ReportForwarding):
            return None
        return HandedOver(at, due_at(self._profile, forwarding.report.report_class, Stage.VERIFICATION, at))

    def _let_go(self) -> None:
        """The backend took something."""
        if self._hold.until:
            log.info("forwarding goes on", backend=self.name)
            self._is_let_go = self._hold.times >= FAILED_IN_A_ROW  # else it was a stumble, and little was put off
        self._hold = Hold()

    def _keep_back(self, due: DueForwarding, error: Exception, began: datetime) -> None:
        """Nothing more goes there for a while, where the error says that it would be in vain."""
        if not isinstance(error, TakesNothing | Misconfigured):
            return
        before = self._hold
        self._hold = hold_after(before, due.report_id, error, began, self._now(), self._jitter())
        if self._hold.until and not before.until:
            tell = log.error if isinstance(error, Misconfigured) else log.warning
            tell("forwarding held", backend=self.name, error=self._hold.error, reason=self._hold.reason)

    def _put_off(self, due: DueForwarding, error: Exception, began: datetime) -> Failure:
        is_foreseen = isinstance(error, TryLater | Misconfigured)
        self._keep_back(due, error, began)
        name, attempts = type(error).__name__, due.attempts + 1
        if not is_foreseen:
            log.error("forwarding failed", backend=self.name, forwarding=due.id, at=fault_of(error).at)
        log.warning("forwarding put off", backend=self.name, forwarding=due.id, attempts=attempts, error=name)
        after = error.after if isinstance(error, TryLater) else None
        now = self._now()
        at = max(retry_decision(attempts, after, now, self._jitter()), self._hold.until or now)
        return failure_of(due, error, str(error) if is_foreseen else "", at)


def failure_of(due: DueForwarding, error: Exception, reason: str, at: datetime | None) -> Failure:
    return Failure(due.id, due.attempts + 1, at, type(error).__name__, reason)


@dataclass(frozen=True, slots=True)
class Forwarders:
    """The queues of all backends, and that of what goes to none of them."""

    of_backends: tuple[Forwarder, ...]
    of_rest: Forwarder | None = None

    @property
    def queues(self) -> tuple[Forwarder, ...]:
        return (*self.of_backends, self.of_rest) if self.of_rest else self.of_backends

    def wake(self) -> None:
        for each in self.of_backends:
            each.wake()
