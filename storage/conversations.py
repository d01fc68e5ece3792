"""Complainants with their conversations as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, Row, Select, String, func, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.conversation import Conversation, Person
from conversations.messages import Chat
from storage.bodies import conversation_as_json, conversation_from_json
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import Id, complainants, conversations, outbox
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who writes in `chat`, with their conversation.

    `last_message` is the id of the last message that still stood in the outbox for them, 0 for none.
    """

    id: int
    chat: Chat
    conversation: Conversation
    is_blocked: bool = False
    last_message: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A conversation after a turn, and when it is to be woken."""

    complainant_id: int
    conversation: Conversation
    wake_at: datetime | None


async def load(unit: Unit, chats: Sequence[Chat]) -> Mapping[Chat, Complainant]:
    """Those of the chats that are known; nobody else changes their conversations until the unit ends.

    A notice on a report that they follow may come meanwhile: many are written at once, and wait for nobody.
    Whoever also locks a report locks its complainant first.
    """
    keys = [(chat.channel, chat.address) for chat in chats]
    if unit.is_postgres:  # a query of its own: one that waits for a lock would go on with what it saw before it waited
        await _lock_chats.execute(unit, keys)
    rows = await _load_chats.execute(unit, keys)
    return {(known := _complainant(row)).chat: known for row in rows}


async def load_by_id(unit: Unit, ids: Sequence[int]) -> Mapping[int, Complainant]:
    """As `load`, by the complainants' ids."""
    keys = [(id,) for id in ids]
    if unit.is_postgres:
        await _lock_ids.execute(unit, keys)
    rows = await _load_ids.execute(unit, keys)
    return {row.id: _complainant(row) for row in rows}


async def store(unit: Unit, changes: Sequence[Change], now: datetime) -> None:
    """The conversations are as they are after these turns; the person is not among what is stored here."""
    rows = [
        (c.complainant_id, c.conversation.state.value, conversation_as_json(c.conversation), c.wake_at) for c in changes
    ]
    await _store.execute(unit, rows, now=now)


async def due(unit: Unit, now: datetime, limit: int) -> Sequence[int]:
    """Ids of complainants whose conversations are to be woken, the longest due first."""
    is_due = select(conversations.c.complainant_id).where(conversations.c.wake_at <= now)
    rows = await unit.connection.scalars(is_due.order_by(conversations.c.wake_at).limit(limit))
    return rows.all()


async def put_off(unit: Unit, complainant_id: int, wake_at: datetime) -> None:
    """The conversation is as it was, and is to be woken then."""
    this = conversations.c.complainant_id == complainant_id
    await unit.connection.execute(update(conversations).where(this).values(wake_at=wake_at))


def _complainant(row: Row[Any]) -> Complainant:
    person = Person(row.name, row.contact, row.language, row.consented_at)
    conversation = conversation_from_json(row.body, person) if row.body else Conversation(person=person)
    return Complainant(row.id, Chat(row.channel, row.address), conversation, row.is_blocked, row.last_message)


def _by_chat(given: FromClause) -> Any:
    return (complainants.c.channel == given.c.channel) & (complainants.c.address == given.c.address)


def _by_id(given: FromClause) -> Any:
    return complainants.c.id == given.c.id


def _locking(match: Any) -> Any:
    def build(given: FromClause, insert: Insert) -> Select[Any]:
        mine = select(complainants.c.id).join(given, match(given)).order_by(complainants.c.id)
        return mine.with_for_update(of=complainants, key_share=True)

    return build


def _loading(match: Any) -> Any:
    last_message = select(func.coalesce(func.max(outbox.c.id), 0)).where(outbox.c.complainant_id == complainants.c.id)

    def build(given: FromClause, insert: Insert) -> Select[Any]:
        return (
            select(complainants, conversations.c.body, last_message.scalar_subquery().label("last_message"))
            .select_from(given)
            .join(complainants, match(given))
            .outerjoin(conversations, conversations.c.complainant_id == complainants.c.id)
        )

    return build


def _storing(given: FromClause, insert: Insert) -> Any:
    new = filled(insert(conversations), given, "complainant_id", "state", "body", "wake_at", updated_at=NOW)
    changed = {name: new.excluded[name] for name in ("state", "body", "wake_at", "updated_at")}
    return new.on_conflict_do_update(index_elements=["complainant_id"], set_=changed)


_lock_chats = Bulk(_locking(_by_chat), channel=String(), address=String())
_load_chats = Bulk(_loading(_by_chat), channel=String(), address=String())
_lock_ids = Bulk(_locking(_by_id), id=Id)
_load_ids = Bulk(_loading(_by_id), id=Id)
_store = Bulk(_storing, complainant_id=Id, state=String(), body=LargeBinary(), wake_at=Instant())
