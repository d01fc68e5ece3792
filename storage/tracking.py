"""Reports as they are looked up by their receipts."""

from typing import Any

from sqlalchemy import Row, bindparam, select

from conversations.profile import Level
from conversations.report import ReportClass, Visibility
from conversations.routing import DESK
from conversations.status import Event, Status
from conversations.tracking import TrackedReport
from storage.store import Unit
from storage.tables import reports


async def find(unit: Unit, receipt: str) -> tuple[int, str, TrackedReport] | None:
    """The report's id, its code ("" where it has no page), and what the page shows but for the history."""
    row = (await unit.connection.execute(_find, {"receipt": receipt})).first()
    return (row.id, row.tracking_code, tracked(row)) if row else None


def tracked(row: Row[Any], events: tuple[Event, ...] = ()) -> TrackedReport:
    """The report in this row of `reports`."""
    return TrackedReport(
        receipt=row.receipt,
        report_class=ReportClass(row.report_class),
        status=Status(row.status),
        sent_at=row.sent_at,
        category="" if Visibility(row.visibility).is_secret else row.category,
        tracking_id=row.tracking_id,
        agency=row.agency,
        level=Level(row.level) if row.level else None,
        due_at=row.due_at,
        is_asked=bool(row.question),
        history=events,
        is_elsewhere=row.backend != DESK,
    )


_find = select(reports).where(reports.c.receipt == bindparam("receipt"))
