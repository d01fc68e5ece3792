"""Updates that could not be handled, as they came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from conversations.messages import Chat
from storage.bulk import insert_of
from storage.store import Unit
from storage.tables import quarantine


@dataclass(frozen=True, slots=True)
class Poison:
    """An update that could not be handled. `key` is the same whenever it comes again.

    `kind` is the messaging app's word for what it is, `address` the chat's or empty, `error` a class of error. Only
    `raw` holds what a person may have written.
    """

    channel: str
    key: str
    kind: str
    address: str
    error: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Quarantined:
    id: int
    at: datetime
    poison: Poison


async def add(unit: Unit, poison: Poison, now: datetime) -> bool:
    """It is kept; False when it was already."""
    values = {
        "channel": poison.channel,
        "key": poison.key,
        "kind": poison.kind,
        "address": poison.address,
        "error": poison.error,
        "raw": poison.raw,
        "at": now,
    }
    new = insert_of(unit.is_postgres)(quarantine).values(values).on_conflict_do_nothing()
    added = await unit.connection.execute(new.returning(quarantine.c.id))
    return added.first() is not None


async def listed(unit: Unit, ids: Sequence[int] = ()) -> list[Quarantined]:
    """Those with these ids, or all of them, in the order in which they came."""
    these = select(quarantine).order_by(quarantine.c.id)
    rows = await unit.connection.execute(these.where(quarantine.c.id.in_(ids)) if ids else these)
    return [_quarantined(row) for row in rows]


async def remove(unit: Unit, ids: Sequence[int]) -> None:
    await unit.connection.execute(delete(quarantine).where(quarantine.c.id.in_(ids)))


async def forget(unit: Unit, before: datetime) -> None:
    """Those that came before this moment are gone."""
    await unit.connection.execute(delete(quarantine).where(quarantine.c.at < before))


async def forget_chat(unit: Unit, chat: Chat) -> None:
    """Those of this chat are gone."""
    this = (quarantine.c.channel == chat.channel) & (quarantine.c.address == chat.address)
    await unit.connection.execute(delete(quarantine).where(this))


def _quarantined(row: Row[Any]) -> Quarantined:
    poison = Poison(row.channel, row.key, row.kind, row.address, row.error, row.raw)
    return Quarantined(row.id, row.at, poison)
