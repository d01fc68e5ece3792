"""Status updates on their way to the outbox: how many a second, and a report that a hundred thousand people follow."""

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

from sqlalchemy import func, select, text

from benchmarks.office import run
from benchmarks.process import resident_mib
from benchmarks.speed import Databases
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Outgoing, line
from conversations.profile import Profile
from conversations.report import EventDate, Place, Report, ReportClass, Visibility
from conversations.routing import DESK
from conversations.status import Status, StatusUpdate
from handlers.status_update import Fate, apply_updates
from storage import complainants, followers, outbox, reports, tables
from storage.outbox import NewMessage
from storage.reports import NewReport
from storage.store import Store

CHANNEL = "telegram"
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # nine in the morning at the office: nothing is held for later
CODE = "0123456789"
WRITTEN_AT_ONCE = 5_000
FOUND_AT_ONCE = 1_000
STEPS = (Status.VERIFIED, Status.FORWARDED, Status.FOLLOWED_UP, Status.CLOSED)
_REPORT = Report(
    receipt="",
    report_class=ReportClass.COMPLAINT,
    title="Lampu jalan depan SMPN 1 mati",
    description="Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap.",
    category="lampu-jalan",
    event_date=EventDate(date(2026, 11, 16)),
    place=Place("seberang gerbang sekolah", "64.08.04", "64.08.04.1003"),
    visibility=Visibility.OPEN,
    attachments=(),
    reporter_name="",
    reporter_contact="",
    sent_at=NOW,
)


@dataclass(frozen=True, slots=True)
class Size:
    rounds: int
    reports: int
    at_once: Sequence[int]
    followers: int
    waiting: int


FULL = Size(rounds=3, reports=2_000, at_once=(1, 50, 500), followers=100_000, waiting=1_000_000)
QUICK = Size(rounds=1, reports=100, at_once=(50,), followers=1_000, waiting=3_000)


@dataclass(frozen=True, slots=True)
class Relayed:
    """Of one round, with so many updates in a transaction."""

    per_second: float
    cpu_s_per_1000: float


@dataclass(frozen=True, slots=True)
class Queued:
    """One update for so many followers, committed; and more of them, until `waiting` messages wait.

    MiB are those by which the process grew; `find_ms` is the time to find the next thousand messages to send, and
    `reply_ms` the time to find a reply that came behind them all.
    """

    followers: int
    seconds: float
    grown_mib: float
    waiting: int
    waiting_grown_mib: float
    find_ms: float
    reply_ms: float


def measure_relay(size: Size, databases: Databases, catalogue: Catalogue) -> dict[int, Relayed]:
    """By how many updates there are in a transaction: the median of each number."""
    found: dict[int, list[Relayed]] = {each: [] for each in size.at_once}
    for at_once in _in_turn(size):
        with databases() as url:
            found[at_once].append(run(_relay(url, size.reports, at_once, catalogue.profile)))
    return {
        at_once: Relayed(median(r.per_second for r in rounds), median(r.cpu_s_per_1000 for r in rounds))
        for at_once, rounds in found.items()
    }


def measure_queue(size: Size, database: AbstractContextManager[str], catalogue: Catalogue) -> Queued:
    with database as url:
        return run(_queue(url, size, catalogue.profile))


def _in_turn(size: Size) -> Iterator[int]:
    for _ in range(size.rounds):
        yield from size.at_once


async def _relay(url: str, number: int, at_once: int, profile: Profile) -> Relayed:
    """Each report has a complainant of its own, and gets four updates, as they come: one of each report after another.

    With one in a transaction only the first quarter is taken, or it would take minutes.
    """
    store = Store(url)
    receipts = [f"KTM-{n:04}-{n:04}" for n in range(number)]
    await file_reports(store, receipts)
    updates = [update_of(receipt, place) for place in range(len(STEPS)) for receipt in receipts]
    updates = updates[:number] if at_once == 1 else updates
    cpu, began = time.process_time(), time.perf_counter()
    for first in range(0, len(updates), at_once):
        async with store.begin() as unit:
            results = await apply_updates(unit, updates[first : first + at_once], NOW, profile)
        assert all(result.fate is Fate.APPLIED for result in results)
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert await _waiting(store) == len(updates)
    await store.close()
    return Relayed(len(updates) / took, cpu / len(updates) * 1_000)


async def _queue(url: str, size: Size, profile: Profile) -> Queued:
    store = Store(url)
    await file_reports(store, ["KTM-0000-0000"])
    await _follow(store, "KTM-0000-0000", size.followers)
    before = resident_mib()
    began = time.perf_counter()
    await _apply(store, 0, profile)
    seconds, grown = time.perf_counter() - began, resident_mib() - before
    for number in range(1, -(-size.waiting // size.followers)):
        await _apply(store, number, profile)
    waiting, waiting_grown = await _waiting(store), resident_mib() - before
    if store.is_postgres:  # its own autovacuum does that within a minute, which is not waited for here
        async with store.begin() as unit:
            await unit.connection.execute(text("ANALYZE"))
    find_ms = await _find(store, is_awaited=False)
    async with store.begin() as unit:
        await outbox.add(unit, [NewMessage(1, Outgoing((line("said.hello"),)))], NOW)
    reply_ms = await _find(store, is_awaited=True)
    await store.close()
    return Queued(size.followers, seconds, grown, waiting, waiting_grown, find_ms, reply_ms)


async def file_reports(store: Store, receipts: Sequence[str], backend: str = DESK) -> None:
    for first in range(0, len(receipts), WRITTEN_AT_ONCE):
        some = receipts[first : first + WRITTEN_AT_ONCE]
        async with store.begin() as unit:
            ids = await complainants.add(unit, [Chat(CHANNEL, receipt) for receipt in some], NOW)
            owned = [(ids[Chat(CHANNEL, receipt)], replace(_REPORT, receipt=receipt)) for receipt in some]
            await reports.add(unit, [NewReport(owner, report, backend, CODE) for owner, report in owned])


async def _follow(store: Store, receipt: str, number: int) -> None:
    for first in range(0, number, WRITTEN_AT_ONCE):
        chats = [Chat(CHANNEL, f"f{n}") for n in range(first, min(first + WRITTEN_AT_ONCE, number))]
        async with store.begin() as unit:
            ids = await complainants.add(unit, chats, NOW)
            await followers.add(unit, [(id, receipt, CODE) for id in ids.values()], NOW)


async def _apply(store: Store, number: int, profile: Profile) -> None:
    moved = replace(update_of("KTM-0000-0000", number % len(STEPS)), key=f"u{number}", number=number + 1)
    async with store.begin() as unit:
        await apply_updates(unit, [moved], NOW, profile)


async def _find(store: Store, *, is_awaited: bool) -> float:
    """Milliseconds, the least of three."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        async with store.read() as unit:
            find = outbox.find_awaited if is_awaited else outbox.find
            found = await find(unit, [CHANNEL], NOW + timedelta(minutes=1), (), FOUND_AT_ONCE)
        took.append((time.perf_counter() - began) * 1_000)
        assert found.messages
    return min(took)


async def _waiting(store: Store) -> int:
    async with store.read() as unit:
        return await unit.connection.scalar(select(func.count()).select_from(tables.outbox)) or 0


def update_of(receipt: str, step: int) -> StatusUpdate:
    return StatusUpdate(f"u{step}", receipt, step + 1, STEPS[step], NOW, "Sudah kami teruskan ke bidang PJU.", "dishub")
