"""What a messaging app's channel keeps over a restart."""

from handlers.later import begin_or_later, read_or_later
from storage import channels
from storage.store import Store


class ChannelMemory:
    """All of it raises `TryLater` while the database is away."""

    def __init__(self, store: Store, channel: str) -> None:
        self._store = store
        self._channel = channel

    async def secret(self, fresh: str) -> str:
        """The one that was kept first, by whichever process; `fresh` if none was."""
        async with begin_or_later(self._store) as unit:
            return await channels.secret(unit, self._channel, fresh)

    async def introduced(self) -> str:
        """What the last `note_introduction` was given, or empty."""
        async with read_or_later(self._store) as unit:
            return await channels.introduced(unit, self._channel)

    async def note_introduction(self, said: str) -> None:
        """`said` has at most 64 characters."""
        async with begin_or_later(self._store) as unit:
            await channels.note_introduction(unit, self._channel, said)
