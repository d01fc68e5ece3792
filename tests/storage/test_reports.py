"""Reports that were sent."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.lookups import Lookup
from conversations.profile import Level
from conversations.report import EventDate, Place
from conversations.routing import DESK
from conversations.status import Event, KnownReport, ResponseKind, Status
from storage import history, report_standings, reports
from storage.errors import DatabaseRefused
from storage.history import NewEvent
from storage.reports import NewReport, OwnReport
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT, file_report

OTHER = "KTM-0000-0000"


async def test_a_person_is_shown_their_own_reports_the_newest_first(store: Store) -> None:
    first = await file_report(store)
    async with store.begin() as unit:
        later = replace(REPORT, receipt=OTHER, title="Sampah", sent_at=NOW + timedelta(hours=1))
        await reports.add(unit, [NewReport(first.complainant_id, later)])
        somebody = first.complainant_id + 1
        known = await reports.known(unit, [(first.complainant_id, Lookup(all_reports=True)), (somebody, Lookup())])
    assert somebody not in known
    assert known[first.complainant_id] == (
        KnownReport(OTHER, "Sampah", Status.RECEIVED, NOW + timedelta(hours=1)),
        KnownReport(RECEIPT, REPORT.title, Status.RECEIVED, NOW),
    )


async def test_one_report_is_shown_with_its_history_oldest_first(store: Store) -> None:
    filed = await file_report(store)
    asked = Event(
        NOW + timedelta(hours=2), status=Status.QUESTION, text="Berapa?", agency="dishub", level=Level.REGENCY
    )
    received = Event(NOW, status=Status.RECEIVED)
    answered = Event(NOW + timedelta(hours=3), response=ResponseKind.ANSWER, text="3 tiang")
    async with store.begin() as unit:
        events = [
            NewEvent(filed.id, "c", answered),
            NewEvent(filed.id, "b", asked, 1),
            NewEvent(filed.id, "a", received),
        ]
        await history.add(unit, events)
        [report] = (await reports.known(unit, [(filed.complainant_id, Lookup(receipt=RECEIPT))]))[filed.complainant_id]
    assert report.history == (received, asked, answered)


async def test_nobody_is_shown_the_report_of_another(store: Store) -> None:
    mine, theirs = await file_report(store), await file_report(store, OTHER)
    async with store.begin() as unit:
        assert await reports.known(unit, [(mine.complainant_id, Lookup(receipt=OTHER))]) == {}
        owned = await reports.own(unit, [(mine.complainant_id, OTHER), (theirs.complainant_id, OTHER)])
    assert owned == {(theirs.complainant_id, OTHER): OwnReport(theirs.id, is_anonymous=False, backend=DESK)}


async def test_a_receipt_number_is_given_once(store: Store) -> None:
    filed = await file_report(store)
    with pytest.raises(DatabaseRefused) as refused:
        async with store.begin() as unit:
            await reports.add(unit, [NewReport(filed.complainant_id, REPORT)])
    assert REPORT.description not in repr(refused.value)
    assert RECEIPT not in repr(refused.value)


async def test_what_was_not_said_stays_unknown(store: Store) -> None:
    await file_report(store, place=Place(), event_date=EventDate())
    async with store.begin() as unit:
        assert await report_standings.of(unit, RECEIPT) is not None
        assert await report_standings.of(unit, OTHER) is None


async def test_an_event_of_a_report_is_noted_once(store: Store) -> None:
    mine, theirs = await file_report(store), await file_report(store, OTHER)
    event = Event(NOW, status=Status.VERIFIED)
    async with store.begin() as unit:
        assert await history.add(unit, [NewEvent(mine.id, "u1", event)]) == {(mine.id, "u1")}
        again = [NewEvent(mine.id, "u1", event), NewEvent(theirs.id, "u1", event)]
        assert await history.add(unit, again) == {(theirs.id, "u1")}
        assert await history.of(unit, [mine.id]) == {mine.id: (event,)}


async def test_a_standing_comes_back_as_it_was_stored(store: Store) -> None:
    await file_report(store)
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        moved = replace(
            standing,
            number=3,
            level=Level.PROVINCE,
            closed_at=NOW,
            report=replace(
                standing.report,
                status=Status.CLOSED,
                tracking_id="#1916449",
                agency="dishub",
                question="Berapa?",
                due_at=NOW + timedelta(days=3),
                is_handed_over=True,
            ),
        )
        await report_standings.store(unit, [moved])
        assert await report_standings.of(unit, RECEIPT) == moved


async def test_updates_of_one_report_come_one_after_the_other(store: Store) -> None:
    await file_report(store)

    async def hear() -> None:
        async with store.begin() as unit:
            standing = await report_standings.of(unit, RECEIPT)
            assert standing is not None
            await asyncio.sleep(0.01)
            await report_standings.store(unit, [replace(standing, number=standing.number + 1)])

    await asyncio.gather(*(hear() for _ in range(5)))
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
    assert standing is not None
    assert standing.number == 5


async def test_a_report_is_handed_over_but_what_was_said_of_it_meanwhile_stays(store: Store) -> None:
    quiet, busy = await file_report(store), await file_report(store, OTHER)
    async with store.begin() as unit:
        heard = await report_standings.of(unit, OTHER)
        assert heard is not None
        await report_standings.store(unit, [replace(heard, report=replace(heard.report, status=Status.VERIFIED))])
        await reports.mark_handed_over(unit, [quiet.id, busy.id])
        standings = [await report_standings.of(unit, receipt) for receipt in (RECEIPT, OTHER)]
    assert [(s.report.status, s.report.is_handed_over) for s in standings if s] == [
        (Status.HANDED_OVER, True),
        (Status.VERIFIED, True),
    ]


async def test_an_answered_question_waits_no_more(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
        assert standing is not None
        await report_standings.store(unit, [replace(standing, report=replace(standing.report, question="Berapa?"))])
        await reports.clear_questions(unit, [filed.id])
        cleared = await report_standings.of(unit, RECEIPT)
    assert cleared is not None
    assert cleared.report.question == ""
