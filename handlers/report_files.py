"""Files of reports for a routing backend: pictures only as their cleaned copy, and no name that shows who reports."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import MediaKind
from handlers.attachments import OpenedFile, open_original, open_shown
from handlers.errors import TryLater
from handlers.later import read_or_later
from storage import attachments, report_files
from storage.attachments import StoredFile
from storage.fetches import FileState
from storage.store import Store


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`kept` is None where the file is still being fetched, or was lost."""

    state: FileState
    kept: StoredFile | None = None


@dataclass(frozen=True, slots=True)
class WholeFile:
    media_type: str
    content: bytes


class ReportFiles:
    """Of the reports that one backend has: of no other's is anything given."""

    def __init__(self, store: Store, objects: ObjectStore, backend: str) -> None:
        self._store = store
        self._backend = backend
        self._objects = objects

    async def states(self, ids: Collection[str]) -> Mapping[str, FileState]:
        """How it stands with those of the files that are part of such a report. Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            return {id: file.state for id, file in (await report_files.find(unit, self._backend, ids)).items()}

    async def find(self, id: str) -> SharedFile | None:
        """None for a file that is part of no such report. Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            owned = (await report_files.find(unit, self._backend, [id])).get(id)
            file = await attachments.find(unit, id) if owned else None
        if owned is None:
            return None
        if file is None:
            return SharedFile(owned.state)
        if owned.is_anonymous:
            file = replace(file, file_name=owned.receipt)
        return SharedFile(owned.state, file)

    async def open(self, file: StoredFile, part: range | None = None) -> OpenedFile | None:
        """All of it, or of one that is no picture the bytes in `part`; None where there is nothing that may be shown.

        Raises `TryLater`.
        """
        if file.kind is MediaKind.PHOTO:
            return await open_shown(self._objects, file)
        return await open_original(self._objects, file, part)

    async def opened(self, id: str) -> OpenedFile | None:
        """The file; None where it is not here, or may not be shown. Raises `TryLater`."""
        found = await self.find(id)
        return await self.open(found.kept) if found and found.kept else None

    async def read(self, id: str, most_bytes: int) -> WholeFile | None:
        """The file, unless it takes up more than `most_bytes`, is not here, or may not be shown. Raises `TryLater`."""
        opened = await self.opened(id)
        if opened is None or opened.size > most_bytes:
            return None
        return WholeFile(opened.media_type, await whole(opened))


async def whole(opened: OpenedFile) -> bytes:
    """Its bytes. Raises `TryLater`."""
    try:
        return b"".join([bytes(piece) async for piece in opened.content])
    except (OSError, BaseError):
        raise TryLater("object store") from None
