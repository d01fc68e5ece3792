"""Reports and responses reach the routing backend in order, and none is dropped on the way."""

import asyncio
from datetime import timedelta

import pytest

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.report import ReportClass
from conversations.status import Status, StatusUpdate
from handlers.forwarding import CLAIM_LASTS
from handlers.ports import ReportForwarding
from handlers.status_update import apply_update
from storage import forgetting, report_standings
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT, Clock, file_report, known, respond, response
from tests.forwarded import forward_all, forward_due
from tests.handlers.remote import HOUR, OTHER, Remote, forwarder, running, until


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

    await forward_all(forwarding)

    assert backend.tried == [RECEIPT, "r0", "r1", "r2"]
    assert backend.has[1:] == said


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
        standing = await report_standings.of(unit, RECEIPT)
    assert standing is not None
    assert (standing.complainant_id, standing.report.is_handed_over, standing.report.title) == (None, True, "")
