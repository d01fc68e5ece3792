"""What a complainant may count on before the routing backend has said anything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from storage.store import Unit
from storage.tables import reports


async def promise(unit: Unit, limits: Sequence[tuple[int, datetime | None]]) -> None:
    """The next step of each report (by its id) is due then, unless its backend has said something of it already."""
    rows: list[dict[str, Any]] = [{"of": report_id, "limit": due_at} for report_id, due_at in limits]
    await unit.connection.execute(_promise, rows)


_promise = (
    update(reports)
    .where(reports.c.id == bindparam("of"), reports.c.status_number == 0)
    .values(due_at=bindparam("limit"))
)
