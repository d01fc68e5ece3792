"""Reports that were sent, and where they stand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Date, Float, Row, Select, String, Text, bindparam, case, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.lookups import Lookup
from conversations.profile import Level
from conversations.report import Report, Visibility
from conversations.routing import DESK
from conversations.status import KnownReport, Status
from storage import history
from storage.bulk import Bulk, Insert, filled
from storage.known_reports import bare_report, finding, known_report
from storage.store import Unit
from storage.tables import Id, complainants, filings, reports, volunteers
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a report stands: `number` is that of its newest update, `complainant_id` None where it is nobody's.

    `report` comes without its history.
    """

    id: int
    complainant_id: int | None
    number: int
    report: KnownReport
    level: Level | None = None
    closed_at: datetime | None = None
    remind_at: datetime | None = None
    """When the complainant is reminded of the question."""
    backend: str = DESK


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report of the person who says something about it."""

    id: int
    is_anonymous: bool
    backend: str


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report of this complainant, the name of the routing backend that it goes to, and the code of its public page.

    A report without a code has no public page.
    """

    complainant_id: int
    report: Report
    backend: str = DESK
    tracking_code: str = ""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose report it is."""

    complainant_id: int
    receipt: str


async def add(unit: Unit, sent: Sequence[NewReport]) -> Mapping[str, int]:
    """The ids of the reports by their receipt numbers. Raises `DatabaseRefused` when one of the numbers is taken."""
    new = await _add.execute(unit, [_values(each) for each in sent])
    return {row.receipt: row.id for row in new}


async def known(unit: Unit, lookups: Sequence[tuple[int, Lookup]]) -> Mapping[int, tuple[KnownReport, ...]]:
    """What each complainant asked for, of their own reports only; nothing for one who has none."""
    rows = (await _known.execute(unit, [(id, lookup.receipt) for id, lookup in lookups])).all()
    with_history = {id for id, lookup in lookups if lookup.receipt}
    events = await history.of(unit, [row.id for row in rows if row.complainant_id in with_history])
    found: dict[int, list[KnownReport]] = {}
    for row in rows:
        found.setdefault(row.complainant_id, []).append(known_report(row, events.get(row.id, ())))
    return {id: tuple(theirs) for id, theirs in found.items()}


async def own(unit: Unit, owned: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], OwnReport]:
    """The report for each of these (complainant's id, receipt number) that is that person's own."""
    rows = await _known.execute(unit, owned)
    return {
        (row.complainant_id, row.receipt): OwnReport(row.id, Visibility(row.visibility).is_anonymous, row.backend)
        for row in rows
    }


async def bare(unit: Unit, ids: Sequence[int]) -> list[OwnReport]:
    """These reports, whoever has them."""
    return [
        OwnReport(row.id, Visibility(row.visibility).is_anonymous, row.backend)
        for row in await _bare.execute(unit, [(id,) for id in ids])
    ]


async def owners(unit: Unit, ids: Sequence[int]) -> Mapping[int, Owner]:
    """Of those of these reports that are somebody's."""
    rows = await _owners.execute(unit, [(id,) for id in ids])
    return {row.id: Owner(row.complainant_id, row.receipt) for row in rows}


async def standing(unit: Unit, receipt: str) -> Standing | None:
    """The report, which nobody else changes until the unit ends; nor its complainant's conversation."""
    return (await standings(unit, [receipt])).get(receipt)


async def standings(unit: Unit, receipts: Collection[str]) -> Mapping[str, Standing]:
    """Those of the reports that there are, as `standing` has them."""
    keys = [(receipt,) for receipt in sorted(set(receipts))]
    if unit.is_postgres:
        await _lock_owners.execute(unit, keys)
        await _lock.execute(unit, keys)
    return {row.receipt: _as_standing(row) for row in await _standings.execute(unit, keys)}


async def store_standing(unit: Unit, standing: Standing) -> None:
    await store_standings(unit, [standing])


async def store_standings(unit: Unit, changed: Sequence[Standing]) -> None:
    await unit.connection.execute(_store_standing, [_standing_values(each) for each in changed])


async def mark_handed_over(unit: Unit, ids: Sequence[int]) -> None:
    """The routing backend has these; one of which it has not said anything yet has the status HANDED_OVER."""
    await _mark_handed_over.execute(unit, [(id,) for id in ids])


async def mark_never_there(unit: Unit, id: int) -> None:
    """No routing backend has this one, whatever was noted of it."""
    await unit.connection.execute(update(reports).where(reports.c.id == id).values(is_handed_over=False))


async def clear_questions(unit: Unit, ids: Sequence[int]) -> None:
    """The questions in these reports have been answered."""
    await _clear_questions.execute(unit, [(id,) for id in ids])


async def reopen(unit: Unit, ids: Sequence[int]) -> None:
    """These are with the office again: their complainants have said that they are not solved."""
    await _reopen.execute(unit, [(id,) for id in ids])


def _standing_values(standing: Standing) -> dict[str, Any]:
    report = standing.report
    return {
        "of": standing.id,
        "status": report.status.value,
        "status_number": standing.number,
        "is_handed_over": report.is_handed_over,
        "tracking_id": report.tracking_id,
        "agency": report.agency,
        "level": standing.level or "",
        "question": report.question,
        "due_at": report.due_at,
        "closed_at": standing.closed_at,
        "remind_at": standing.remind_at,
    }


def _values(new: NewReport) -> tuple[Any, ...]:
    report, place = new.report, new.report.place
    return (
        new.complainant_id,
        report.receipt,
        report.report_class.value,
        report.title,
        report.description,
        report.category,
        report.event_date.day,
        report.event_date.as_said,
        place.landmark,
        place.district,
        place.village,
        place.latitude,
        place.longitude,
        place.outside,
        report.visibility.value,
        report.reporter_name,
        report.reporter_contact,
        report.sent_at,
        Status.RECEIVED.value,
        new.backend,
        new.tracking_code,
    )


_NEW: dict[str, Any] = {
    "complainant_id": Id,
    "receipt": String(),
    "report_class": String(),
    "title": Text(),
    "description": Text(),
    "category": String(),
    "event_day": Date(),
    "event_as_said": Text(),
    "landmark": Text(),
    "district": String(),
    "village": String(),
    "latitude": Float(),
    "longitude": Float(),
    "outside": Text(),
    "visibility": String(),
    "reporter_name": Text(),
    "reporter_contact": Text(),
    "sent_at": Instant(),
    "status": String(),
    "backend": String(),
    "tracking_code": String(),
}


def _as_standing(row: Row[Any]) -> Standing:
    level = Level(row.level) if row.level else None
    report = replace(bare_report(row), filed_for=row.person_name or "")
    number, times = row.status_number, (row.closed_at, row.remind_at)
    return Standing(row.id, row.complainant_id, number, report, level, *times, row.backend)


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(reports), given, *_NEW).returning(reports.c.id, reports.c.receipt)


