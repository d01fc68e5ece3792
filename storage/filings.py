"""Reports that volunteers filed for others: whose they are, and how these people agreed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Row, String, Text, bindparam, exists, func, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.in_care import InCare
from conversations.status import Status
from conversations.volunteering import Represented, Standing
from storage import attachments as files
from storage import village_lists
from storage.bulk import NOW, Bulk, Insert
from storage.store import Unit
from storage.tables import Id, attachments, filings, reports, volunteers
from storage.types import Instant

MOST_IN_CARE = 2_000
"""Of one volunteer: far more than anybody files in the time that reports are kept."""

is_evidence = exists().where(filings.c.report_id == attachments.c.report_id, filings.c.evidence_id == attachments.c.id)
"""Whether a file shows that somebody agreed: it is kept with the report, is no part of it, and never leaves."""


@dataclass(frozen=True, slots=True)
class NewFiling:
    """What a volunteer filed for somebody; `asked` is the key of the question that they were asked in a group."""

    report_id: int
    complainant_id: int
    person: Represented
    asked: str = ""


async def add(unit: Unit, filed: Sequence[NewFiling]) -> None:
    """Each was filed so, by this volunteer (by the id as a complainant).

    Raises `ValueError` for a person without consent, and where somebody is no active volunteer.
    """
    added = (await _add.execute(unit, [_values(each) for each in filed])).all()
    if len(added) < len(filed):
        raise ValueError("filed by somebody who is no active volunteer")


async def take_back_consents(unit: Unit, report_ids: Sequence[int], now: datetime) -> Sequence[int]:
    """These reports stand without consent from now on: those of them that were filed, and are not their owners' yet."""
    return list((await _take_back.execute(unit, [(id,) for id in report_ids], now=now)).scalars())


async def asked_about(unit: Unit, asked: Collection[str]) -> Mapping[str, str]:
    """The receipt numbers of the reports about which these questions were asked in a group, by the questions' keys."""
    return {row.asked: row.receipt for row in await _asked_about.execute(unit, [(key,) for key in asked])}


async def nobodys(unit: Unit, asked: Collection[str]) -> Mapping[int, str]:
    """Of those reports that nobody has, and whose consent stands: their receipt numbers by their ids."""
    return {row.id: row.receipt for row in await _nobodys.execute(unit, [(key,) for key in asked])}


async def handed_over_to(unit: Unit, complainant_ids: Sequence[int]) -> Sequence[int]:
    """Ids of the reports that were filed for these people and are their own: not of what a volunteer still has."""
    return list((await _handed_over.execute(unit, [(id,) for id in complainant_ids])).scalars())


async def in_care(
    unit: Unit, complainant_ids: Sequence[int], most: int = MOST_IN_CARE
) -> Mapping[int, tuple[InCare, ...]]:
    """What each of these people filed for others and still has: what is asked first, and then the newest.

    Of more than `most` the oldest of which nothing is asked are left out. Nothing for one who is no active
    volunteer, or of what is somebody else's now.
    """
    found: dict[int, list[InCare]] = {}
    for row in await _in_care.execute(unit, [(id,) for id in complainant_ids], most=most):
        found.setdefault(row.complainant_id, []).append(_as_in_care(row))
    return {id: tuple(theirs) for id, theirs in found.items()}


async def forget_people(unit: Unit, report_ids: Sequence[int]) -> None:
    """Nothing names those for whom these reports were filed, nor shows that they agreed: nor does a village list."""
    await village_lists.forget_sent(unit, report_ids)
    ids = [(id,) for id in report_ids]
    rows = (await _evidence.execute(unit, ids)).all()
    await files.drop_of(unit, [(row.report_id, row.evidence_id) for row in rows])
    for statement in (_blank, _blank_reports):
        await statement.execute(unit, ids)


def _values(filed: NewFiling) -> tuple[Any, ...]:
    person, consent = filed.person, filed.person.consent
    if consent is None:
        raise ValueError("nothing is filed without consent")
    evidence = consent.evidence.id if consent.evidence else None
    said = (person.name, person.contact, consent.kind.value, consent.at, consent.covers.value, evidence, filed.asked)
    return (filed.report_id, filed.complainant_id, *said)


_SAID: dict[str, Any] = {
    "person_name": Text(),
    "person_contact": Text(),
    "consent": String(),
    "consented_at": Instant(),
    "covers": String(),
    "evidence_id": String(),
    "asked": String(),
}


