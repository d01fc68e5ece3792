"""Messages that a person fetches, instead of being sent them: the terminal is open only while they sit at it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.messages import Chat
from handlers.unreadable import set_aside
from storage import outbox
from storage.outbox import DueMessage
from storage.store import Store

MOST = 1_000


class Pickup:
    def __init__(self, store: Store, chat: Chat, now: Callable[[], datetime]) -> None:
        self._store = store
        self._chat = chat
        self._now = now

    async def waiting(self) -> Sequence[DueMessage]:
        """What waits for this chat, in order. Raises `DatabaseAway`."""
        async with self._store.read() as unit:
            found = await outbox.find_for(unit, self._chat, self._now(), MOST)
        if found.unreadable:
            async with self._store.begin() as unit:
                await set_aside(unit, found.unreadable)
        return found.messages

    async def fetched(self, messages: Sequence[DueMessage]) -> None:
        """The person has these: they wait no longer. Raises `DatabaseAway`."""
        async with self._store.begin() as unit:
            await outbox.remove(unit, [message.id for message in messages])
