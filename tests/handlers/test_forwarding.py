"""Reports and responses reach the routing backend in order, and none is dropped on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest

from conversations.deadlines import due_at
from conversations.lookups import Lookup
from conversations.profile import Profile, Stage
from conversations.report import ReportClass
from conversations.routing import DESK
from conversations.status import KnownReport, ResponseKind, Status, StatusUpdate
from handlers.errors import AwaitsSetting, Rejected, TryLater
from handlers.forwarding import CLAIM_LASTS, LOOK_EVERY_SECONDS, Forwarder
from handlers.ports import Backend, Forwarding, ReportForwarding
from handlers.status_update import apply_update
from storage import backlog, forgetting, reports
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT, Clock, Filed, file_report, respond, response
from tests.forwarded import forward_due
from tests.handlers.house import Bell

OTHER = "KTM-0000-0000"
HOUR = 3_600.0


class Remote:
    """A routing backend elsewhere, which answers as it is told to."""

    def __init__(self, name: str = DESK) -> None:
        self.name = name
        self.tried: list[str] = []
        self.has: list[Forwarding] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.answers: Callable[[Forwarding], BaseException | None] = lambda forwarding: None

    async def deliver(self, forwarding: Forwarding) -> None:
        self.tried.append(forwarding.key)
        await self.may_answer.wait()
        if error := self.answers(forwarding):
            raise error
        self.has.append(forwarding)


def forwarder(
    store: Store, backend: Backend, profile: Profile, clock: Clock, look_every: float = LOOK_EVERY_SECONDS
) -> Forwarder:
    return Forwarder(store, backend, profile, Bell(), clock, lambda: 0.0, look_every=look_every)


@asynccontextmanager
async def running(forwarder: Forwarder) -> AsyncIterator[None]:
    task = asyncio.create_task(forwarder.run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110 -- what is waited for happens in the database
            await asyncio.sleep(0.01)


async def known(store: Store, filed: Filed) -> KnownReport:
    async with store.read() as unit:
        [report] = (await reports.known(unit, [(filed.complainant_id, Lookup(receipt=filed.report.receipt))])).values()
    return report[0]


async def test_a_forwarded_report_is_handed_over_with_its_first_limit(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()

    assert await forward_due(forwarder(store, backend, profile, Clock())) == 1

    report = await known(store, filed)
    assert backend.has == [ReportForwarding(RECEIPT, REPORT)]
    assert (report.status, report.is_handed_over) == (Status.HANDED_OVER, True)
    assert report.due_at == due_at(profile, ReportClass.COMPLAINT, Stage.VERIFICATION, NOW)
    assert [event.status for event in report.history] == [Status.HANDED_OVER]


async def test_what_the_backend_has_is_not_forwarded_again(store: Store, profile: Profile) -> None:
    await file_report(store)
    backend = Remote()
    forwarding = forwarder(store, backend, profile, Clock())

    assert [await forward_due(forwarding) for _ in range(2)] == [1, 0]
    assert backend.tried == [RECEIPT]


async def test_an_update_that_came_before_the_hand_over_was_noted_is_not_undone(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()
    verified = StatusUpdate("u1", RECEIPT, 1, Status.VERIFIED, NOW, due_at=NOW + timedelta(days=9))
    async with store.begin() as unit:
        await apply_update(unit, verified, NOW, profile)

    await forward_due(forwarder(store, backend, profile, Clock()))

    report = await known(store, filed)
    assert (report.status, report.due_at) == (Status.VERIFIED, NOW + timedelta(days=9))


async def test_responses_follow_their_report_in_order(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()
    said = [response(at=NOW + timedelta(minutes=n), key=f"r{n}") for n in range(3)]
    for each in said:
        await respond(store, filed, each)
    forwarding = forwarder(store, backend, profile, Clock(NOW + timedelta(hours=1)))

    while await forward_due(forwarding):
        pass

    assert backend.tried == [RECEIPT, "r0", "r1", "r2"]
    assert backend.has[1:] == said


async def test_what_cannot_be_taken_now_is_tried_again_later_and_holds_up_only_its_own_report(
    store: Store, profile: Profile
) -> None:
    filed = await file_report(store)
    await respond(store, filed, response())
    await file_report(store, OTHER)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: TryLater("maintenance") if forwarding.key == RECEIPT else None
    forwarding = forwarder(store, backend, profile, clock)

    await forward_due(forwarding)
    assert await forward_due(forwarding) == 0
    assert sorted(backend.tried) == sorted([RECEIPT, OTHER])

    clock.move(seconds=1)
    backend.answers = lambda forwarding: None
    while await forward_due(forwarding):
        pass
    assert [f.key for f in backend.has] == [OTHER, RECEIPT, response().key]


async def test_it_is_not_tried_before_the_time_that_the_backend_named(store: Store, profile: Profile) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: TryLater("busy", timedelta(minutes=3))
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)

    clock.move(minutes=2.9)
    assert await forward_due(forwarding) == 0
    clock.move(minutes=0.1)
    assert await forward_due(forwarding) == 1


async def test_what_took_too_long_is_not_asked_for_again_while_the_backend_may_be_at_it(
    store: Store, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.forwarding.LONGEST_DELIVERY", timedelta())
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.may_answer.clear()
    forwarding = forwarder(store, backend, profile, clock)
    assert await forward_due(forwarding) == 1

    clock.move(seconds=29)
    assert await forward_due(forwarding) == 0
    clock.move(seconds=1)
    assert await forward_due(forwarding) == 1
    async with store.read() as unit:
        [failed] = await backlog.failed(unit, (), 1)
    assert (failed.error, failed.reason) == ("TakesNothing", "it took too long")


async def test_an_error_that_nobody_foresaw_drops_nothing(store: Store, profile: Profile) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    backend.answers = lambda forwarding: KeyError("id")
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)

    clock.move(seconds=1)
    backend.answers = lambda forwarding: None
    await forward_due(forwarding)

    assert (await known(store, filed)).is_handed_over


async def test_what_the_backend_has_but_could_not_be_noted_is_put_off_and_noted_later(
    store: Store, profile: Profile
) -> None:
    filed, backend = await file_report(store), Remote()
    end_of_time = datetime.max.replace(tzinfo=UTC)  # no limit can be reckoned from it
    times = iter([NOW, end_of_time])
    forwarding = Forwarder(store, backend, profile, Bell(), lambda: next(times, NOW), lambda: 0.0)

    assert await forward_due(forwarding) == 1
    assert not (await known(store, filed)).is_handed_over

    assert await forward_due(forwarder(store, backend, profile, Clock(NOW + timedelta(minutes=1)))) == 1
    assert (await known(store, filed)).is_handed_over
    assert backend.tried == [RECEIPT, RECEIPT]


async def test_a_report_that_the_backend_refuses_is_set_aside_with_all_that_follows_it(
    store: Store, profile: Profile
) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    await respond(store, filed, response())
    backend.answers = lambda forwarding: Rejected("no such category")
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)
    clock.move(days=30)

    assert await forward_due(forwarding) == 0
    assert backend.tried == [RECEIPT]
    report = await known(store, filed)
    assert (report.status, report.is_handed_over) == (Status.RECEIVED, False)


async def test_a_refused_response_does_not_hold_up_the_next(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()
    await respond(store, filed, response(key="bad"))
    await respond(store, filed, response(key="good", kind=ResponseKind.ADDENDUM))
    backend.answers = lambda forwarding: Rejected("empty") if forwarding.key == "bad" else None
    forwarding = forwarder(store, backend, profile, Clock())

    while await forward_due(forwarding):
        pass

    assert [f.key for f in backend.has] == [RECEIPT, "good"]


async def test_what_failed_for_a_wrong_setting_goes_out_once_it_is_mended_and_started_again(
    store: Store, profile: Profile
) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: AwaitsSetting("no service for its category")
    await forward_due(forwarder(store, backend, profile, clock))
    clock.move(days=1)
    assert await forward_due(forwarder(store, backend, profile, clock)) == 0

    backend.answers = lambda forwarding: None
    async with running(forwarder(store, backend, profile, clock)):
        await until(lambda: bool(backend.has))


async def test_two_processes_do_not_deliver_the_same_at_the_same_time(store: Store, profile: Profile) -> None:
    receipts = [f"KTM-0000-{n:04}" for n in range(12)]
    for receipt in receipts:
        await file_report(store, receipt)
    backend = Remote()
    both = [forwarder(store, backend, profile, Clock()) for _ in range(2)]

    await asyncio.gather(*(forward_due(each) for each in both))

    assert len(backend.tried) == len(set(backend.tried))
    assert set(backend.tried) <= set(receipts)


async def test_what_a_dead_process_had_claimed_is_delivered_once_its_claim_ends(store: Store, profile: Profile) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    dies = forwarder(store, backend, profile, clock)
    backend.answers = lambda forwarding: asyncio.CancelledError()
    assert await forward_due(dies) == 1
    assert backend.tried == [RECEIPT]

    backend.answers = lambda forwarding: None
    successor = forwarder(store, backend, profile, clock)
    assert await forward_due(successor) == 0
    clock.move(seconds=CLAIM_LASTS.total_seconds())
    assert await forward_due(successor) == 1


async def test_it_forwards_at_once_when_it_is_woken(store: Store, profile: Profile) -> None:
    await file_report(store, OTHER)
    backend = Remote()
    forwarding = forwarder(store, backend, profile, Clock(), HOUR)
    async with running(forwarding):
        await until(lambda: len(backend.has) == 1)
        await file_report(store)
        forwarding.wake()
        await until(lambda: len(backend.has) == 2)


async def test_it_finds_by_itself_what_another_process_left(store: Store, profile: Profile) -> None:
    backend = Remote()
    async with running(forwarder(store, backend, profile, Clock())):
        await file_report(store)
        await until(lambda: bool(backend.has))


async def test_when_it_is_ended_it_finishes_what_is_in_hand(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()
    backend.may_answer.clear()
    task = asyncio.create_task(forwarder(store, backend, profile, Clock()).run())
    await until(lambda: bool(backend.tried))
    task.cancel()
    await asyncio.sleep(0)
    backend.may_answer.set()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert (await known(store, filed)).is_handed_over


async def test_a_report_whose_person_is_forgotten_while_it_is_delivered_is_noted_as_handed_over(
    store: Store, profile: Profile
) -> None:
    filed, backend = await file_report(store), Remote()
    backend.may_answer.clear()
    delivery = asyncio.create_task(forward_due(forwarder(store, backend, profile, Clock())))
    await until(lambda: backend.tried == [RECEIPT])
    async with store.begin() as unit:
        await forgetting.forget(unit, [filed.complainant_id])
    backend.may_answer.set()
    await delivery

    async with store.begin() as unit:
        standing = await reports.standing(unit, RECEIPT)
    assert standing is not None
    assert (standing.complainant_id, standing.report.is_handed_over, standing.report.title) == (None, True, "")
