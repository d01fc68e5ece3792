"""Files of reports for a routing backend: pictures only as their cleaned copy, and no name that shows who reports."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from obstore.store import ObjectStore

from conversations.messages import MediaKind
from handlers.attachments import OpenedFile, open_original, open_shown
from handlers.errors import TryLater
from storage import attachments, report_files
from storage.attachments import StoredFile
from storage.errors import DatabaseAway, DatabaseRefused
from storage.fetches import FileState
from storage.store import Store


@dataclass(frozen=True, slots=True)
class SharedFile:
    """`kept` is None where the file is still being fetched, or was lost."""

    state: FileState
    kept: StoredFile | None = None


class ReportFiles:
    """Of the reports that one backend has: of no other's is anything given."""

    def __init__(self, store: Store, objects: ObjectStore, backend: str) -> None:
        self._store = store
        self._backend = backend
        self._objects = objects

    async def states(self, ids: Collection[str]) -> Mapping[str, FileState]:
        """How it stands with those of the files that are part of such a report. Raises `TryLater`."""
        try:
            async with self._store.read() as unit:
                return {id: file.state for id, file in (await report_files.find(unit, self._backend, ids)).items()}
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None

    async def find(self, id: str) -> SharedFile | None:
        """None for a file that is part of no such report. Raises `TryLater`."""
        try:
            async with self._store.read() as unit:
                owned = (await report_files.find(unit, self._backend, [id])).get(id)
                file = await attachments.find(unit, id) if owned else None
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None
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
