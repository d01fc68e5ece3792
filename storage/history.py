"""What happened to a report: the backend's updates and the complainant's responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Row, Select, String, Text, select
from sqlalchemy.sql.selectable import FromClause

from conversations.profile import Level
from conversations.status import Event, ResponseKind, Status
from storage.bulk import Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, history
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class NewEvent:
    """`key` is the same whenever the same event comes again; `number` is an update's running number, else 0."""

    report_id: int
    key: str
    event: Event
    number: int = 0


async def add(unit: Unit, events: Sequence[NewEvent]) -> set[tuple[int, str]]:
    """Report id and key of those that were not there before; they are now."""
    new = await _add.execute(unit, [_values(event) for event in events])
    return {(row.report_id, row.key) for row in new}


async def of(unit: Unit, report_ids: Sequence[int]) -> Mapping[int, tuple[Event, ...]]:
    """The events of each of these reports, oldest first."""
    found: dict[int, list[Event]] = {id: [] for id in report_ids}
    for row in await _of.execute(unit, [(id,) for id in report_ids]):
        found[row.report_id].append(_event(row))
    return {id: tuple(events) for id, events in found.items()}


def _values(new: NewEvent) -> tuple[Any, ...]:
    event = new.event
    status, response, level = event.status or "", event.response or "", event.level or ""
    said = status, response, event.text, event.agency, level, event.own_word
    return new.report_id, new.key, new.number, event.at, *said


def _event(row: Row[Any]) -> Event:
    return Event(
        at=row.at,
        status=Status(row.status) if row.status else None,
        response=ResponseKind(row.response) if row.response else None,
        text=row.text,
        agency=row.agency,
        level=Level(row.level) if row.level else None,
        own_word=row.own_word,
    )


def _adding(given: FromClause, insert: Insert) -> Any:
    names = ("report_id", "key", "number", "at", "status", "response", "text", "agency", "level", "own_word")
    return filled(insert(history), given, *names).on_conflict_do_nothing().returning(history.c.report_id, history.c.key)


def _finding(given: FromClause, insert: Insert) -> Select[Any]:
    mine = history.c.report_id.in_(select(given.c.report_id))
    return select(history).where(mine).order_by(history.c.at, history.c.number, history.c.id)


_add = Bulk(
    _adding,
    report_id=Id,
    key=String(),
    number=Integer(),
    at=Instant(),
    status=String(),
    response=String(),
    text=Text(),
    agency=String(),
    level=String(),
    own_word=String(),
)
_of = Bulk(_finding, report_id=Id)
