"""A report that is hidden more than when it was sent."""

from sqlalchemy import update

from conversations.report import Visibility
from storage.store import Unit
from storage.tables import reports


async def hide(unit: Unit, report_id: int, visibility: Visibility) -> None:
    """The report is seen so; where that hides its reporter, nothing in it names them any more."""
    values = {"visibility": visibility.value}
    if visibility.is_anonymous:
        values |= {"reporter_name": "", "reporter_contact": ""}
    await unit.connection.execute(update(reports).where(reports.c.id == report_id).values(values))
