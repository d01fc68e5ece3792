"""Notices that wait for their hour: the next morning, or that of the daily digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, and_, delete, exists, or_, select
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Outgoing
from storage.bodies import outgoing_as_json, readable_outgoing
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, complainants, held_notices
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class NewHeld:
    """`report_id` is None where it is about several reports, or none."""

    complainant_id: int
    report_id: int | None
    outgoing: Outgoing
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Held:
    """A notice, and when it was written; `outgoing` is None where it cannot be read any more.

    `report_id` is None where an older version held it.
    """

    id: int
    complainant_id: int
    report_id: int | None
    outgoing: Outgoing | None
    at: datetime


async def add(unit: Unit, notices: Sequence[NewHeld], now: datetime) -> None:
    rows = [(n.complainant_id, n.report_id, outgoing_as_json(n.outgoing), n.due_at) for n in notices]
    await _add.execute(unit, rows, now=now)


async def due(unit: Unit, now: datetime, limit: int) -> Sequence[int]:
    """Ids of people for whom the hour of a notice has come, the longest due first; of at most so many notices.

    Whoever cannot be reached is not among them: when they are back, all becomes one message.
    """
    is_due = select(held_notices.c.complainant_id).join(complainants).where(held_notices.c.due_at <= now)
    is_due = is_due.where(~complainants.c.is_blocked)
    rows = await unit.connection.scalars(is_due.order_by(held_notices.c.due_at).limit(limit))
    return list(dict.fromkeys(rows))


async def release(unit: Unit, complainant_ids: Sequence[int], now: datetime) -> list[Held]:
    """The notices of these people whose hour has come, in the order in which they were written: none is held any more.

    With each come those before it on the same report, whatever hour they were held for. Of two units at once, each
    notice is released in one.
    """
    return _held(await _release.execute(unit, [(id,) for id in complainant_ids], now=now))


async def take(unit: Unit, about: Sequence[tuple[int, int]]) -> list[Held]:
    """As `release`, all that is held for each of these people on a report (person's id, report's id)."""
    return _held(await _take.execute(unit, about))


def _held(rows: Any) -> list[Held]:
    found = (
        Held(row.id, row.complainant_id, row.report_id, readable_outgoing(row.body), row.created_at) for row in rows
    )
    return sorted(found, key=lambda each: each.id)


def taking(these: Any) -> Any:
    """Deletes the notices with these ids; in one order everywhere, so that two units do not wait for each other."""
    mine = held_notices.alias("mine")
    in_order = select(mine.c.id).where(mine.c.id.in_(these)).order_by(mine.c.id).with_for_update()
    return delete(held_notices).where(held_notices.c.id.in_(in_order))


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(held_notices), given, "complainant_id", "report_id", "body", "due_at", created_at=NOW)


def _releasing(given: FromClause, insert: Insert) -> Any:
    of, later = held_notices.alias("of"), held_notices.alias("later")
    is_before_it = and_(later.c.report_id == of.c.report_id, later.c.id > of.c.id)
    comes = exists().where(
        later.c.complainant_id == of.c.complainant_id, later.c.due_at <= NOW, or_(later.c.id == of.c.id, is_before_it)
    )
    these = select(of.c.id).where(of.c.complainant_id.in_(select(given.c.id)), comes)
    return taking(these).returning(*held_notices.c)


def _taking_about(given: FromClause, insert: Insert) -> Any:
    of = held_notices.alias("of")
    is_theirs = (of.c.complainant_id == given.c.complainant_id) & (of.c.report_id == given.c.report_id)
    return taking(select(of.c.id).join(given, is_theirs)).returning(*held_notices.c)


_add = Bulk(_adding, complainant_id=Id, report_id=Id, body=LargeBinary(), due_at=Instant())
_release = Bulk(_releasing, id=Id)
_take = Bulk(_taking_about, complainant_id=Id, report_id=Id)
