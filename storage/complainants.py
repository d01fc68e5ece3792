"""Who writes to us: their chat, and what is known of the person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, exists, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.conversation import Person
from conversations.messages import Chat
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, complainants, conversations
from storage.types import Instant


async def add(unit: Unit, chats: Sequence[Chat], now: datetime) -> Mapping[Chat, int]:
    """The ids of those of the chats that were not known before; the others stay as they are."""
    # in one order everywhere, so that two units with the same newcomers do not wait for each other
    new = await _add.execute(unit, sorted((chat.channel, chat.address) for chat in chats), now=now)
    return {Chat(row.channel, row.address): row.id for row in new}


async def of_chat(unit: Unit, chat: Chat, now: datetime) -> int:
    """The id of whoever is in `chat`, or of the group that it is: known from now on."""
    added = await add(unit, [chat], now)
    if chat in added:
        return added[chat]
    found = await unit.connection.scalar(select(complainants.c.id).where(is_in(chat)))
    assert found is not None, "a complainant is neither new nor known"
    return int(found)


def is_in(chat: Chat) -> ColumnElement[bool]:
    """Of the rows of the complainants, that of whoever is in this chat."""
    return (complainants.c.channel == chat.channel) & (complainants.c.address == chat.address)


async def store_persons(unit: Unit, persons: Mapping[int, Person]) -> None:
    rows = [
        {
            "of": id,
            "name": person.name,
            "contact": person.contact,
            "language": person.language,
            "consented_at": person.consented_at,
        }
        for id, person in persons.items()
    ]
    await unit.connection.execute(_store_person, rows)


async def mark_blocked(unit: Unit, ids: Sequence[int], is_blocked: bool) -> None:
    """Messages to these people wait, or no longer wait."""
    await unit.connection.execute(_mark_blocked, [{"of": id, "is_blocked": is_blocked} for id in ids])


async def mark_unreachable(unit: Unit, tries: Mapping[int, datetime]) -> None:
    """Messages to these people wait; but not to those who have written since the try that failed, which began then."""
    rows = [{"of": id, "began": tries[id]} for id in sorted(tries)]
    await unit.connection.execute(_mark_unreachable, rows)


async def lock(unit: Unit, ids: Collection[int]) -> None:
    """Nobody else changes these people or their conversations until the unit ends; see `conversations.load`."""
    if unit.is_postgres:  # SQLite has one writer
        await _lock.execute(unit, [(id,) for id in ids])


def _adding(given: FromClause, insert: Insert) -> Any:
    new = filled(insert(complainants), given, "channel", "address", created_at=NOW)
    return new.on_conflict_do_nothing().returning(complainants.c.id, complainants.c.channel, complainants.c.address)


def _locking(given: FromClause, insert: Insert) -> Any:
    # in one order everywhere, so that two units with the same people do not wait for each other
    mine = select(complainants.c.id).where(complainants.c.id.in_(select(given.c.id))).order_by(complainants.c.id)
    return mine.with_for_update(of=complainants, key_share=True)


_add = Bulk(_adding, channel=String(), address=String())
_this = complainants.c.id == bindparam("of")
_store_person = (
    update(complainants)
    .where(_this)
    .values({name: bindparam(name) for name in ("name", "contact", "language", "consented_at")})
)
_mark_blocked = update(complainants).where(_this).values(is_blocked=bindparam("is_blocked"))
_has_written_since = exists().where(
    conversations.c.complainant_id == complainants.c.id,
    conversations.c.updated_at > bindparam("began", type_=Instant()),
)
_mark_unreachable = update(complainants).where(_this, ~_has_written_since).values(is_blocked=True)
_lock = Bulk(_locking, id=Id)
