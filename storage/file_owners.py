"""Whose a file is."""

from collections.abc import Collection

from sqlalchemy import exists, select

from conversations.messages import Chat
from storage.attachments import StoredFile, find
from storage.complainants import is_in
from storage.store import Unit
from storage.tables import attachments, complainants


async def find_owned(unit: Unit, chat: Chat, id: str) -> StoredFile | None:
    """The file, if it came from `chat`."""
    is_owned = exists().where(attachments.c.id == id, attachments.c.complainant_id == complainants.c.id, is_in(chat))
    return await find(unit, id) if await unit.connection.scalar(select(is_owned)) else None


async def object_keys(unit: Unit, ids: Collection[str]) -> set[str]:
    """The keys under which the bytes of these files are, their cleaned copies among them."""
    keys = select(attachments.c.object_key, attachments.c.shown_key).where(attachments.c.id.in_(ids))
    return {key for row in await unit.connection.execute(keys) for key in row if key}
