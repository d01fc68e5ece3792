"""Reports and responses on their way to the routing backend, in order for each report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, forwardings


@dataclass(frozen=True, slots=True)
class NewForwarding:
    """`key` is the same for a repeat; `body` is the forwarding as JSON."""

    report_id: int
    key: str
    body: bytes


@dataclass(frozen=True, slots=True)
class DueForwarding:
    id: int
    report_id: int
    key: str
    body: bytes
    attempts: int


async def add(unit: Unit, new: Sequence[NewForwarding], now: datetime) -> None:
    """These are due at once, in this order."""
    await _add.execute(unit, [(f.report_id, f.key, f.body) for f in new], now=now)


async def remove(unit: Unit, ids: Collection[int]) -> None:
    await _remove.execute(unit, [(id,) for id in ids])


async def put_off(unit: Unit, id: int, attempts: int, due_at: datetime, error: str) -> None:
    values = {"attempts": attempts, "due_at": due_at, "last_error": error}
    await unit.connection.execute(update(forwardings).where(forwardings.c.id == id).values(values))


async def set_aside(unit: Unit, id: int, error: str) -> None:
    """It is not tried again; it stays to be looked at."""
    values = {"is_set_aside": True, "last_error": error}
    await unit.connection.execute(update(forwardings).where(forwardings.c.id == id).values(values))


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(forwardings), given, "report_id", "key", "body", created_at=NOW, due_at=NOW)


def _removing(given: FromClause, insert: Insert) -> Any:
    return delete(forwardings).where(forwardings.c.id.in_(select(given.c.id)))


_add = Bulk(_adding, report_id=Id, key=String(), body=LargeBinary())
_remove = Bulk(_removing, id=Id)
