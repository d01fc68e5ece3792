"""The desk's cases and the steps taken in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Row, Select, exists, select, update

from conversations.profile import Level
from conversations.report import Attachment, EventDate, Place, Report, ReportClass, Visibility
from conversations.status import ResponseKind, Status
from storage.bulk import insert_of
from storage.filings import is_evidence
from storage.store import Unit
from storage.tables import attachments, desk_cases, desk_steps, reports


@dataclass(frozen=True, slots=True)
class Case:
    """A report as the desk has it. `steps` counts what has happened in it: a page that shows fewer is stale.

    `waiting_since` is when something last happened. `is_waiting` says that the next step is the office's; else it is
    the complainant's, or nobody's once the case is closed.
    """

    id: int
    report: Report
    status: Status
    received_at: datetime
    waiting_since: datetime
    is_waiting: bool = True
    due_at: datetime | None = None
    tracking_id: str = ""
    agency: str = ""
    level: Level | None = None
    steps: int = 0
    last_response: ResponseKind | None = None
    """What the complainant said last, when nobody has taken a step since."""


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One line of a case's history: an officer's step (`status`) or the complainant's response, never both."""

    at: datetime
    status: Status | None = None
    response: ResponseKind | None = None
    text: str = ""
    agency: str = ""
    level: Level | None = None
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class FileOwner:
    """The report that a file belongs to."""

    receipt: str
    is_anonymous: bool


_last_response = (
    select(desk_steps.c.response)
    .where(desk_steps.c.case_id == desk_cases.c.id)
    .order_by(desk_steps.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("last_response")
)


def all_cases() -> Select[Any]:
    """Rows that `as_case` reads."""
    return select(desk_cases, _last_response)


def as_case(row: Row[Any]) -> Case:
    return _case(row, msgspec.json.decode(row.body, type=Report))


def as_listed_case(row: Row[Any]) -> Case:
    """The case; where its report cannot be read, with no more of the report than the columns say."""
    try:
        return as_case(row)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _case(row, _report_of_columns(row))


def _report_of_columns(row: Row[Any]) -> Report:
    return Report(
        receipt=row.receipt,
        report_class=ReportClass(row.report_class),
        title=row.title,
        description="",
        category="",
        event_date=EventDate(),
        place=Place(),
        visibility=Visibility.ANONYMOUS_SECRET,  # nobody knows, so nobody is to pass it on
        attachments=(),
        reporter_name="",
        reporter_contact="",
        sent_at=row.received_at,
    )


def _case(row: Row[Any], report: Report) -> Case:
    return Case(
        id=row.id,
        report=report,
        status=Status(row.status),
        received_at=row.received_at,
        waiting_since=row.waiting_since,
        is_waiting=row.is_waiting,
        due_at=row.due_at,
        tracking_id=row.tracking_id,
        agency=row.agency,
        level=Level(row.level) if row.level else None,
        steps=row.steps,
        last_response=ResponseKind(row.last_response) if row.last_response else None,
    )


_add_cases = {is_postgres: insert_of(is_postgres)(desk_cases).on_conflict_do_nothing() for is_postgres in (True, False)}


async def add_cases(unit: Unit, cases: Sequence[Case]) -> None:
    """The desk has a case of each of these reports. One that it had already stays as it is."""
    values = [
        {
            "receipt": case.report.receipt,
            "body": msgspec.json.encode(case.report),
            "title": case.report.title,
            "report_class": case.report.report_class.value,
            "status": case.status.value,
            "received_at": case.received_at,
            "waiting_since": case.waiting_since,
            "due_at": case.due_at,
        }
        for case in sorted(cases, key=lambda case: case.report.receipt)  # two units that meet lock in the same order
    ]
    await unit.connection.execute(_add_cases[unit.is_postgres], values)


async def case_of(unit: Unit, receipt: str) -> Case | None:
    row = (await unit.connection.execute(all_cases().where(desk_cases.c.receipt == receipt))).first()
    return as_case(row) if row else None


async def lock_case(unit: Unit, receipt: str) -> Case | None:
    """The case, which nobody else changes until the unit ends."""
    lock = select(desk_cases.c.id).where(desk_cases.c.receipt == receipt).with_for_update()
    await unit.connection.execute(lock)  # SQLite has one writer and ignores it
    return await case_of(unit, receipt)


async def store_case(unit: Unit, case: Case) -> None:
    values = {
        "status": case.status.value,
        "tracking_id": case.tracking_id,
        "agency": case.agency,
        "level": case.level or "",
        "waiting_since": case.waiting_since,
        "is_waiting": case.is_waiting,
        "due_at": case.due_at,
        "steps": case.steps,
    }
    await unit.connection.execute(update(desk_cases).where(desk_cases.c.id == case.id).values(values))


async def store_report(unit: Unit, case: Case) -> None:
    """The case has this report instead of the one that it was delivered with."""
    body = msgspec.json.encode(case.report)
    await unit.connection.execute(update(desk_cases).where(desk_cases.c.id == case.id).values(body=body))


async def has_step(unit: Unit, key: str) -> bool:
    return bool(await unit.connection.scalar(select(exists().where(desk_steps.c.key == key))))


async def add_step(unit: Unit, case_id: int, key: str, event: CaseEvent) -> None:
    values = {
        "case_id": case_id,
        "key": key,
        "at": event.at,
        "status": event.status or "",
        "response": event.response or "",
        "text": event.text,
        "agency": event.agency,
        "level": event.level or "",
        "attachments": msgspec.json.encode(event.attachments),
    }
    await unit.connection.execute(desk_steps.insert().values(values))


async def steps_of(unit: Unit, case_id: int) -> tuple[CaseEvent, ...]:
    """Oldest first."""
    rows = select(desk_steps).where(desk_steps.c.case_id == case_id).order_by(desk_steps.c.id)
    return tuple(_event(row) for row in await unit.connection.execute(rows))


def _event(row: Row[Any]) -> CaseEvent:
    return CaseEvent(
        at=row.at,
        status=Status(row.status) if row.status else None,
        response=ResponseKind(row.response) if row.response else None,
        text=row.text,
        agency=row.agency,
        level=Level(row.level) if row.level else None,
        attachments=msgspec.json.decode(row.attachments, type=tuple[Attachment, ...]),
    )


async def owner_of_file(unit: Unit, attachment_id: str) -> FileOwner | None:
    """The report that the file belongs to, if it was delivered to the desk."""
    of_a_case = (
        select(reports.c.receipt, reports.c.visibility)
        .join(reports, reports.c.id == attachments.c.report_id)
        .join(desk_cases, desk_cases.c.receipt == reports.c.receipt)
        .where(attachments.c.id == attachment_id, ~is_evidence)
    )
    row = (await unit.connection.execute(of_a_case)).first()
    return FileOwner(row.receipt, Visibility(row.visibility).is_anonymous) if row else None