def _finding_owners(given: FromClause, insert: Insert) -> Select[Any]:
    is_known = reports.c.complainant_id.is_not(None)
    return select(reports.c.id, reports.c.complainant_id, reports.c.receipt).where(_given_ids(given), is_known)


def _finding_bare(given: FromClause, insert: Insert) -> Select[Any]:
    return select(reports.c.id, reports.c.visibility, reports.c.backend).where(_given_ids(given))


def _given_ids(given: FromClause) -> Any:
    return reports.c.id.in_(select(given.c.id))


def _handing_over(given: FromClause, insert: Insert) -> Any:
    status = case((reports.c.status == Status.RECEIVED, Status.HANDED_OVER.value), else_=reports.c.status)
    return update(reports).where(_given_ids(given)).values(is_handed_over=True, status=status)


def _clearing_questions(given: FromClause, insert: Insert) -> Any:
    return update(reports).where(_given_ids(given)).values(question="", remind_at=None)


def _reopening(given: FromClause, insert: Insert) -> Any:
    back = {"status": Status.HANDED_OVER.value, "closed_at": None, "due_at": None, "remind_at": None}
    return update(reports).where(_given_ids(given)).values(back)


def _of_given(given: FromClause) -> Any:
    return reports.c.receipt.in_(select(given.c.receipt))


def _locking_owners(given: FromClause, insert: Insert) -> Any:
    theirs = complainants.c.id.in_(select(reports.c.complainant_id).where(_of_given(given)))
    # in one order everywhere; others may write to these people meanwhile
    return select(complainants.c.id).where(theirs).order_by(complainants.c.id).with_for_update(key_share=True)


def _locking(given: FromClause, insert: Insert) -> Any:
    # in one order everywhere; rows that refer to a report may be written meanwhile, and then want to change it too
    return select(reports.c.id).where(_of_given(given)).order_by(reports.c.id).with_for_update(key_share=True)


def _finding_standings(given: FromClause, insert: Insert) -> Any:
    filed = filings.join(volunteers, volunteers.c.id == filings.c.volunteer_id)
    is_with_helper = (filings.c.report_id == reports.c.id) & (volunteers.c.complainant_id == reports.c.complainant_id)
    return (
        select(reports, filings.c.person_name)
        .select_from(reports.outerjoin(filed, is_with_helper))
        .where(_of_given(given))
    )


_add = Bulk(_adding, **_NEW)
_known = Bulk(finding, complainant_id=Id, receipt=String())
_bare = Bulk(_finding_bare, id=Id)
_owners = Bulk(_finding_owners, id=Id)
_mark_handed_over = Bulk(_handing_over, id=Id)
_clear_questions = Bulk(_clearing_questions, id=Id)
_reopen = Bulk(_reopening, id=Id)
_lock_owners = Bulk(_locking_owners, receipt=String())
_lock = Bulk(_locking, receipt=String())
_standings = Bulk(_finding_standings, receipt=String())
_STANDING = (
    "status",
    "status_number",
    "is_handed_over",
    "tracking_id",
    "agency",
    "level",
    "question",
    "due_at",
    "closed_at",
    "remind_at",
)
_store_standing = (
    update(reports).where(reports.c.id == bindparam("of")).values({name: bindparam(name) for name in _STANDING})
)
