"""Fetches taken on by one process for a while, so that no other does the same work at the same time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select, update

from conversations.messages import MediaKind
from storage.store import Unit
from storage.tables import attachments, fetches, village_lists


@dataclass(frozen=True, slots=True)
class DueFetch:
    """A file to be fetched; or, when it `is_lost`, a loss of which its person is to be told.

    `complainant_id` is None when that person is forgotten; `asked_at` is when the file was sent to us. One that
    `is_list` was sent by a volunteer as a village list.
    """

    id: str
    complainant_id: int | None
    channel: str
    source: str
    kind: MediaKind
    attempts: int
    asked_at: datetime
    is_lost: bool
    is_list: bool = False


async def is_anything_due(unit: Unit, channels: Collection[str], now: datetime) -> bool:
    """Whether there is something to claim: worth knowing before a unit that writes is begun."""
    return bool(await unit.connection.scalar(select(_due(channels, now).exists())))


async def claim(
    unit: Unit, channels: Collection[str], now: datetime, until: datetime, at_most: int
) -> Sequence[DueFetch]:
    """What has been due longest in these channels; nobody else is given it before `until`."""
    free = _due(channels, now).order_by(fetches.c.due_at, fetches.c.attachment_id).limit(at_most)
    locked = free.with_for_update(of=fetches, skip_locked=True)  # SQLite has one writer and ignores it
    claimed = [_due_fetch(row) for row in await unit.connection.execute(locked)]
    await _make_due(unit, until, fetches.c.attachment_id.in_([due.id for due in claimed]))
    return claimed


async def give_back(unit: Unit, ids: Collection[str], now: datetime) -> None:
    """What was claimed but not done is due now."""
    await _make_due(unit, now, fetches.c.attachment_id.in_(ids) & fetches.c.due_at.is_not(None))


async def release(unit: Unit, now: datetime) -> None:
    """What another process claimed, or put off, is due now. Only for a database that is one process's alone."""
    await _make_due(unit, now, fetches.c.due_at.is_not(None))


def _due(channels: Collection[str], now: datetime) -> Select[Any]:
    is_list = exists().where(village_lists.c.attachment_id == fetches.c.attachment_id).label("is_list")
    return (
        select(fetches, attachments.c.complainant_id, attachments.c.kind, attachments.c.created_at, is_list)
        .join(attachments, attachments.c.id == fetches.c.attachment_id)
        .where(fetches.c.channel.in_(channels), fetches.c.due_at <= now)
    )


async def _make_due(unit: Unit, at: datetime, which: Any) -> None:
    await unit.connection.execute(update(fetches).where(which).values(due_at=at))


def _due_fetch(row: Any) -> DueFetch:
    return DueFetch(
        id=row.attachment_id,
        complainant_id=row.complainant_id,
        channel=row.channel,
        source=row.source,
        kind=MediaKind(row.kind),
        attempts=row.attempts,
        asked_at=row.created_at,
        is_lost=row.lost_because != "",
        is_list=row.is_list,
    )
