"""What the web chat's page shows: everything that was said in a chat, in the order in which it was committed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, LargeBinary, Row, Select, String, delete, func, select, text
from sqlalchemy.sql.selectable import FromClause

from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import complainants, conversations, transcripts
from storage.types import Instant

CHANNEL = "webchat"
"""The channel that has transcripts: other messaging apps keep their own."""

# PostgreSQL hands out ids before the commit: without this lock a reader could see 11, and 10 only later
ONE_WRITER_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7408100)")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """`key` names the message within its chat; `body` is JSON that only the web chat reads."""

    address: str
    key: str
    is_own: bool
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A `NewEntry` that is kept. Ids grow in the order of commits and are never used again."""

    id: int
    address: str
    key: str
    is_own: bool
    body: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive entries of one chat, oldest first. `has_more` says whether there are others beyond its open end."""

    entries: tuple[Entry, ...]
    has_more: bool


async def append(unit: Unit, entries: Sequence[NewEntry]) -> list[Entry]:
    """The entries are at the end of their chats, in this order; one whose key is there already stays as it was."""
    if unit.is_postgres:
        await unit.connection.execute(ONE_WRITER_AT_A_TIME)
    rows = [(entry.address, entry.key, entry.is_own, entry.body, entry.at) for entry in entries]
    kept = {(row.address, row.key): _entry(row) for row in await _append.execute(unit, rows)}
    for entry in entries:
        if (entry.address, entry.key) not in kept:
            known = await find(unit, entry.address, entry.key)
            assert known is not None, "an entry is neither new nor known"
            kept[entry.address, entry.key] = known
    return [kept[entry.address, entry.key] for entry in entries]


async def find(unit: Unit, address: str, key: str) -> Entry | None:
    rows = await unit.connection.execute(_of(address).where(transcripts.c.key == key))
    row = rows.first()
    return None if row is None else _entry(row)


async def first_ids(unit: Unit, addresses: Sequence[str]) -> Mapping[str, int]:
    """The id of the oldest entry of each chat that has any: what a page shows from before it was deleted."""
    oldest = (
        select(transcripts.c.address, func.min(transcripts.c.id))
        .where(transcripts.c.address.in_(addresses))
        .group_by(transcripts.c.address)
    )
    return {row[0]: row[1] for row in await unit.connection.execute(oldest)}


async def after(unit: Unit, address: str, id: int, limit: int) -> Stretch:
    """The entries that follow `id`."""
    rows = await unit.connection.execute(
        _of(address).where(transcripts.c.id > id).order_by(transcripts.c.id).limit(limit + 1)
    )
    entries = [_entry(row) for row in rows]
    return Stretch(tuple(entries[:limit]), len(entries) > limit)


async def before(unit: Unit, address: str, id: int | None, limit: int) -> Stretch:
    """The last entries before `id`; without it, the last there are."""
    older = _of(address) if id is None else _of(address).where(transcripts.c.id < id)
    rows = await unit.connection.execute(older.order_by(transcripts.c.id.desc()).limit(limit + 1))
    entries = [_entry(row) for row in rows]
    return Stretch(tuple(reversed(entries[:limit])), len(entries) > limit)


async def language(unit: Unit, address: str) -> str:
    """The language in which the chat is held, "" before a conversation has begun."""
    spoken = select(complainants.c.language).join(conversations)
    known = spoken.where(complainants.c.channel == CHANNEL, complainants.c.address == address)
    return await unit.connection.scalar(known) or ""


async def forget(unit: Unit, address: str) -> None:
    """Nothing that was said in this chat is kept."""
    await unit.connection.execute(delete(transcripts).where(transcripts.c.address == address))


def _of(address: str) -> Select[Any]:
    return select(transcripts).where(transcripts.c.address == address)


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, row.address, row.key, row.is_own, row.body, row.at)


def _appending(given: FromClause, insert: Insert) -> Any:
    names = ["address", "key", "is_own", "body", "at"]
    new = insert(transcripts).from_select(names, select(*(given.c[name] for name in names)).order_by(given.c.place))
    return new.on_conflict_do_nothing().returning(transcripts)


_append = Bulk(_appending, address=String(), key=String(), is_own=Boolean(), body=LargeBinary(), at=Instant())
