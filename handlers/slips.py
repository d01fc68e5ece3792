"""Which slips a volunteer may have printed."""

from collections.abc import Sequence
from datetime import datetime

from conversations.messages import Chat
from handlers.errors import TryLater
from storage import handovers
from storage.errors import DatabaseAway, DatabaseRefused
from storage.handovers import Printed
from storage.store import Store


async def find_slips(store: Store, chat: Chat, receipts: Sequence[str], now: datetime) -> list[Printed]:
    """Those of reports that whoever is in this chat filed and still has, whose codes are good. Raises `TryLater`."""
    try:
        async with store.read() as unit:
            return await handovers.printed(unit, chat, receipts, now)
    except (DatabaseAway, DatabaseRefused):
        raise TryLater("database") from None
