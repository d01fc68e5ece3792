"""What the office may count of the reports that volunteers filed for others."""

from sqlalchemy import exists, func, select

from conversations.filing_figures import Filed
from conversations.status import Status
from storage.store import Unit
from storage.tables import attachments, filings, history, reports

ANSWERS = (Status.FOLLOWED_UP.value, Status.CLOSED.value)


async def filed(unit: Unit) -> list[Filed]:
    """All of them, without anything that says whose they are."""
    has_files = exists().where(
        attachments.c.report_id == reports.c.id, attachments.c.id.is_distinct_from(filings.c.evidence_id)
    )
    answered_at = (
        select(func.min(history.c.at))
        .where(history.c.report_id == reports.c.id, history.c.status.in_(ANSWERS))
        .scalar_subquery()
    )
    is_placed = (reports.c.landmark != "") | (reports.c.village != "") | reports.c.latitude.is_not(None)
    every = select(
        filings.c.kim_group,
        func.coalesce(func.nullif(reports.c.village, ""), reports.c.district).label("area"),
        reports.c.event_day.is_not(None).label("has_day"),
        is_placed.label("has_place"),
        has_files.label("has_files"),
        reports.c.sent_at,
        answered_at.label("answered_at"),
    ).join(reports, reports.c.id == filings.c.report_id)
    return [
        Filed(row.kim_group, row.area, bool(row.has_day), bool(row.has_place), bool(row.has_files), *row[5:])
        for row in await unit.connection.execute(every)
    ]