def _adding(given: FromClause, insert: Insert) -> Any:
    is_theirs = volunteers.c.complainant_id == given.c.complainant_id
    new = (
        select(given.c.report_id, volunteers.c.id, volunteers.c.kim_group, *(given.c[name] for name in _SAID))
        .select_from(given)
        .join(volunteers, is_theirs & (volunteers.c.standing == Standing.ACTIVE.value))
    )
    filing = insert(filings).from_select(["report_id", "volunteer_id", "kim_group", *_SAID], new)
    return filing.returning(filings.c.report_id)


def _given_ids(given: FromClause) -> Any:
    return filings.c.report_id.in_(select(given.c.id))


def _taking_back(given: FromClause, insert: Insert) -> Any:
    is_standing = filings.c.withdrawn_at.is_(None) & filings.c.handed_over_at.is_(None)
    taken = update(filings).where(_given_ids(given), is_standing).values(withdrawn_at=NOW)
    return taken.returning(filings.c.report_id)


def _finding_asked(given: FromClause, insert: Insert) -> Any:
    this = filings.c.asked == given.c.asked
    return select(filings.c.asked, reports.c.receipt).select_from(given).join(filings, this).join(reports)


def _finding_nobodys(given: FromClause, insert: Insert) -> Any:
    is_standing = filings.c.withdrawn_at.is_(None) & filings.c.handed_over_at.is_(None)
    these = filings.c.asked.in_(select(given.c.asked)) & is_standing & reports.c.complainant_id.is_(None)
    return select(reports.c.id, reports.c.receipt).join(filings, filings.c.report_id == reports.c.id).where(these)


def _finding_handed_over(given: FromClause, insert: Insert) -> Any:
    theirs = reports.c.complainant_id.in_(select(given.c.id)) & filings.c.handed_over_at.is_not(None)
    return select(filings.c.report_id).join(reports, reports.c.id == filings.c.report_id).where(theirs)


def _as_in_care(row: Row[Any]) -> InCare:
    area = row.village or row.district
    is_asked, status = row.question != "", Status(row.status)
    return InCare(row.receipt, row.title, status, row.sent_at, row.person_name, area, is_asked, row.due_at)


def _finding_in_care(given: FromClause, insert: Insert) -> Any:
    shown = ("receipt", "title", "status", "sent_at", "village", "district", "question", "due_at")
    in_order = ((reports.c.question == "").asc(), reports.c.sent_at.desc(), reports.c.id.desc())
    theirs = (
        select(
            reports.c.complainant_id,
            *(reports.c[name] for name in shown),
            filings.c.person_name,
            func.row_number().over(partition_by=reports.c.complainant_id, order_by=in_order).label("place"),
        )
        .select_from(given)
        .join(reports, reports.c.complainant_id == given.c.id)
        .join(filings, (filings.c.report_id == reports.c.id) & filings.c.handed_over_at.is_(None))
        .join(volunteers, (volunteers.c.id == filings.c.volunteer_id) & _is_active_here())
        .where(filings.c.withdrawn_at.is_(None))
        .subquery()
    )
    few = select(theirs).where(theirs.c.place <= bindparam("most", type_=Integer()))
    return few.order_by(theirs.c.complainant_id, theirs.c.place)


def _is_active_here() -> Any:
    """Whoever filed the report is a volunteer, and has it themself."""
    is_theirs = volunteers.c.complainant_id == reports.c.complainant_id
    return is_theirs & (volunteers.c.standing == Standing.ACTIVE.value)


def _finding_evidence(given: FromClause, insert: Insert) -> Any:
    shown = select(filings.c.report_id, filings.c.evidence_id)
    return shown.where(_given_ids(given), filings.c.evidence_id.is_not(None))


def _blanking(given: FromClause, insert: Insert) -> Any:
    return update(filings).where(_given_ids(given)).values(person_name="", person_contact="")


def _blanking_reports(given: FromClause, insert: Insert) -> Any:
    these = reports.c.id.in_(select(given.c.id))
    return update(reports).where(these).values(reporter_name="", reporter_contact="")


_take_back = Bulk(_taking_back, id=Id)
_asked_about = Bulk(_finding_asked, asked=String())
_nobodys = Bulk(_finding_nobodys, asked=String())
_handed_over = Bulk(_finding_handed_over, id=Id)
_in_care = Bulk(_finding_in_care, id=Id)
_evidence = Bulk(_finding_evidence, id=Id)
_blank = Bulk(_blanking, id=Id)
_blank_reports = Bulk(_blanking_reports, id=Id)
_add = Bulk(_adding, report_id=Id, complainant_id=Id, **_SAID)
