"""What does not reach the routing backend is tried again in its time, or set aside, and nothing else waits for it."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.profile import Profile
from conversations.status import ResponseKind, Status
from handlers.errors import AwaitsSetting, Rejected, TryLater
from handlers.forwarding import Forwarder
from storage import backlog
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, file_report, known, respond, response
from tests.forwarded import forward_all, forward_due
from tests.handlers.house import Bell
from tests.handlers.remote import OTHER, Remote, forwarder, refuses, running, until


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
    await forward_all(forwarding)
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
    backend.answers = refuses
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

    await forward_all(forwarding)

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
