"""Whose a file is."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select

from conversations.messages import Chat
from storage import complainants as people
from storage.attachments import StoredFile, find
from storage.store import Unit
from storage.tables import attachments, complainants


async def owner(unit: Unit, chat: Chat, now: datetime) -> int:
    """The id of the complainant in `chat`, who is known from now on."""
    added = await people.add(unit, [chat], now)
    if chat in added:
        return added[chat]
    known = select(complainants.c.id).where(complainants.c.channel == chat.channel)
    found = await unit.connection.scalar(known.where(complainants.c.address == chat.address))
    assert found is not None, "a complainant is neither new nor known"
    return int(found)


async def find_owned(unit: Unit, chat: Chat, id: str) -> StoredFile | None:
    """The file, if it came from `chat`."""
    is_owned = exists().where(
        attachments.c.id == id,
        attachments.c.complainant_id == complainants.c.id,
        complainants.c.channel == chat.channel,
        complainants.c.address == chat.address,
    )
    return await find(unit, id) if await unit.connection.scalar(select(is_owned)) else None


async def object_keys(unit: Unit, ids: Collection[str]) -> set[str]:
    """The keys under which the bytes of these files are, their cleaned copies among them."""
    keys = select(attachments.c.object_key, attachments.c.shown_key).where(attachments.c.id.in_(ids))
    return {key for row in await unit.connection.execute(keys) for key in row if key}
