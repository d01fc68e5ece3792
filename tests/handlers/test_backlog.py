"""The office sees what has not reached its backend, has it tried again, or gives it up and says so."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.routing import DESK
from conversations.status import ResponseKind, Status
from handlers.backlog import Backlog, as_text
from handlers.errors import Rejected, TryLater
from handlers.forwarding import CLAIM_LASTS
from handlers.ports import Forwarding, ReportForwarding
from storage import backlog as stored
from storage import forwarding_claims
from storage.backlog import Count
from storage.forwarding_claims import Queue
from storage.store import Store
from storage.tables import forwardings
from tests.filed import NOW, RECEIPT, REPORT, Clock, Filed, file_report, respond, response
from tests.handlers.test_backends import AWAY, told
from tests.handlers.test_forwarding import OTHER, Remote, forwarder, known, running, until

UNREADABLE = (b"", b"{}", b"\xff", b'{"report": {"key": 1}}', b"[" * 10_000)


async def break_body(store: Store, key: str, stored_as: bytes) -> None:
    async with store.begin() as unit:
        this = update(forwardings).where(forwardings.c.key == key)
        await unit.connection.execute(this.values(body=stored_as))


def refuse(forwarding: Forwarding) -> Exception:
    return Rejected("no such category")


async def set_aside(store: Store, profile: Profile, receipt: str = RECEIPT) -> Filed:
    """A report that its backend refuses."""
    filed, backend = await file_report(store, receipt), Remote()
    backend.answers = refuse
    await forwarder(store, backend, profile, Clock()).forward_due()
    return filed


@pytest.fixture
def backlog(store: Store, profile: Profile) -> Backlog:
    return Backlog(store, profile, Clock())


async def test_what_is_set_aside_stands_before_what_is_tried_again(
    store: Store, profile: Profile, backlog: Backlog
) -> None:
    await file_report(store, OTHER)
    away = Remote()
    away.answers = lambda forwarding: TryLater("maintenance")
    await forwarder(store, away, profile, Clock()).forward_due()
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
    while await forwarder(store, mended, profile, Clock()).forward_due():
        pass
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
    await forwarder(store, backend, profile, Clock()).forward_due()
    await respond(store, filed, response(kind=ResponseKind.ADDENDUM))
    backend.answers = refuse
    await forwarder(store, backend, profile, Clock()).forward_due()
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
    await forwarder(store, backend, profile, Clock()).forward_due()
    [outstanding] = await backlog.listed()

    assert await backlog.drop(outstanding.failed.id) == is_dropped
    assert (await known(store, filed)).status is (Status.ARCHIVED if is_dropped else Status.RECEIVED)
    assert len(await backlog.listed()) == (not is_dropped)


async def test_what_was_never_tried_cannot_be_given_up(store: Store, backlog: Backlog) -> None:
    await file_report(store)
    async with store.begin() as unit:
        [due] = await forwarding_claims.claim(unit, Queue(DESK), NOW, NOW + timedelta(days=1), 1)
    assert not await backlog.drop(due.id)


async def test_what_is_under_way_is_not_tried_a_second_time(store: Store, profile: Profile, backlog: Backlog) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.may_answer.clear()
    async with running(forwarder(store, backend, profile, clock)):
        await until(lambda: bool(backend.tried))
        async with store.read() as unit:
            [id] = await stored.ids_of(unit, 1)
        await backlog.retry([id])
        assert await forwarder(store, backend, profile, clock).forward_due() == 0
        backend.may_answer.set()
    assert backend.tried == [RECEIPT]


@pytest.mark.parametrize("stored_as", UNREADABLE)
async def test_what_is_stored_and_cannot_be_read_is_set_aside_with_the_reason(
    store: Store, profile: Profile, catalogue: Catalogue, backlog: Backlog, stored_as: bytes
) -> None:
    filed, backend = await file_report(store), Remote()
    await forwarder(store, backend, profile, Clock()).forward_due()
    await respond(store, filed, response(key="bad"))
    await respond(store, filed, response(key="good"))
    await break_body(store, "bad", stored_as)
    forwarding = forwarder(store, backend, profile, Clock())

    while await forwarding.forward_due():
        pass

    assert [each.key for each in backend.has] == [RECEIPT, "good"]
    [outstanding] = await backlog.listed()
    assert (outstanding.is_set_aside, outstanding.response) == (True, None)
    assert (outstanding.failed.error, outstanding.failed.reason) == ("Rejected", "what is stored of it cannot be read")
    with pytest.raises(Rejected, match="cannot be read"):
        await backlog.content(outstanding.failed.id)
    [late] = await told(store, filed, catalogue)
    assert late.startswith(f"Yang Anda sampaikan untuk {RECEIPT} belum sampai")
    assert await backlog.drop(outstanding.failed.id)


async def test_only_so_many_are_listed(store: Store, profile: Profile) -> None:
    for n in range(3):
        await set_aside(store, profile, f"KTM-0000-{n:04}")
    async with store.read() as unit:
        found = await stored.failed(unit, (), 2)
        named = await stored.failed(unit, [found[1].id], 1)
    assert [each.receipt for each in found] == ["KTM-0000-0000", "KTM-0000-0001"]
    assert named == found[1:]
