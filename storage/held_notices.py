"""Notices that wait for their hour: the next morning, or that of the daily digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Outgoing
from storage.bodies import outgoing_as_json, outgoing_from_json
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, complainants, held_notices
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class NewHeld:
    complainant_id: int
    outgoing: Outgoing
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """A notice whose hour has come, and when it was written; `outgoing` is None where it cannot be read any more."""

    id: int
    complainant_id: int
    outgoing: Outgoing | None
    at: datetime


async def add(unit: Unit, notices: Sequence[NewHeld], now: datetime) -> None:
    await _add.execute(unit, [(n.complainant_id, outgoing_as_json(n.outgoing), n.due_at) for n in notices], now=now)


async def due(unit: Unit, now: datetime, limit: int) -> Sequence[int]:
    """Ids of people for whom the hour of a notice has come, the longest due first; of at most so many notices.

    Whoever cannot be reached is not among them: when they are back, all becomes one message.
    """
    is_due = select(held_notices.c.complainant_id).join(complainants).where(held_notices.c.due_at <= now)
    is_due = is_due.where(~complainants.c.is_blocked)
    rows = await unit.connection.scalars(is_due.order_by(held_notices.c.due_at).limit(limit))
    return list(dict.fromkeys(rows))


async def release(unit: Unit, complainant_ids: Sequence[int], now: datetime) -> list[Released]:
    """The notices of these people whose hour has come, in the order in which they were written: none is held any more.

    Of two units at once, each notice is released in one.
    """
    rows = await _release.execute(unit, [(id,) for id in complainant_ids], now=now)
    return sorted(
        (Released(row.id, row.complainant_id, _read(row.body), row.created_at) for row in rows),
        key=lambda each: each.id,
    )


def _read(body: bytes) -> Outgoing | None:
    try:
        return outgoing_from_json(body)
    except Exception:  # noqa: BLE001 -- whatever is wrong with one, the others must not wait for it
        return None


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(held_notices), given, "complainant_id", "body", "due_at", created_at=NOW)


def _releasing(given: FromClause, insert: Insert) -> Any:
    theirs = held_notices.c.complainant_id.in_(select(given.c.id))
    return delete(held_notices).where(theirs, held_notices.c.due_at <= NOW).returning(*held_notices.c)


_add = Bulk(_adding, complainant_id=Id, body=LargeBinary(), due_at=Instant())
_release = Bulk(_releasing, id=Id)
