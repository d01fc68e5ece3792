"""Files that a messaging app has are fetched, checked and kept; of those that never will be, their people are told.

A file that breaks off is gone on with where it did, as long as that brings something. What is left of a try that was
given up, or that another process made too, is swept up as orphans are: each try has a place of its own.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from obstore.store import ObjectStore

from conversations.catalogue import Catalogue
from conversations.messages import Refusal
from handlers.attachments import stored_file
from handlers.errors import FileRefused, Misconfigured, TryLater
from handlers.faults import fault_of
from handlers.file_keeping import KeptBytes, keep_bytes, key_of
from handlers.finishing import finished
from handlers.incoming import Wakeable
from handlers.list_limits import LIST_FILES
from handlers.losses import tell_of_losses
from handlers.ports import FileSource
from handlers.read_apart import read_apart
from handlers.retry import retry_decision
from storage import fetch_claims, fetches
from storage.errors import DatabaseAway, DatabaseRefused
from storage.fetch_claims import DueFetch
from storage.store import Store

AT_ONCE = 4
"""Files under way at the same time: each takes up to ten megabytes of memory on its way into the object store."""
LONGEST_FETCH = timedelta(minutes=5)
CLAIM_LASTS = timedelta(minutes=6)
"""Longer than a fetch may last: a claim that ends belongs to a process that died."""
LOOK_EVERY_SECONDS = 1.0
GIVE_UP_AFTER = timedelta(days=3)
TELL_AFTER = timedelta(seconds=2)
"""So that one message tells of all the files of a set that cannot be had."""

log = structlog.get_logger()


class Fetching:
    """Fetches through the `sources` that this process has, by channel; files of other channels wait for another."""

    def __init__(
        self,
        store: Store,
        objects: ObjectStore,
        sources: Mapping[str, FileSource],
        catalogue: Catalogue,
        delivery: Wakeable,
        file_removal: Wakeable,
        now: Callable[[], datetime],
        jitter: Callable[[], float],
    ) -> None:
        """`jitter` gives random numbers from 0 to 1."""
        self._store = store
        self._objects = objects
        self._sources = sources
        self._catalogue = catalogue
        self._delivery = delivery
        self._file_removal = file_removal
        self._now = now
        self._jitter = jitter
        self._woken = asyncio.Event()
        self._under_way: dict[asyncio.Task[None], DueFetch] = {}

    def wake(self) -> None:
        """There is something to fetch: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Fetches until it is cancelled; what is under way then is given back, to be fetched anew."""
        if not self._sources:
            await asyncio.Event().wait()
        if not self._store.is_postgres:
            async with self._store.begin() as unit:  # whoever claimed something before is gone
                await fetch_claims.release(unit, self._now())
        try:
            while True:
                self._woken.clear()
                await finished(self._begin_due())
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_SECONDS):
                        await self._woken.wait()
        finally:
            await finished(self._give_back())

    async def _begin_due(self) -> None:
        try:
            for due in await self._claim(AT_ONCE - len(self._under_way)):
                task = asyncio.create_task(self._work(due))
                self._under_way[task] = due
                task.add_done_callback(self._end)
        except (DatabaseAway, DatabaseRefused) as error:
            log.warning("fetching files waits for the database", error=str(error))

    async def _claim(self, at_most: int) -> Sequence[DueFetch]:
        if at_most <= 0:
            return ()
        now = self._now()
        async with self._store.read() as unit:
            if not await fetch_claims.is_anything_due(unit, list(self._sources), now):
                return ()
        async with self._store.begin() as unit:
            return await fetch_claims.claim(unit, list(self._sources), now, now + CLAIM_LASTS, at_most)

    def _end(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self.wake()

    async def _give_back(self) -> None:
        under_way = dict(self._under_way)
        for task in under_way:
            task.cancel()
        if under_way:
            await asyncio.wait(under_way)
            with suppress(DatabaseAway, DatabaseRefused):
                async with self._store.begin() as unit:
                    await fetch_claims.give_back(unit, [due.id for due in under_way.values()], self._now())

    async def _work(self, due: DueFetch) -> None:
        try:
            if not due.is_lost:
                await self._fetch(due)
            elif due.complainant_id is not None:  # else there is nobody to tell
                await finished(self._tell(due.complainant_id))
        except (DatabaseAway, DatabaseRefused) as error:
            log.warning("a file waits for the database", file=due.id, error=str(error))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other files must not wait for it
            fault = fault_of(error)
            log.error("a lost file was not told of", file=due.id, error=fault.error, at=fault.at)

    async def _fetch(self, due: DueFetch) -> None:
        try:
            kept = await self._keep(due)
        except FileRefused as refused:
            await finished(self._lose(due, refused.reason))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the file is tried again
            if not _is_ending():  # a download cut by the end may fail in any way: it is given back instead
                await finished(self._put_off(due, error))
        else:
            await finished(self._complete(due, kept))

    async def _keep(self, due: DueFetch) -> KeptBytes:
        key = key_of(due.id, uuid4().hex)
        limits = LIST_FILES if due.is_list else self._catalogue.profile.files
        async with (
            asyncio.timeout(LONGEST_FETCH.total_seconds()),
            read_apart(_gone_on_with(self._sources[due.channel], due.source)) as content,
        ):
            return await keep_bytes(self._objects, limits, key, content, due.kind)

    async def _complete(self, due: DueFetch, kept: KeptBytes) -> None:
        async with self._store.begin() as unit:
            is_wanted = await fetches.complete(unit, stored_file(due.id, kept))
        if not is_wanted:
            self._file_removal.wake()

    async def _lose(self, due: DueFetch, reason: Refusal) -> None:
        log.info("a file cannot be had", file=due.id, channel=due.channel, reason=reason)
        async with self._store.begin() as unit:
            await fetches.lose(unit, due.id, reason, self._now() + TELL_AFTER)

    async def _put_off(self, due: DueFetch, error: Exception) -> None:
        now, attempts = self._now(), due.attempts + 1
        about = log.bind(file=due.id, channel=due.channel, attempts=attempts, error=type(error).__name__)
        is_ours = isinstance(error, Misconfigured)
        if now - due.asked_at >= GIVE_UP_AFTER and not is_ours:
            return await self._lose(due, Refusal.GONE)
        if isinstance(error, TryLater | TimeoutError):
            about.warning("a file is fetched later")
        else:
            about.error("a file could not be fetched", at=fault_of(error).at)
        after = error.after if isinstance(error, TryLater) else None
        due_at = retry_decision(attempts, after, now, self._jitter())
        async with self._store.begin() as unit:
            await fetches.put_off(unit, due.id, attempts, due_at, type(error).__name__)
        return None

    async def _tell(self, complainant_id: int) -> None:
        async with self._store.begin() as unit:
            await tell_of_losses(unit, complainant_id, self._catalogue, self._now())
        self._delivery.wake()


def _is_ending() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _gone_on_with(source: FileSource, name: str) -> AsyncIterator[bytes]:
    """The whole file, also when it breaks off on the way. Raises `TryLater` once a try brings nothing more."""
    fetched = 0
    while True:
        start = fetched
        try:
            async for piece in source.fetch(name, start):
                fetched += len(piece)
                yield piece
        except TryLater:
            if fetched == start:
                raise
        else:
            return
