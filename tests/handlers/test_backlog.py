"""The office sees what has not reached its backend, has it tried again, or gives it up and says so."""

from datetime import timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.status import ResponseKind, Status, StatusUpdate
from handlers.backlog import Backlog, as_text
from handlers.errors import Rejected, TryLater
from handlers.forwarding import CLAIM_LASTS
from handlers.ports import ReportForwarding
from handlers.status_update import apply_update
from storage import backlog as stored
from storage.backlog import Count
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT, Clock, Filed, file_report, known, respond, response
from tests.forwarded import forward_all, forward_due
from tests.handlers.remote import AWAY, OTHER, Remote, break_body, busy, forwarder, refuses, running, told, until

UNREADABLE = (b"", b"{}", b"\xff", b'{"report": {"key": 1}}', b"[" * 10_000)


async def set_aside(store: Store, profile: Profile, receipt: str = RECEIPT) -> Filed:
    """A report that its backend refuses."""
    filed, backend = await file_report(store, receipt), Remote()
    backend.answers = refuses
    await forward_due(forwarder(store, backend, profile, Clock()))
    return filed


@pytest.fixture
def backlog(store: Store, profile: Profile) -> Backlog:
    return Backlog(store, profile, Clock())


async def test_what_is_set_aside_stands_before_what_is_tried_again(
    store: Store, profile: Profile, backlog: Backlog
) -> None:
    await file_report(store, OTHER)
    away = Remote()
    away.answers = busy
    await forward_due(forwarder(store, away, profile, Clock()))
    await set_aside(store, profile)
    await file_report(store, "KTM-1111-1111", backend=AWAY)

    aside, later = (each.failed for each in await backlog.listed())
    assert (aside.receipt, aside.next_try_at, aside.error, aside.reason) == (
        RECEIPT,
        None,
        "Rejected",
        "no such category",
    )
    assert (later.receipt, later.next_try_at, later.attempts) == (OTHER, NOW + timedelta(seconds=1), 1)
    assert await backlog.counts() == [Count("desk", 1, 1), Count(AWAY, 1, 0)]


async def test_what_a_person_said_is_shown_only_when_it_is_asked_for(
    store: Store, profile: Profile, backlog: Backlog
) -> None:
    await set_aside(store, profile)
    [outstanding] = await backlog.listed()

    assert await backlog.content(outstanding.failed.id) == ReportForwarding(RECEIPT, REPORT)
    assert REPORT.description in as_text(ReportForwarding(RECEIPT, REPORT))
    assert await backlog.content(outstanding.failed.id + 1) is None


async def test_what_is_tried_again_goes_with_all_that_follows_it(
    store: Store, profile: Profile, backlog: Backlog
) -> None:
    filed = await set_aside(store, profile)
    await respond(store, filed, response(key="after"))
    [outstanding] = await backlog.listed()
    await backlog.retry([outstanding.failed.id])

    mended = Remote()
    await forward_all(forwarder(store, mended, profile, Clock()))
    assert mended.tried == [RECEIPT, "after"]
    assert await backlog.listed() == []


async def test_a_report_that_is_given_up_is_archived_with_the_reason_and_nothing_follows_it(
    store: Store, profile: Profile, catalogue: Catalogue, backlog: Backlog
) -> None:
    filed = await set_aside(store, profile)
    await respond(store, filed, response())
    [outstanding] = await backlog.listed()

    assert await backlog.drop(outstanding.failed.id, "Sudah dilaporkan warga lain.")

    assert await backlog.counts() == []
    assert (await known(store, filed)).status is Status.ARCHIVED
    [_, archived] = await told(store, filed, catalogue)
    assert archived == f"Laporan {RECEIPT} diarsipkan.\n“Sudah dilaporkan warga lain.”"


async def test_a_response_that_is_given_up_is_told_and_leaves_the_report_as_it_is(
    store: Store, profile: Profile, catalogue: Catalogue, backlog: Backlog
) -> None:
    filed, backend = await file_report(store), Remote()
    await forward_due(forwarder(store, backend, profile, Clock()))
    await respond(store, filed, response(kind=ResponseKind.ADDENDUM))
    backend.answers = refuses
    await forward_due(forwarder(store, backend, profile, Clock()))
    [outstanding] = await backlog.listed()
    assert outstanding.response is ResponseKind.ADDENDUM

    assert await backlog.drop(outstanding.failed.id)

    assert (await known(store, filed)).status is Status.HANDED_OVER
    assert "tidak bisa kami teruskan" in (await told(store, filed, catalogue))[-1]


