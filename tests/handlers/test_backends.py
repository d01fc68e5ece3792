"""Several backends at once: each has a queue of its own, and the complainant is told the truth of each."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.effects import SendReport, SendResponse
from conversations.history import history_lines
from conversations.messages import Chat
from conversations.profile import Profile
from conversations.routing import DESK
from conversations.status import ResponseKind, Status, StatusUpdate, Undelivered
from conversations.undelivered import TELL_AFTER
from handlers.effects import Wanted, carry_out
from handlers.errors import AwaitsSetting, Rejected, TryLater
from handlers.forwarding import AT_ONCE, Forwarder, Forwarders
from handlers.rest import forwarder_of_rest
from handlers.status_update import apply_update
from storage import complainants, forgetting, tracking
from storage.store import Store, Unit
from tests.filed import NOW, RECEIPT, REPORT, Clock, file_report, known, respond, response
from tests.forwarded import forward_all, forward_due
from tests.handlers.house import Bell, different_numbers
from tests.handlers.remote import AWAY, HOUR, OTHER, Remote, busy, forwarder, refuses, running, told, until

MINUTE = timedelta(minutes=1)


async def test_a_backend_that_hangs_holds_up_no_other(store: Store, profile: Profile) -> None:
    hangs, works = Remote(AWAY), Remote()
    hangs.may_answer.clear()
    for n in range(AT_ONCE + 1):
        await file_report(store, f"KTM-0000-{n:04}", backend=AWAY)
    async with running(forwarder(store, hangs, profile, Clock())):
        await until(lambda: len(hangs.tried) == AT_ONCE)
        async with running(forwarder(store, works, profile, Clock())):
            await file_report(store)
            await until(lambda: bool(works.has))
        assert not hangs.has
        hangs.may_answer.set()


async def test_one_slow_report_does_not_hold_up_the_others_of_its_backend(store: Store, profile: Profile) -> None:
    backend, slow = Remote(), asyncio.Event()

    class Slow(Remote):
        async def deliver(self, forwarding: object) -> None:
            if getattr(forwarding, "key", "") == RECEIPT:
                await slow.wait()
            await backend.deliver(forwarding)  # type: ignore[arg-type]

    filed = await file_report(store)
    others = [await file_report(store, f"KTM-0000-{n:04}") for n in range(3 * AT_ONCE)]
    async with running(forwarder(store, Slow(), profile, Clock())):
        await until(lambda: len(backend.has) == len(others))
        while not all([(await known(store, other)).is_handed_over for other in others]):  # noqa: ASYNC110 -- in a database
            await asyncio.sleep(0.01)
        assert not (await known(store, filed)).is_handed_over
        slow.set()
    assert (await known(store, filed)).is_handed_over


class CountedStore(Store):
    """Counts the units that may write."""

    begun = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        self.begun += 1
        async with super().begin() as unit:
            yield unit


async def test_what_arrives_together_is_noted_in_one_unit(database_url: str, profile: Profile) -> None:
    store = CountedStore(database_url)
    for n in range(AT_ONCE):
        await file_report(store, f"KTM-0000-{n:04}")
    before = store.begun

    assert await forward_due(forwarder(store, Remote(), profile, Clock())) == AT_ONCE

    assert store.begun - before == 2  # to claim them, and to note that they arrived
    await store.close()


async def test_all_that_follows_a_report_goes_to_the_backend_that_has_it(store: Store, profile: Profile) -> None:
    chat = Chat("webchat", "siti")
    async with store.begin() as unit:
        siti = (await complainants.add(unit, [chat], NOW))[chat]
        sent = Wanted(siti, chat, SendReport(REPORT))
        await carry_out(unit, [sent], NOW, profile, different_numbers(), lambda report: AWAY)
    said = Wanted(siti, chat, SendResponse(RECEIPT, ResponseKind.ADDENDUM, "masih gelap"))
    async with store.begin() as unit:  # the rules are others by now
        await carry_out(unit, [said], NOW, profile, different_numbers(), lambda report: DESK)
    desk, away = Remote(), Remote(AWAY)

    for backend in (desk, away):
        await forward_all(forwarder(store, backend, profile, Clock()))

    assert desk.has == []
    assert [type(each).__name__ for each in away.has] == ["ReportForwarding", "ResponseForwarding"]


async def test_what_goes_to_a_backend_that_is_no_longer_set_waits_for_it_to_be_set_again(
    store: Store, profile: Profile
) -> None:
    filed = await file_report(store, backend=AWAY)
    rest = forwarder_of_rest(store, [DESK], profile, Bell(), Clock(), lambda: 0.0)

    assert [await forward_due(rest) for _ in range(2)] == [1, 0]
    assert (await known(store, filed)).undelivered == Undelivered()

    back = Remote(AWAY)
    async with running(forwarder(store, back, profile, Clock())):
        await until(lambda: bool(back.has))


async def test_all_queues_are_woken(store: Store, profile: Profile) -> None:
    remotes = Remote(), Remote(AWAY)
    queues: Sequence[Forwarder] = [forwarder(store, remote, profile, Clock(), HOUR) for remote in remotes]
    async with running(queues[0]), running(queues[1]):
        await asyncio.sleep(0.1)
        await file_report(store)
        await file_report(store, OTHER, backend=AWAY)
        Forwarders(tuple(queues)).wake()
        await until(lambda: all(remote.has for remote in remotes))


# --- the truth for the complainant ---


async def test_a_report_that_was_tried_in_vain_says_when_it_is_tried_again(store: Store, profile: Profile) -> None:
    filed, backend = await file_report(store), Remote()
    backend.answers = lambda forwarding: TryLater("busy", 3 * MINUTE)

    assert (await known(store, filed)).undelivered is None
    await forward_due(forwarder(store, backend, profile, Clock()))

    report = await known(store, filed)
    assert (report.status, report.undelivered) == (Status.RECEIVED, Undelivered(NOW + 3 * MINUTE))


@pytest.mark.parametrize(("backend", "where"), [(DESK, "di meja petugas"), (AWAY, "di sistem yang menanganinya")])
async def test_a_report_is_said_to_be_where_it_is(
    store: Store, profile: Profile, catalogue: Catalogue, backend: str, where: str
) -> None:
    filed = await file_report(store, backend=backend)
    await forward_due(forwarder(store, Remote(backend), profile, Clock()))

    shown = [catalogue.text(each, "id") for each in history_lines(await known(store, filed), NOW, profile)]

    assert shown[0] == f"{RECEIPT} – {REPORT.title}: sudah {where}"
    assert shown[-1].endswith(f" sampai {where}")
    async with store.read() as unit:
        found = await tracking.find(unit, RECEIPT)
    assert found
    assert found[2].is_elsewhere is (backend == AWAY)


@pytest.mark.parametrize(("backend", "where"), [(DESK, "di meja petugas"), (AWAY, "di sistem yang menanganinya")])
async def test_the_notice_that_it_arrived_says_where(
    store: Store, profile: Profile, catalogue: Catalogue, backend: str, where: str
) -> None:
    filed = await file_report(store, backend=backend)
    async with store.begin() as unit:
        await apply_update(unit, StatusUpdate("u", RECEIPT, 1, Status.HANDED_OVER, NOW), NOW, profile)

    assert await told(store, filed, catalogue) == [f"Laporan {RECEIPT} sudah {where}."]


async def test_a_short_outage_is_told_to_nobody(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    backend.answers = busy
    forwarding = forwarder(store, backend, profile, clock)
    await forward_due(forwarding)
    clock.move(minutes=5)
    backend.answers = lambda forwarding: None
    await forward_due(forwarding)

    assert (await known(store, filed)).is_handed_over
    assert await told(store, filed, catalogue) == []


async def test_of_a_long_outage_the_complainant_is_told_once_and_then_that_it_arrived(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, backend, clock = await file_report(store), Remote(), Clock()
    backend.answers = busy
    forwarding = forwarder(store, backend, profile, clock)
    for _ in range(5):
        await forward_due(forwarding)
        clock.move(seconds=TELL_AFTER.total_seconds())
    [late] = await told(store, filed, catalogue)
    assert late.startswith(f"Laporan {RECEIPT} belum sampai ke LAPOR!.\nKami coba lagi pukul 09.10.")

    backend.answers = lambda forwarding: None
    await forward_due(forwarding)
    assert [text.partition("\n")[0] for text in await told(store, filed, catalogue)] == [
        f"Laporan {RECEIPT} belum sampai ke LAPOR!.",
        f"Laporan {RECEIPT} sekarang sudah sampai. Begitu ada nomor dari LAPOR!, saya kabari.",
    ]


@pytest.mark.parametrize(("minutes", "is_told"), [(9, False), (10, True), (60, True)])
async def test_a_backend_that_wants_to_be_left_alone_for_long_is_told_of_at_once(
    store: Store, profile: Profile, catalogue: Catalogue, minutes: int, is_told: bool
) -> None:
    filed, backend = await file_report(store), Remote()
    backend.answers = lambda forwarding: TryLater("maintenance", minutes * MINUTE)

    await forward_due(forwarder(store, backend, profile, Clock()))

    assert ["belum sampai" in text for text in await told(store, filed, catalogue)] == [True] * is_told


@pytest.mark.parametrize("error", [Rejected("no such category"), AwaitsSetting("no service for it")])
async def test_what_is_set_aside_is_told_at_once(
    store: Store, profile: Profile, catalogue: Catalogue, error: Exception
) -> None:
    filed, backend = await file_report(store), Remote()
    backend.answers = lambda forwarding: error
    await forward_due(forwarder(store, backend, profile, Clock()))

    [text] = await told(store, filed, catalogue)
    assert "belum sampai ke LAPOR!" in text
    assert "Petugas harus memeriksanya dulu" in text


async def test_a_response_that_is_refused_is_told_too(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed, backend = await file_report(store), Remote()
    forwarding = forwarder(store, backend, profile, Clock())
    await forward_due(forwarding)
    await respond(store, filed, response())
    backend.answers = refuses
    await forward_due(forwarding)

    [text] = await told(store, filed, catalogue)
    assert text.startswith(f"Yang Anda sampaikan untuk {RECEIPT} belum sampai ke LAPOR!.")
    assert (await known(store, filed)).undelivered is None


async def test_whoever_is_forgotten_is_told_nothing_more(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed, backend = await file_report(store), Remote()
    backend.may_answer.clear()
    backend.answers = refuses
    delivery = asyncio.create_task(forward_due(forwarder(store, backend, profile, Clock())))
    await until(lambda: bool(backend.tried))
    async with store.begin() as unit:
        await forgetting.forget(unit, [filed.complainant_id])
    backend.may_answer.set()
    await delivery

    assert await told(store, filed, catalogue) == []
