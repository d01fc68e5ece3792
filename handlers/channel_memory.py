"""What a messaging app's channel keeps over a restart."""

from handlers.errors import TryLater
from storage import channels
from storage.errors import DatabaseAway, DatabaseRefused
from storage.store import Store


class ChannelMemory:
    """All of it raises `TryLater` while the database is away."""

    def __init__(self, store: Store, channel: str) -> None:
        self._store = store
        self._channel = channel

    async def secret(self, fresh: str) -> str:
        """The one that was kept first, by whichever process; `fresh` if none was."""
        try:
            async with self._store.begin() as unit:
                return await channels.secret(unit, self._channel, fresh)
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None

    async def introduced(self) -> str:
        """What the last `note_introduction` was given, or empty."""
        try:
            async with self._store.read() as unit:
                return await channels.introduced(unit, self._channel)
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None

    async def note_introduction(self, said: str) -> None:
        """`said` has at most 64 characters."""
        try:
            async with self._store.begin() as unit:
                await channels.note_introduction(unit, self._channel, said)
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None
