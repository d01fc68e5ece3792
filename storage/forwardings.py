"""Reports and responses on their way to their routing backends, in order for each report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, bindparam, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, forwardings

LONGEST_REASON = 200
FILES = "-files"
"""Ends the key of what brings files later: nothing waits for it."""


@dataclass(frozen=True, slots=True)
class NewForwarding:
    """`key` is the same for a repeat; `backend` is the name of the one it goes to; `body` the forwarding as JSON."""

    report_id: int
    key: str
    backend: str
    body: bytes


@dataclass(frozen=True, slots=True)
class DueForwarding:
    """`is_told`: the complainant knows that it is not there yet."""

    id: int
    report_id: int
    key: str
    body: bytes
    attempts: int
    created_at: datetime
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that failed. `error` is a class of error, `reason` what the backend gave as one: never a person's words.

    It is tried again at `due_at`; where that is None it is set aside, and stays to be looked at.
    """

    id: int
    attempts: int
    due_at: datetime | None
    error: str
    reason: str = ""


async def add(unit: Unit, new: Sequence[NewForwarding], now: datetime) -> None:
    """These are due at once, in this order."""
    await _add.execute(unit, [(f.report_id, f.key, f.backend, f.body) for f in new], now=now)


async def body_of(unit: Unit, key: str) -> bytes | None:
    """None for one that has arrived. A report's own forwarding has its receipt number as the key."""
    return await unit.connection.scalar(select(forwardings.c.body).where(forwardings.c.key == key))


async def store_body(unit: Unit, key: str, body: bytes) -> None:
    """So it is sent from now on."""
    await unit.connection.execute(update(forwardings).where(forwardings.c.key == key).values(body=body))


async def remove(unit: Unit, ids: Collection[int]) -> None:
    await _remove.execute(unit, [(id,) for id in ids])


async def note_failures(unit: Unit, failures: Sequence[Failure]) -> None:
    """These are put off or set aside."""
    if put_off := [_values(each) | {"new_due_at": each.due_at} for each in failures if each.due_at]:
        await unit.connection.execute(_put_off, put_off)
    if set_aside := [_values(each) for each in failures if each.due_at is None]:
        await unit.connection.execute(_set_aside, set_aside)


async def note_told(unit: Unit, ids: Collection[int], now: datetime) -> None:
    """The complainants know that these are not there yet."""
    await _note_told.execute(unit, [(id,) for id in ids], now=now)


def _values(failure: Failure) -> dict[str, Any]:
    return {
        "of": failure.id,
        "new_attempts": failure.attempts,
        "error": failure.error,
        "new_reason": failure.reason[:LONGEST_REASON],
    }


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(forwardings), given, "report_id", "key", "backend", "body", created_at=NOW, due_at=NOW)


def _removing(given: FromClause, insert: Insert) -> Any:
    return delete(forwardings).where(forwardings.c.id.in_(select(given.c.id)))


def _noting_told(given: FromClause, insert: Insert) -> Any:
    return update(forwardings).where(forwardings.c.id.in_(select(given.c.id))).values(told_at=NOW)


_add = Bulk(_adding, report_id=Id, key=String(), backend=String(), body=LargeBinary())
_remove = Bulk(_removing, id=Id)
_note_told = Bulk(_noting_told, id=Id)
_failed = (
    update(forwardings)
    .where(forwardings.c.id == bindparam("of"))
    .values(attempts=bindparam("new_attempts"), last_error=bindparam("error"), reason=bindparam("new_reason"))
)
_put_off = _failed.values(due_at=bindparam("new_due_at"))
_set_aside = _failed.values(is_set_aside=True)
