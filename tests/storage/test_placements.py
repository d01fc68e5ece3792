"""What another system calls our reports, and what was heard of them."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete

from conversations.status import Status
from storage import placements, polls, report_standings, tables
from storage.placements import Placement
from storage.polls import Asked
from storage.store import Store
from tests.filed import NOW, RECEIPT, file_report

OTHER = "KTM-0000-0000"


async def test_what_is_known_of_a_report_grows_for_each_backend_apart(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await placements.note_posting(unit, "here", filed.id, NOW)
        await placements.note_token(unit, "here", filed.id, "t1")
        await placements.note_external_id(unit, "here", filed.id, "7")
        await placements.note_heard(unit, "here", filed.id, NOW, "open")

    async with store.read() as unit:
        known = Placement(filed.id, RECEIPT, Status.RECEIVED, "7", "t1", NOW, NOW, "open")
        assert await placements.of(unit, "here", RECEIPT) == known
        assert await placements.of_externals(unit, "here", ["7", "8"]) == [known]
        assert await placements.of(unit, "there", RECEIPT) == Placement(filed.id, RECEIPT, Status.RECEIVED)
        assert await placements.of_externals(unit, "there", ["7"]) == []
        assert await placements.of(unit, "here", OTHER) is None


async def test_of_a_report_that_is_gone_nothing_is_noted_or_left(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await placements.note_external_id(unit, "here", filed.id, "7")
        await placements.note_updates(unit, "here", filed.id, ["u1"])
        await unit.connection.execute(delete(tables.reports).where(tables.reports.c.id == filed.id))
        await placements.note_token(unit, "here", filed.id, "t1")

        assert await placements.of_externals(unit, "here", ["7"]) == []
        assert not await placements.is_said(unit, "here", "7", "u1")


async def test_only_what_is_ours_and_was_not_heard_is_fresh(store: Store) -> None:
    filed = await file_report(store)
    async with store.begin() as unit:
        await placements.note_external_id(unit, "here", filed.id, "7")
        await placements.note_heard(unit, "here", filed.id, None, "open")
        assert await placements.note_updates(unit, "here", filed.id, ["u1"])
        assert not await placements.note_updates(unit, "here", filed.id, ["u1"])

    said = [("7", "u1", ""), ("7", "u2", ""), ("8", "u2", ""), ("7", "x", "open"), ("7", "x", "closed")]
    async with store.read() as unit:
        assert await placements.fresh(unit, "here", said) == {("7", "u2", ""), ("7", "x", "closed")}
        assert await placements.fresh(unit, "there", said) == set()


async def test_a_report_is_watched_until_some_time_after_it_was_closed(store: Store) -> None:
    for n, receipt in enumerate((RECEIPT, OTHER)):
        filed = await file_report(store, receipt)
        async with store.begin() as unit:
            await placements.note_external_id(unit, "here", filed.id, str(n))
            standing = await report_standings.of(unit, receipt)
            assert standing
            if receipt == OTHER:
                closed = replace(standing.report, status=Status.CLOSED)
                await report_standings.store(unit, [replace(standing, report=closed, closed_at=NOW)])

    async with store.read() as unit:
        for days, watched in ((1, ["0", "1"]), (-1, ["0"])):
            found = await placements.watched(unit, "here", NOW - timedelta(days=days))
            assert [each.external_id for each in found] == watched


async def test_a_turn_is_taken_by_one(store: Store) -> None:
    later = NOW + timedelta(minutes=1)
    async with store.begin() as unit:
        assert await polls.take_turn(unit, "here", NOW, later) == Asked()
        assert await polls.take_turn(unit, "here", NOW, later) is None
        assert not await polls.is_due(unit, "here", NOW)
        await polls.note(unit, "here", Asked(NOW, NOW))
        assert await polls.take_turn(unit, "here", later, later) == Asked(NOW, NOW)
        assert await polls.is_due(unit, "there", NOW)
