"""Files of reports: still with their messaging app, and as they have come."""

from collections.abc import AsyncIterator
from datetime import datetime

from obstore.store import ObjectStore

from conversations.messages import Media, MediaKind
from conversations.profile import FileLimits
from conversations.report import Attachment
from handlers.attachments import stored_file
from handlers.file_keeping import keep_bytes, key_of
from storage import attachments, fetches
from storage.attachments import StoredFile
from storage.fetches import Awaited
from storage.store import Store
from tests.filed import Filed


async def in_one_piece(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def kept_file(
    objects: ObjectStore, limits: FileLimits, id: str, kind: MediaKind, content: bytes, file_name: str = ""
) -> StoredFile:
    """Its content is in the object store; no table knows of it yet."""
    return stored_file(id, await keep_bytes(objects, limits, key_of(id), in_one_piece(content), kind), file_name)


def attachment_of(file: Media) -> Attachment:
    return Attachment(file.file_id, file.kind, file.caption, file.file_name)


async def await_files(store: Store, filed: Filed, *files: Media, at: datetime) -> None:
    """The report's files are still with its complainant's messaging app."""
    async with store.begin() as unit:
        awaited = [Awaited(filed.complainant_id, filed.chat.channel, file) for file in files]
        await fetches.add(unit, awaited, at)
        await attachments.tie(unit, [(filed.complainant_id, file.file_id, filed.id) for file in files])


async def fetch_file(store: Store, objects: ObjectStore, limits: FileLimits, file: Media, content: bytes) -> None:
    """The file has come."""
    kept = await kept_file(objects, limits, file.file_id, file.kind, content)
    async with store.begin() as unit:
        assert await fetches.complete(unit, kept)
