"""The files that go along with a report or a response, as others may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import MediaKind
from conversations.report import Attachment
from handlers.attachments import find_file, open_original, open_shown
from handlers.errors import TryLater
from handlers.file_types import saved_as
from handlers.later import read_or_later
from storage import fetches
from storage.attachments import StoredFile
from storage.fetches import FileState
from storage.store import Store


@dataclass(frozen=True, slots=True)
class ForwardedFile:
    """A file with the name it goes by, which tells nothing of who sent it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Gathered:
    """`lost` files will never be had, or are too large to go along."""

    files: tuple[ForwardedFile, ...] = ()
    lost: int = 0


class ForwardedFiles:
    """All of it raises `TryLater`."""

    def __init__(self, store: Store, objects: ObjectStore) -> None:
        self._store = store
        self._objects = objects

    async def pending(self, receipt: str, attachments: Sequence[Attachment]) -> int:
        """How many of these files of the report a messaging app still has."""
        if not attachments:
            return 0
        async with read_or_later(self._store) as unit:
            states = await fetches.states(unit, receipt)
        return sum(states.get(attachment.id) is FileState.PENDING for attachment in attachments)

    async def gather(self, receipt: str, attachments: Sequence[Attachment], most_bytes: int) -> Gathered:
        """The files in their order, as far as they take up no more than `most_bytes` together.

        A picture goes as its cleaned copy, or not at all: what a camera writes into it may tell where somebody lives.
        """
        files: list[ForwardedFile] = []
        for number, attachment in enumerate(attachments, 1):
            left = most_bytes - sum(len(file.content) for file in files)
            stored = await find_file(self._store, attachment.id)
            file = await self._read(stored, f"{receipt}-{number}", left) if stored else None
            files += [file] if file else []
        return Gathered(tuple(files), len(attachments) - len(files))

    async def _read(self, stored: StoredFile, name: str, most_bytes: int) -> ForwardedFile | None:
        is_photo = stored.kind is MediaKind.PHOTO
        opened = await (open_shown if is_photo else open_original)(self._objects, stored)
        if opened is None or opened.size > most_bytes:
            return None
        try:
            content = b"".join([bytes(piece) async for piece in opened.content])
        except BaseError:
            raise TryLater("object store") from None
        return ForwardedFile(saved_as(name, opened.media_type), opened.media_type, content)
