"""The desk's queue: which cases wait, in what order, and how many there are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select

from conversations.status import Status
from storage.desk import Case, all_cases, as_listed_case
from storage.store import Unit
from storage.tables import desk_cases


class Tab(StrEnum):
    """A way to look at the queue."""

    NEWEST = "newest"  # all that is open, the last to come first
    LONGEST = "longest"  # what waits for the office, the longest first
    SOON = "soon"  # what waits for the office and must be done by the next working day, the first to end first
    OVERDUE = "overdue"  # what waits for the office beyond its limit, the latest first
    CLOSED = "closed"  # the last to be closed first


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases each tab has."""

    newest: int = 0
    longest: int = 0
    soon: int = 0
    overdue: int = 0
    closed: int = 0

    def of(self, tab: Tab) -> int:
        return int(getattr(self, tab.value))


_is_closed = desk_cases.c.status.in_([status.value for status in Status if status.is_final])


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is due before `now` is overdue; what is due until `soon`, soon."""

    now: datetime
    soon: datetime


async def count_cases(unit: Unit, horizon: Horizon) -> Counts:
    columns = [func.count().filter(_of(tab, horizon)).label(tab.value) for tab in Tab]
    row = (await unit.connection.execute(select(*columns).select_from(desk_cases))).one()
    return Counts(**row._mapping)


async def cases_in(unit: Unit, tab: Tab, horizon: Horizon, first: int, at_most: int) -> tuple[Case, ...]:
    """The cases of a tab, from the `first` (0 is the top one)."""
    return await _page(unit, _of(tab, horizon), _order(tab), first, at_most)


async def find_cases(unit: Unit, words: str, first: int, at_most: int) -> tuple[Case, ...]:
    """Open and closed cases whose receipt number, Tracking ID or title has the words, the last to come first."""
    return await _page(unit, _found(words), _order(Tab.NEWEST), first, at_most)


async def count_found(unit: Unit, words: str) -> int:
    return await unit.connection.scalar(select(func.count()).select_from(desk_cases).where(_found(words))) or 0


async def _page(
    unit: Unit, wanted: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], first: int, at_most: int
) -> tuple[Case, ...]:
    rows = all_cases().where(wanted).order_by(*order).offset(first).limit(at_most)
    return tuple(as_listed_case(row) for row in await unit.connection.execute(rows))


def _of(tab: Tab, horizon: Horizon) -> ColumnElement[bool]:
    waits = desk_cases.c.is_waiting.is_(True)
    match tab:
        case Tab.NEWEST:
            return not_(_is_closed)
        case Tab.LONGEST:
            return waits
        case Tab.SOON:
            return and_(waits, desk_cases.c.due_at >= horizon.now, desk_cases.c.due_at <= horizon.soon)
        case Tab.OVERDUE:
            return and_(waits, desk_cases.c.due_at < horizon.now)
        case Tab.CLOSED:
            return _is_closed


def _order(tab: Tab) -> tuple[ColumnElement[Any], ...]:
    match tab:
        case Tab.NEWEST:
            return desk_cases.c.received_at.desc(), desk_cases.c.id.desc()
        case Tab.CLOSED:
            return desk_cases.c.waiting_since.desc(), desk_cases.c.id.desc()
        case Tab.LONGEST:
            return desk_cases.c.waiting_since.asc(), desk_cases.c.id.asc()
        case Tab.SOON | Tab.OVERDUE:
            return desk_cases.c.due_at.asc(), desk_cases.c.id.asc()


def _found(words: str) -> ColumnElement[bool]:
    """Dashes of a receipt number and the # of a Tracking ID need not be written."""
    found = [desk_cases.c.title.icontains(words, autoescape=True)]
    if receipt := words.replace("-", "").replace(" ", ""):
        found.append(func.replace(desk_cases.c.receipt, "-", "").icontains(receipt, autoescape=True))
    if tracking_id := words.lstrip("#"):
        found.append(desk_cases.c.tracking_id.icontains(tracking_id, autoescape=True))
    return or_(*found)
