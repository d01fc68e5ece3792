"""Forwardings taken on by one process for a while, so that no other delivers them at the same time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, select, update

from storage.forwardings import FILES, DueForwarding
from storage.store import Unit
from storage.tables import forwardings, reports

_earlier = forwardings.alias("earlier")
# A response waits for all that came before it, but for files that are yet to come; for a report that was set aside too,
# since the backend does not know it.
_waits = exists().where(
    _earlier.c.report_id == forwardings.c.report_id,
    _earlier.c.id < forwardings.c.id,
    ~_earlier.c.is_set_aside | ~reports.c.is_handed_over,
    ~_earlier.c.key.endswith(FILES, autoescape=True),
)


@dataclass(frozen=True, slots=True)
class Queue:
    """What goes to the backend of this name; or, where `but` names any, to all backends but those."""

    backend: str
    but: tuple[str, ...] = ()


async def is_anything_due(unit: Unit, queue: Queue, now: datetime) -> bool:
    """Whether there is something to claim: worth knowing before a unit that writes is begun."""
    return bool(await unit.connection.scalar(select(_due(queue, now).exists())))


async def claim(unit: Unit, queue: Queue, now: datetime, until: datetime, at_most: int) -> Sequence[DueForwarding]:
    """The next forwarding of each report, where it is due, the longest due first; nobody else gets it until `until`."""
    free = _due(queue, now).order_by(forwardings.c.due_at, forwardings.c.id).limit(at_most)
    claimed = (await unit.connection.execute(_locked(free))).all()
    await _make_due(unit, until, forwardings.c.id.in_([row.id for row in claimed]))
    return [_as_due(row) for row in claimed]


async def is_anything_untold(unit: Unit, queue: Queue, now: datetime, since: datetime) -> bool:
    """Whether `untold` has something, as `is_anything_due`."""
    return bool(await unit.connection.scalar(select(_untold(queue, now, since).exists())))


async def untold(unit: Unit, queue: Queue, now: datetime, since: datetime, at_most: int) -> Sequence[DueForwarding]:
    """What could be claimed, has waited since then or longer, and whose complainant does not know that it waits.

    Nobody else gets these until the unit ends.
    """
    some = _untold(queue, now, since).order_by(forwardings.c.due_at, forwardings.c.id).limit(at_most)
    return [_as_due(row) for row in await unit.connection.execute(_locked(some))]


async def release(unit: Unit, queue: Queue, now: datetime) -> None:
    """What another process claimed, or put off, is due now. Only for a database that is one process's alone."""
    await _make_due(unit, now, _in(queue) & ~forwardings.c.is_set_aside)


async def take_up_again(
    unit: Unit, queue: Queue, errors: Sequence[str], now: datetime, claimed_until: datetime
) -> None:
    """What was set aside or put off because of one of these errors is due now, but for what may be on its way."""
    these = _in(queue) & forwardings.c.last_error.in_(errors)
    await _make_due(unit, now, these & forwardings.c.is_set_aside)
    await _make_due(unit, now, these & ~forwardings.c.is_set_aside & (forwardings.c.due_at > claimed_until))


def _in(queue: Queue) -> ColumnElement[bool]:
    return forwardings.c.backend.not_in(queue.but) if queue.but else forwardings.c.backend == queue.backend


def _due(queue: Queue, now: datetime) -> Select[Any]:
    return (
        select(forwardings)
        .join(reports, reports.c.id == forwardings.c.report_id)
        .where(_in(queue), ~forwardings.c.is_set_aside, forwardings.c.due_at <= now, ~_waits)
    )


def _untold(queue: Queue, now: datetime, since: datetime) -> Select[Any]:
    return _due(queue, now).where(forwardings.c.created_at <= since, forwardings.c.told_at.is_(None))


def _locked(rows: Select[Any]) -> Select[Any]:
    return rows.with_for_update(of=forwardings, skip_locked=True)  # SQLite has one writer and ignores it


def _as_due(row: Row[Any]) -> DueForwarding:
    return DueForwarding(
        row.id, row.report_id, row.key, row.body, row.attempts, row.created_at, row.told_at is not None
    )


async def _make_due(unit: Unit, at: datetime, which: ColumnElement[bool]) -> None:
    await unit.connection.execute(update(forwardings).where(which).values(due_at=at, is_set_aside=False))
