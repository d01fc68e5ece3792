"""Questions that wait for their complainants, and when those are reminded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from storage.store import Unit
from storage.tables import reports


async def due(unit: Unit, now: datetime, limit: int) -> Sequence[str]:
    """Receipt numbers of the reports whose complainants are to be reminded, the longest due first."""
    is_due = select(reports.c.receipt).where(reports.c.remind_at <= now)
    return (await unit.connection.scalars(is_due.order_by(reports.c.remind_at).limit(limit))).all()


async def set_time(unit: Unit, receipt: str, at: datetime | None) -> None:
    """The reminder is due then, or not at all."""
    await unit.connection.execute(update(reports).where(reports.c.receipt == receipt).values(remind_at=at))
