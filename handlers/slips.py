"""Which slips a volunteer may have printed."""

from collections.abc import Sequence
from datetime import datetime

from conversations.messages import Chat
from handlers.later import read_or_later
from storage import handovers
from storage.handovers import Printed
from storage.store import Store


async def find_slips(store: Store, chat: Chat, receipts: Sequence[str], now: datetime) -> list[Printed]:
    """Those of reports that whoever is in this chat filed and still has, whose codes are good. Raises `TryLater`."""
    async with read_or_later(store) as unit:
        return await handovers.printed(unit, chat, receipts, now)
