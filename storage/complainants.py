"""Who writes to us: their chat, and what is known of the person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, bindparam, update
from sqlalchemy.sql.selectable import FromClause

from conversations.conversation import Person
from conversations.messages import Chat
from storage.bulk import NOW, Bulk, Insert, filled
from storage.store import Unit
from storage.tables import complainants


async def add(unit: Unit, chats: Sequence[Chat], now: datetime) -> Mapping[Chat, int]:
    """The ids of those of the chats that were not known before; the others stay as they are."""
    # in one order everywhere, so that two units with the same newcomers do not wait for each other
    new = await _add.execute(unit, sorted((chat.channel, chat.address) for chat in chats), now=now)
    return {Chat(row.channel, row.address): row.id for row in new}


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


def _adding(given: FromClause, insert: Insert) -> Any:
    new = filled(insert(complainants), given, "channel", "address", created_at=NOW)
    return new.on_conflict_do_nothing().returning(complainants.c.id, complainants.c.channel, complainants.c.address)


_add = Bulk(_adding, channel=String(), address=String())
_this = complainants.c.id == bindparam("of")
_store_person = (
    update(complainants)
    .where(_this)
    .values({name: bindparam(name) for name in ("name", "contact", "language", "consented_at")})
)
_mark_blocked = update(complainants).where(_this).values(is_blocked=bindparam("is_blocked"))