@pytest.mark.parametrize(("waits", "is_dropped"), [(CLAIM_LASTS, False), (timedelta(minutes=2), True)])
async def test_what_is_tried_again_and_again_can_be_given_up_when_it_cannot_be_on_its_way(
    store: Store, profile: Profile, backlog: Backlog, waits: timedelta, is_dropped: bool
) -> None:
    filed, backend = await file_report(store), Remote()
    backend.answers = lambda forwarding: TryLater("maintenance", waits)
    await forward_due(forwarder(store, backend, profile, Clock()))
    [outstanding] = await backlog.listed()

    assert await backlog.drop(outstanding.failed.id) == is_dropped
    assert (await known(store, filed)).status is (Status.ARCHIVED if is_dropped else Status.RECEIVED)
    assert len(await backlog.listed()) == (not is_dropped)


async def test_what_is_under_way_is_not_tried_a_second_time(store: Store, profile: Profile, backlog: Backlog) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.may_answer.clear()
    async with running(forwarder(store, backend, profile, clock)):
        await until(lambda: bool(backend.tried))
        async with store.read() as unit:
            [id] = await stored.ids_of(unit, 1)
        await backlog.retry([id])
        assert await forward_due(forwarder(store, backend, profile, clock)) == 0
        backend.may_answer.set()
    assert backend.tried == [RECEIPT]


@pytest.mark.parametrize("stored_as", UNREADABLE)
async def test_what_is_stored_and_cannot_be_read_is_set_aside_with_the_reason(
    store: Store, profile: Profile, catalogue: Catalogue, backlog: Backlog, stored_as: bytes
) -> None:
    filed, backend = await file_report(store), Remote()
    await forward_due(forwarder(store, backend, profile, Clock()))
    await respond(store, filed, response(key="bad"))
    await respond(store, filed, response(key="good"))
    await break_body(store, "bad", stored_as)
    forwarding = forwarder(store, backend, profile, Clock())

    await forward_all(forwarding)

    assert [each.key for each in backend.has] == [RECEIPT, "good"]
    [outstanding] = await backlog.listed()
    assert (outstanding.is_set_aside, outstanding.response) == (True, None)
    assert (outstanding.failed.error, outstanding.failed.reason) == ("Rejected", "what is stored of it cannot be read")
    with pytest.raises(Rejected, match="cannot be read"):
        await backlog.content(outstanding.failed.id)
    [late] = await told(store, filed, catalogue)
    assert late.startswith(f"Yang Anda sampaikan untuk {RECEIPT} belum sampai")
    assert await backlog.drop(outstanding.failed.id)


async def test_what_is_tried_for_ever_can_be_given_up_between_two_tries(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    await respond(store, filed, response())
    backend.answers = lambda forwarding: TryLater("maintenance", timedelta(minutes=5))
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)
    backlog = Backlog(store, profile, clock)
    [outstanding] = await backlog.listed()

    assert await backlog.drop(outstanding.failed.id, "Sudah dilaporkan warga lain.")

    clock.move(days=1)
    assert await forward_due(forwarding) == 0
    assert (await known(store, filed)).status is Status.ARCHIVED
    assert await told(store, filed, catalogue) == [f"Laporan {RECEIPT} diarsipkan.\n“Sudah dilaporkan warga lain.”"]


async def test_what_may_be_on_its_way_cannot_be_given_up(store: Store, profile: Profile, backlog: Backlog) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    backend.answers = busy
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)
    [outstanding] = await backlog.listed()
    clock.move(seconds=1)
    backend.may_answer.clear()
    backend.answers = lambda forwarding: None
    assert await forwarding.go_round() == 1

    assert not await Backlog(store, profile, clock).drop(outstanding.failed.id)

    backend.may_answer.set()
    await forwarding.finish()
    assert (await known(store, filed)).status is Status.HANDED_OVER


async def test_what_was_never_tried_cannot_be_given_up(store: Store, backlog: Backlog) -> None:
    filed = await file_report(store)
    async with store.read() as unit:
        [id] = await stored.ids_of(unit, filed.id)

    assert not await backlog.drop(id)


async def test_of_a_report_that_was_given_up_nobody_has_anything(
    store: Store, profile: Profile, backlog: Backlog
) -> None:
    filed = await set_aside(store, profile)
    [outstanding] = await backlog.listed()
    await backlog.drop(outstanding.failed.id)
    assert (await known(store, filed)).is_given_up

    heard = StatusUpdate("u1", RECEIPT, 7, Status.VERIFIED, NOW)
    async with store.begin() as unit:  # it came there all the same, by a try of which nobody knew how it ended
        await apply_update(unit, heard, NOW, profile)
    report = await known(store, filed)
    assert (report.status, report.is_handed_over, report.is_given_up) == (Status.VERIFIED, True, False)


async def test_only_so_many_are_listed(store: Store, profile: Profile) -> None:
    for n in range(3):
        await set_aside(store, profile, f"KTM-0000-{n:04}")
    async with store.read() as unit:
        found = await stored.failed(unit, (), 2)
        named = await stored.failed(unit, [found[1].id], 1)
    assert [each.receipt for each in found] == ["KTM-0000-0000", "KTM-0000-0001"]
    assert named == found[1:]
