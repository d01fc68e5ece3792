"""A report that is hidden more than when it was sent."""

from sqlalchemy import select, update

from conversations.report import Visibility
from storage.store import Unit
from storage.tables import forwardings, reports


async def hide(unit: Unit, report_id: int, visibility: Visibility) -> None:
    """The report is seen so; where that hides its reporter, nothing in it names them any more."""
    values = {"visibility": visibility.value}
    if visibility.is_anonymous:
        values |= {"reporter_name": "", "reporter_contact": ""}
    await unit.connection.execute(update(reports).where(reports.c.id == report_id).values(values))


async def waiting_body(unit: Unit, receipt: str) -> bytes | None:
    """What the routing backend has yet to be sent of the report itself."""
    return await unit.connection.scalar(select(forwardings.c.body).where(forwardings.c.key == receipt))


async def store_waiting(unit: Unit, receipt: str, body: bytes) -> None:
    await unit.connection.execute(update(forwardings).where(forwardings.c.key == receipt).values(body=body))
