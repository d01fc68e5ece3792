"""Where reports stand: read to be changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.profile import Level
from conversations.routing import DESK
from conversations.status import KnownReport
from storage.bulk import Bulk, Insert
from storage.known_reports import bare_report
from storage.store import Unit
from storage.tables import complainants, filings, reports, volunteers


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


async def of(unit: Unit, receipt: str) -> Standing | None:
    """The report, which nobody else changes until the unit ends; nor its complainant's conversation."""
    return (await of_many(unit, [receipt])).get(receipt)


async def of_many(unit: Unit, receipts: Collection[str]) -> Mapping[str, Standing]:
    """Those of the reports that there are, as `of` has them."""
    keys = [(receipt,) for receipt in sorted(set(receipts))]
    if unit.is_postgres:
        await _lock_owners.execute(unit, keys)
        await _lock.execute(unit, keys)
    return {row.receipt: _as_standing(row) for row in await _standings.execute(unit, keys)}


async def store(unit: Unit, changed: Sequence[Standing]) -> None:
    await unit.connection.execute(_store_standing, [_standing_values(each) for each in changed])


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


def _as_standing(row: Row[Any]) -> Standing:
    level = Level(row.level) if row.level else None
    report = replace(bare_report(row), filed_for=row.person_name or "")
    number, times = row.status_number, (row.closed_at, row.remind_at)
    return Standing(row.id, row.complainant_id, number, report, level, *times, row.backend)


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
