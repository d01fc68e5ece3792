"""What was said in the web chat is noted before anything else is done with it, many messages in one transaction."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from handlers.errors import NotHandled, TryLater
from handlers.later import begin_or_later, read_or_later
from storage import transcripts
from storage.store import Store, Unit
from storage.transcripts import Entry, NewEntry, Stretch

BATCH = 200

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Noted:
    """An entry as it is kept. `first_id` is the chat's oldest one: whatever a page shows from before it is deleted."""

    entry: Entry
    first_id: int


@dataclass(frozen=True, slots=True)
class Remembered:
    """A stretch of a chat that is held in `language` ("" before a conversation has begun).

    `first_id` is the chat's oldest entry, 0 when it has none.
    """

    stretch: Stretch
    first_id: int
    language: str


class Transcript:
    """The web chat's transcripts."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: deque[tuple[NewEntry, asyncio.Future[Noted]]] = deque()
        self._writing: asyncio.Task[None] | None = None

    async def note(self, entry: NewEntry) -> Noted:
        """The entry is committed; one with a known key is as it was. Raises `TryLater` or `NotHandled`.

        All entries that come while others are being written go into one transaction.
        """
        noted: asyncio.Future[Noted] = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, noted))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_what_waits())
        return await noted

    async def find(self, address: str, key: str) -> Entry | None:
        """Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            return await transcripts.find(unit, address, key)

    async def after(self, address: str, id: int, limit: int) -> Remembered:
        """What follows `id`. Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            return await _remembered(unit, address, await transcripts.after(unit, address, id, limit))

    async def before(self, address: str, id: int | None, limit: int) -> Remembered:
        """The last entries before `id`, or of all. Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            return await _remembered(unit, address, await transcripts.before(unit, address, id, limit))

    async def language(self, address: str) -> str:
        """The language in which the chat is held, or "". Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            return await transcripts.language(unit, address)

    async def _write_what_waits(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            try:
                written = await self._write([entry for entry, _ in batch])
            except TryLater as error:
                _refuse(batch, error)
            except Exception as error:
                log.error("transcript not written", entries=len(batch), exc_info=error)
                _refuse(batch, NotHandled(type(error).__name__))
            else:
                for (_, noted), result in zip(batch, written, strict=True):
                    if not noted.done():
                        noted.set_result(result)

    async def _write(self, entries: list[NewEntry]) -> list[Noted]:
        addresses = list({entry.address for entry in entries})
        async with begin_or_later(self._store) as unit:
            kept = await transcripts.append(unit, entries)
            first = await transcripts.first_ids(unit, addresses)
        return [Noted(entry, first[entry.address]) for entry in kept]


def _refuse(batch: Sequence[tuple[NewEntry, asyncio.Future[Noted]]], error: Exception) -> None:
    for _, noted in batch:
        if not noted.done():
            noted.set_exception(error)


async def _remembered(unit: Unit, address: str, stretch: Stretch) -> Remembered:
    first = await transcripts.first_ids(unit, [address])
    return Remembered(stretch, first.get(address, 0), await transcripts.language(unit, address))
