"""The bytes of a file go into the object store, as they came and, where they are a picture, as a cleaned copy too."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import MediaKind, Refusal
from conversations.profile import FileLimits
from handlers.errors import FileRefused, TryLater
from handlers.file_types import TypeReader, kind_of

SHOWN = ".shown"
# one at a time: a decoded picture takes up to a quarter of a gigabyte
_darkroom = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pictures")


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """`size` in bytes, `sha256` in hex. `shown_key` is the cleaned copy of a picture that could be read as one."""

    kind: MediaKind
    media_type: str
    size: int
    sha256: str
    object_key: str
    shown_key: str = ""


async def keep_bytes(
    objects: ObjectStore, limits: FileLimits, key: str, content: AsyncIterator[bytes], kind_hint: MediaKind | None
) -> KeptBytes:
    """The bytes are kept under `key`; of a refused file nothing is. Their type is told by what is in them.

    `content` is read piece by piece, and no further than the limits allow. `kind_hint` only says whether a container
    that can hold sound or film is a voice note. Raises `FileRefused` or `TryLater`, and what `content` raises.
    """
    reading = _Reading(content, limits, kind_hint)
    try:
        await obstore.put_async(objects, key, reading.pieces(), max_concurrency=2)
    except BaseError:
        raise TryLater("object store") from None
    kind = kind_of(reading.media_type)
    shown_key = await _keep_cleaned(objects, key) if kind is MediaKind.PHOTO else ""
    return KeptBytes(kind, reading.media_type, reading.size, reading.digest.hexdigest(), key, shown_key)


def key_of(id: str, try_id: str = "") -> str:
    """Where the bytes of the file `id` are; each try to fetch them has a place of its own."""
    return f"{id[:2]}/{id}.{try_id}" if try_id else f"{id[:2]}/{id}"


def id_in(key: str) -> str:
    """The id of the file to which an object under this key belongs, or belonged."""
    return key.rpartition("/")[2].partition(".")[0]


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
        """Raises `FileRefused` as soon as it is clear that the file will not be taken."""
        async for piece in self._content:
            self.size += len(piece)
            if self.size > self._limits.max_bytes:
                raise FileRefused(Refusal.TOO_LARGE)
            self.digest.update(piece)
            self._type.feed(piece)
            if self._type.is_told_early:
                self._check_type(self._type.media_type())
            yield piece
        if not self.size:
            raise FileRefused(Refusal.EMPTY)
        self._check_type(self._type.finish())

    def _check_type(self, media_type: str) -> None:
        if not self._limits.takes(media_type):
            raise FileRefused(Refusal.WRONG_TYPE)
        self.media_type = media_type


async def _keep_cleaned(objects: ObjectStore, key: str) -> str:
    """The key of the picture's cleaned copy; "" when it cannot be read as a picture: then only the original is kept."""
    copy = await asyncio.get_running_loop().run_in_executor(_darkroom, _clean, objects, key)
    if copy is None:
        return ""
    try:
        await obstore.put_async(objects, key + SHOWN, copy)
    except BaseError:
        raise TryLater("object store") from None
    return key + SHOWN


def _clean(objects: ObjectStore, key: str) -> bytes | None:
    from handlers.pictures import cleaned  # the readers of all those formats would be felt at every start

    return cleaned(bytes(obstore.get(objects, key).bytes()))
