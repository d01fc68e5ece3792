"""Bytes in the object store that nobody's file are any more are removed."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import obstore
import structlog
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore

from handlers.errors import TryLater
from handlers.file_keeping import id_in
from handlers.later import begin_or_later, read_or_later
from storage import file_owners, stray_files, unwanted_files
from storage.store import Store

BATCH = 200
BETWEEN_LOOKS = timedelta(minutes=5)
BETWEEN_SWEEPS = timedelta(days=1)
# longer than any upload lasts: its object is there before its row
TOO_OLD_FOR_AN_UPLOAD = timedelta(days=1)
# so long a chat page may take to send what was uploaded for it
TOO_OLD_TO_BE_SENT = timedelta(days=1)

_HALF_WRITTEN = re.compile(r"#\d+$")

log = structlog.get_logger()


class FileRemoval:
    """Removes what was dropped soon after it was, and once a day what a crash has left."""

    def __init__(self, store: Store, objects: ObjectStore, now: Callable[[], datetime]) -> None:
        self._store = store
        self._objects = objects
        self._now = now
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Files were dropped: look now."""
        self._woken.set()

    async def run(self) -> None:
        sweep_at = self._now()
        while True:
            self._woken.clear()
            try:
                if is_time := self._now() >= sweep_at:
                    await drop_strays(self._store, self._now() - TOO_OLD_TO_BE_SENT)
                await remove_unwanted(self._store, self._objects)
                if is_time:
                    await sweep_orphans(self._store, self._objects, self._now() - TOO_OLD_FOR_AN_UPLOAD)
                    sweep_at = self._now() + BETWEEN_SWEEPS
            except TryLater as error:
                log.warning("files not removed yet", reason=str(error))
            await self._wait()

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(BETWEEN_LOOKS.total_seconds()):
                await self._woken.wait()


async def drop_strays(store: Store, older_than: datetime) -> None:
    """Files that came before `older_than` and are part of no report and of no draft are gone. Raises `TryLater`."""
    last = ""
    while True:
        async with begin_or_later(store) as unit:
            last = await stray_files.drop(unit, older_than, last, BATCH)
        if not last:
            return


async def remove_unwanted(store: Store, objects: ObjectStore) -> int:
    """The objects of all dropped files are gone; how many there were. Raises `TryLater`."""
    removed = 0
    while keys := await _some_unwanted(store):
        for key in keys:
            await _remove(objects, key)
        async with begin_or_later(store) as unit:
            await unwanted_files.remove(unit, keys)
        removed += len(keys)
    return removed


async def sweep_orphans(store: Store, objects: ObjectStore, older_than: datetime) -> int:
    """Objects written before `older_than` that belong to no file are gone; how many there were. Raises `TryLater`.

    So is what an upload that was killed had written until then.
    """
    removed = 0
    try:
        if isinstance(objects, LocalStore) and objects.prefix:
            removed += await asyncio.to_thread(_remove_half_written, Path(objects.prefix), older_than)
        async for found in obstore.list(objects, chunk_size=BATCH):
            old = {str(each["path"]) for each in found if each["last_modified"] < older_than}
            async with read_or_later(store) as unit:
                named = await file_owners.object_keys(unit, {id_in(key) for key in old})
            for key in old - named:
                await _remove(objects, key)
                removed += 1
    except (BaseError, OSError):
        raise TryLater("object store") from None
    return removed


def _remove_half_written(folder: Path, older_than: datetime) -> int:
    """A local store writes to `key#1` first, and does not list it."""
    half_written = [path for path in folder.rglob("*#*") if _HALF_WRITTEN.search(path.name) and path.is_file()]
    old = [path for path in half_written if path.stat().st_mtime < older_than.timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


async def _some_unwanted(store: Store) -> list[str]:
    async with read_or_later(store) as unit:
        return list(await unwanted_files.some(unit, BATCH))


async def _remove(objects: ObjectStore, key: str) -> None:
    try:
        await obstore.delete_async(objects, key)
    except FileNotFoundError:
        return
    except BaseError:
        raise TryLater("object store") from None
