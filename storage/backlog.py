"""What has not reached its routing backend: how much there is, and what was tried in vain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select, update

from storage.store import Unit
from storage.tables import forwardings, reports

PUT_OFF_LAST = 64
"""More than are under way to one backend at a time: those stand before it, by the end of their claims."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many forwardings one backend has yet to get, and how many of its were set aside.

    `stopped_by` is what must be mended before it gets any more, None where nothing is.
    """

    backend: str
    waiting: int
    set_aside: int
    stopped_by: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A forwarding that was tried in vain. `next_try_at` is None for one that is set aside.

    `body` is what a person said; nothing else of it is.
    """

    id: int
    report_id: int
    receipt: str
    is_report: bool
    backend: str
    since: datetime
    attempts: int
    next_try_at: datetime | None
    error: str
    reason: str
    body: bytes


async def count(unit: Unit, stops: str) -> list[Count]:
    """By the backends' names; those that have nothing to get are not among them. `stops` is the error that holds it."""
    row = forwardings.c
    rows = select(row.backend, row.is_set_aside, func.count()).group_by(row.backend, row.is_set_aside)
    numbers = {(backend, aside): number for backend, aside, number in await unit.connection.execute(rows)}
    names = sorted({backend for backend, _ in numbers})
    return [
        Count(name, numbers.get((name, False), 0), numbers.get((name, True), 0), await _stopped_by(unit, name, stops))
        for name in names
    ]


async def _stopped_by(unit: Unit, backend: str, stops: str) -> str | None:
    """The reason of such an error among what was put off last: a queue that is held has put off that for longest."""
    row = forwardings.c
    theirs = select(row.last_error, row.reason).where(~row.is_set_aside, row.backend == backend)
    for error, reason in await unit.connection.execute(theirs.order_by(row.due_at.desc()).limit(PUT_OFF_LAST)):
        if error == stops:
            return str(reason)
    return None


async def failed(unit: Unit, ids: Sequence[int], at_most: int) -> list[Failed]:
    """Those with these ids, or all: what is set aside first, then the oldest first."""
    these = _failed().where(forwardings.c.id.in_(ids)) if ids else _failed()
    rows = these.order_by(forwardings.c.id).limit(at_most)
    # one query for each: sorted together, a million rows would take seconds
    aside = (await unit.connection.execute(rows.where(forwardings.c.is_set_aside))).all()
    tried = (await unit.connection.execute(rows.where(forwardings.c.attempts > 0))).all()
    found = [*aside, *(row for row in tried if not row.is_set_aside)]
    return [_as_failed(row) for row in found[:at_most]]


async def in_vain(unit: Unit, id: int, now: datetime, claimed_until: datetime) -> Failed | None:
    """The forwarding, if it was tried in vain; nobody else changes it until the unit ends.

    Not one that may be on its way: it is claimed until then at most.
    """
    row = forwardings.c
    is_at_rest = row.is_set_aside | ((row.attempts > 0) & ((row.due_at <= now) | (row.due_at > claimed_until)))
    this = _failed().where(row.id == id, is_at_rest).with_for_update(of=forwardings)
    found = (await unit.connection.execute(this)).first()
    return _as_failed(found) if found else None


async def retry(unit: Unit, ids: Collection[int], now: datetime, claimed_until: datetime) -> None:
    """These are due now, but for those that may be on their way: they are claimed until then at most."""
    these = update(forwardings).where(forwardings.c.id.in_(ids), _is_idle(claimed_until))
    await unit.connection.execute(these.values(due_at=now, is_set_aside=False))


async def ids_of(unit: Unit, report_id: int) -> list[int]:
    """All forwardings of the report that have not arrived."""
    rows = select(forwardings.c.id).where(forwardings.c.report_id == report_id)
    return list(await unit.connection.scalars(rows))


def _is_idle(claimed_until: datetime) -> ColumnElement[bool]:
    return forwardings.c.is_set_aside | (forwardings.c.due_at > claimed_until)


def _failed() -> Select[Any]:
    return select(forwardings, reports.c.receipt).join(reports)


def _as_failed(row: Row[Any]) -> Failed:
    return Failed(
        id=row.id,
        report_id=row.report_id,
        receipt=row.receipt,
        is_report=row.key == row.receipt,  # a response has a key of its own
        backend=row.backend,
        since=row.created_at,
        attempts=row.attempts,
        next_try_at=None if row.is_set_aside else row.due_at,
        error=row.last_error,
        reason=row.reason,
        body=row.body,
    )
