"""Reports that were sent, and where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, Float, Select, String, Text, case, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.lookups import Lookup
from conversations.report import Report, Visibility
from conversations.routing import DESK
from conversations.status import KnownReport, Status
from storage import history
from storage.bulk import Bulk, Insert, filled
from storage.known_reports import finding, known_report
from storage.store import Unit
from storage.tables import Id, reports
from storage.types import Instant


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


_add = Bulk(_adding, **_NEW)
_known = Bulk(finding, complainant_id=Id, receipt=String())
_bare = Bulk(_finding_bare, id=Id)
_owners = Bulk(_finding_owners, id=Id)
_mark_handed_over = Bulk(_handing_over, id=Id)
_clear_questions = Bulk(_clearing_questions, id=Id)
_reopen = Bulk(_reopening, id=Id)
