"""Files that people send: kept as they came, shown as a cleaned copy.

The object is written first and its row after it, so that a row always has its object. What a crash leaves between the
two is an orphan that `sweep_orphans` finds.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING
from uuid import uuid4

import obstore
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import Chat, Media, MediaKind, RefusedMedia
from conversations.profile import FileLimits
from handlers.errors import FileRefused, TryLater
from handlers.file_keeping import KeptBytes, keep_bytes, key_of
from handlers.file_types import saved_as
from handlers.later import begin_or_later, read_or_later
from storage import attachments, complainants, file_owners
from storage.attachments import StoredFile
from storage.store import Store

if TYPE_CHECKING:
    from obstore import GetOptions

SHOWN_TYPE = "image/jpeg"
SHOWN_SUFFIX = ".jpg"
STREAM_BYTES = 256 * 1024


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
    try:
        kept = await keep_bytes(objects, limits, key_of(id), content, kind_hint)
    except FileRefused as refused:
        return RefusedMedia(refused.reason, caption, file_name)
    await _add(store, chat, stored_file(id, kept, file_name, caption), now)
    return Media(id, kept.kind, caption, file_name)


def stored_file(id: str, kept: KeptBytes, file_name: str = "", caption: str = "") -> StoredFile:
    return StoredFile(
        id, kept.kind, kept.media_type, kept.size, kept.sha256, kept.object_key, kept.shown_key, file_name, caption
    )


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file to be shown and its name to save it: `size` is that of all of it, `content` are the bytes in `part`."""

    file_name: str
    media_type: str
    size: int
    part: range
    content: AsyncIterator[bytes]


async def find_file(store: Store, id: str) -> StoredFile | None:
    """Raises `TryLater`."""
    async with read_or_later(store) as unit:
        return await attachments.find(unit, id)


async def find_own(store: Store, chat: Chat, id: str) -> StoredFile | None:
    """The file, if it came from `chat`. Raises `TryLater`."""
    async with read_or_later(store) as unit:
        return await file_owners.find_owned(unit, chat, id)


async def open_original(objects: ObjectStore, file: StoredFile, part: range | None = None) -> OpenedFile | None:
    """The file as it came, or those of its bytes that are in `part`; None when its object is gone.

    Raises `TryLater`.
    """
    name = saved_as(file.file_name, file.media_type)
    return await _open(objects, file.object_key, name, file.media_type, part)


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
    async with begin_or_later(store) as unit:
        await attachments.add(unit, await complainants.of_chat(unit, chat, now), file, now)
