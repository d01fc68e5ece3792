"""Which files are let through as village lists: of volunteers only, and of any type, so that each can be answered."""

from conversations.guards.village_list import ENDINGS
from conversations.messages import Chat
from conversations.profile import ANY_TYPE, FileLimits
from handlers.later import read_or_later
from handlers.list_files import MOST_BYTES
from storage import volunteers
from storage.store import Store

LIST_FILES = FileLimits(MOST_BYTES, 1, (ANY_TYPE,))


async def limits_for(store: Store, chat: Chat, file_name: str, limits: FileLimits) -> FileLimits:
    """What this file may be: `limits`, unless a volunteer sends a table. Raises `TryLater`."""
    if not file_name.casefold().endswith(ENDINGS):
        return limits
    async with read_or_later(store) as unit:
        volunteer = await volunteers.reachable(unit, chat)
    return LIST_FILES if volunteer and volunteer.may_file else limits
