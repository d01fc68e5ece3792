"""The files that go along with a report or a response, as others may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from conversations.messages import MediaKind
from conversations.report import Attachment
from handlers.attachments import OpenedFile, find_file, open_original, open_shown
from handlers.errors import TryLater
from handlers.file_types import saved_as
from storage import fetches
from storage.errors import DatabaseAway, DatabaseRefused
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
    """`lost` files do not go along. Of these `left_out` may go later: what is too large, or not here yet."""

    files: tuple[ForwardedFile, ...] = ()
    lost: int = 0
    left_out: tuple[Attachment, ...] = ()


class ForwardedFiles:
    """All of it raises `TryLater`."""

    def __init__(self, store: Store, objects: ObjectStore) -> None:
        self._store = store
        self._objects = objects

    async def pending(self, receipt: str, attachments: Sequence[Attachment]) -> int:
        """How many of these files of the report a messaging app still has."""
        if not attachments:
            return 0
        states = await self._states(receipt)
        return sum(states.get(attachment.id) is FileState.PENDING for attachment in attachments)

    async def gather(self, receipt: str, attachments: Sequence[Attachment], most_bytes: int) -> Gathered:
        """The files in their order, as far as they take up no more than `most_bytes` together.

        A picture goes as its cleaned copy, or not at all: what a camera writes into it may tell where somebody lives.
        """
        states = await self._states(receipt) if attachments else {}
        files: list[ForwardedFile] = []
        left_out: list[Attachment] = []
        for number, attachment in enumerate(attachments, 1):
            left = most_bytes - sum(len(file.content) for file in files)
            opened = await self._opened(attachment)
            if opened and opened.size <= left:
                files.append(await _read(opened, f"{receipt}-{number}"))
            elif opened or states.get(attachment.id) is FileState.PENDING:
                left_out.append(attachment)
        return Gathered(tuple(files), len(attachments) - len(files), tuple(left_out))

    async def _states(self, receipt: str) -> Mapping[str, FileState]:
        try:
            async with self._store.read() as unit:
                return await fetches.states(unit, receipt)
        except (DatabaseAway, DatabaseRefused):
            raise TryLater("database") from None

    async def _opened(self, attachment: Attachment) -> OpenedFile | None:
        stored = await find_file(self._store, attachment.id)
        if stored is None:
            return None
        is_photo = stored.kind is MediaKind.PHOTO
        return await (open_shown if is_photo else open_original)(self._objects, stored)


async def _read(opened: OpenedFile, name: str) -> ForwardedFile:
    try:
        content = b"".join([bytes(piece) async for piece in opened.content])
    except BaseError:
        raise TryLater("object store") from None
    return ForwardedFile(saved_as(name, opened.media_type), opened.media_type, content)
