"""The files that go along with a report or a response, as others may see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from conversations.report import Attachment
from handlers.file_types import saved_as
from handlers.report_files import ReportFiles, whole
from storage.fetches import FileState


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

    def __init__(self, files: ReportFiles) -> None:
        self._files = files

    async def pending(self, attachments: Sequence[Attachment]) -> int:
        """How many of these files of a report a messaging app still has."""
        states = await self._files.states([each.id for each in attachments]) if attachments else {}
        return sum(state is FileState.PENDING for state in states.values())

    async def gather(self, receipt: str, attachments: Sequence[Attachment], most_bytes: int) -> Gathered:
        """The files in their order, as far as they take up no more than `most_bytes` together.

        A picture goes as its cleaned copy, or not at all: what a camera writes into it may tell where somebody lives.
        """
        states = await self._files.states([each.id for each in attachments]) if attachments else {}
        files: list[ForwardedFile] = []
        left_out: list[Attachment] = []
        for number, attachment in enumerate(attachments, 1):
            left = most_bytes - sum(len(file.content) for file in files)
            opened = await self._files.opened(attachment.id)
            if opened and opened.size <= left:
                content = await whole(opened)
                files.append(
                    ForwardedFile(saved_as(f"{receipt}-{number}", opened.media_type), opened.media_type, content)
                )
            elif opened or states.get(attachment.id) is FileState.PENDING:
                left_out.append(attachment)
        return Gathered(tuple(files), len(attachments) - len(files), tuple(left_out))
