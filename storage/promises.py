"""What a complainant may count on before the routing backend has said anything."""

from datetime import datetime

from sqlalchemy import update

from storage.store import Unit
from storage.tables import reports


async def promise(unit: Unit, report_id: int, due_at: datetime | None) -> None:
    """The report's next step is due then, unless the backend has said something of it already."""
    is_unheard = (reports.c.id == report_id) & (reports.c.status_number == 0)
    await unit.connection.execute(update(reports).where(is_unheard).values(due_at=due_at))
