"""Files that people send: kept as they came, shown as a cleaned copy.

The object is written first and its row after it, so that a row always has its object. What a crash leaves between the
two is an orphan that `sweep_orphans` finds.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import Chat, Media, MediaKind, Refusal, RefusedMedia
from conversations.profile import FileLimits
from handlers.errors import TryLater
from handlers.file_types import TypeReader, kind_of
from storage import attachments, file_owners
from storage.attachments import StoredFile
from storage.errors import DatabaseAway, DatabaseRefused
from storage.store import Store

if TYPE_CHECKING:
    from obstore import GetOptions

SHOWN = ".shown"
SHOWN_TYPE = "image/jpeg"
SHOWN_SUFFIX = ".jpg"
STREAM_BYTES = 256 * 1024
# one at a time: a decoded picture takes up to a quarter of a gigabyte
_darkroom = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")


class _Refused(Exception):
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


async def keep(
    store: Store,
    objects: ObjectStore,
    limits: FileLimits,
    chat: Chat,
    content: AsyncIterator[bytes],
    file_name: str,
    caption: str,
    kind_hint: MediaKind | None,
    now: datetime,
) -> Media | RefusedMedia:
    """The file is kept, and is the complainant's in `chat`; of a refused one nothing is kept.

    `content` is read piece by piece, and no further than the limits allow. Its type is told by what is in it;
    `kind_hint` only says whether a container that can hold sound or film is a voice note. Raises `TryLater`.
    """
    id = uuid4().hex
    reading = _Reading(content, limits, kind_hint)
    try:
        await obstore.put_async(objects, _key(id), reading.pieces(), max_concurrency=2)
    except _Refused as refused:
        return RefusedMedia(refused.reason, caption, file_name)
    except BaseError:
        raise TryLater("object store") from None
    kind = kind_of(reading.media_type)
    file = StoredFile(
        id=id,
        kind=kind,
        media_type=reading.media_type,
        size=reading.size,
        sha256=reading.digest.hexdigest(),
        object_key=_key(id),
        shown_key=await _keep_cleaned(objects, id) if kind is MediaKind.PHOTO else "",
        file_name=file_name,
        caption=caption,
    )
    await _add(store, chat, file, now)
    return Media(id, kind, caption, file_name)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file to be shown: `size` is that of all of it, `content` are the bytes in `part`."""

    file_name: str
    media_type: str
    size: int
    part: range
    content: AsyncIterator[bytes]


async def find_file(store: Store, id: str) -> StoredFile | None:
    """Raises `TryLater`."""
    try:
        async with store.read() as unit:
            return await attachments.find(unit, id)
    except (DatabaseAway, DatabaseRefused):
        raise TryLater("database") from None


async def find_own(store: Store, chat: Chat, id: str) -> StoredFile | None:
    """The file, if it came from `chat`. Raises `TryLater`."""
    try:
        async with store.read() as unit:
            return await file_owners.find_owned(unit, chat, id)
    except (DatabaseAway, DatabaseRefused):
        raise TryLater("database") from None


async def open_original(objects: ObjectStore, file: StoredFile, part: range | None = None) -> OpenedFile | None:
    """The file as it came, or those of its bytes that are in `part`; None when its object is gone.

    Raises `TryLater`.
    """
    return await _open(objects, file.object_key, file.file_name, file.media_type, part)


async def open_shown(objects: ObjectStore, file: StoredFile) -> OpenedFile | None:
    """The cleaned copy of a picture; None when the file is none, or one that cannot be read. Raises `TryLater`."""
    if not file.shown_key:
        return None
    name = f"{PurePath(file.file_name).stem}{SHOWN_SUFFIX}" if file.file_name else ""
    return await _open(objects, file.shown_key, name, SHOWN_TYPE)


async def _open(
    objects: ObjectStore, key: str, file_name: str, media_type: str, part: range | None = None
) -> OpenedFile | None:
    asked: GetOptions = {"range": (part.start, part.stop)} if part else {}
    try:
        found = await obstore.get_async(objects, key, options=asked)
    except FileNotFoundError:
        return None
    except BaseError:
        raise TryLater("object store") from None
    return OpenedFile(file_name, media_type, found.meta["size"], range(*found.range), found.stream(STREAM_BYTES))


async def _add(store: Store, chat: Chat, file: StoredFile, now: datetime) -> None:
    try:
        async with store.begin() as unit:
            await attachments.add(unit, await file_owners.owner(unit, chat, now), file, now)
    except (DatabaseAway, DatabaseRefused):
        raise TryLater("database") from None


class _Reading:
    """A file while it is being read: what is known of it grows with each piece."""

    def __init__(self, content: AsyncIterator[bytes], limits: FileLimits, kind_hint: MediaKind | None) -> None:
        self._content = content
        self._limits = limits
        self._type = TypeReader(kind_hint)
        self.size = 0
        self.digest = hashlib.sha256()
        self.media_type = ""

    async def pieces(self) -> AsyncIterator[bytes]:
        """Raises `_Refused` as soon as it is clear that the file will not be taken."""
        async for piece in self._content:
            self.size += len(piece)
            if self.size > self._limits.max_bytes:
                raise _Refused(Refusal.TOO_LARGE)
            self.digest.update(piece)
            self._type.feed(piece)
            if self._type.is_told_early:
                self._check_type(self._type.media_type())
            yield piece
        if not self.size:
            raise _Refused(Refusal.EMPTY)
        self._check_type(self._type.finish())

    def _check_type(self, media_type: str) -> None:
        if media_type not in self._limits.media_types:
            raise _Refused(Refusal.WRONG_TYPE)
        self.media_type = media_type


async def _keep_cleaned(objects: ObjectStore, id: str) -> str:
    """The key of the picture's cleaned copy; "" when it cannot be read as a picture: then only the original is kept."""
    copy = await asyncio.get_running_loop().run_in_executor(_darkroom, _clean, objects, id)
    if copy is None:
        return ""
    try:
        await obstore.put_async(objects, _key(id) + SHOWN, copy)
    except BaseError:
        raise TryLater("object store") from None
    return _key(id) + SHOWN


def _clean(objects: ObjectStore, id: str) -> bytes | None:
    from handlers.pictures import cleaned  # the readers of all those formats would be felt at every start

    return cleaned(bytes(obstore.get(objects, _key(id)).bytes()))


def _key(id: str) -> str:
    return f"{id[:2]}/{id}"
