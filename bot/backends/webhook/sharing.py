"""How the backend gets a report's files: by links, which are short-lived, or also with the message itself."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace
from obstore.exceptions import BaseError

from bot.backends.webhook.choices import Sharing
from bot.backends.webhook.links import FileLinks
from bot.backends.webhook.messages import File
from conversations.report import Attachment
from handlers.attachments import OpenedFile
from handlers.errors import TryLater
from handlers.report_files import ReportFiles
from storage.fetches import FileState

MOST_ALONG = 8 * 1024 * 1024
"""Bytes of all files that go with one message, before base64. What is larger is fetched."""


@dataclass(frozen=True, slots=True)
class Content:
    media_type: str
    bytes: bytes


class SharedFiles:
    def __init__(self, files: ReportFiles, links: FileLinks, how: Sharing, now: Callable[[], datetime]) -> None:
        self._files = files
        self._links = links
        self._how = how
        self._now = now

    async def describe(self, attachments: Sequence[Attachment]) -> tuple[File, ...]:
        """The files as the message tells of them. Raises `TryLater`."""
        states = await self._files.states([each.id for each in attachments]) if attachments else {}
        described, room = [], MOST_ALONG
        for attachment in attachments:
            file = self.file(attachment, states)
            content = await self._content(file, room) if self._how is Sharing.ALONG else None
            if content is not None:
                room -= len(content.bytes)
                file = replace(file, media_type=content.media_type, content=b64encode(content.bytes).decode())
            described.append(file)
        return tuple(described)

    def file(self, attachment: Attachment, states: Mapping[str, FileState]) -> File:
        """With a new link, where it is or may still come."""
        state = states.get(attachment.id, FileState.LOST)
        link = None if state is FileState.LOST else self._links.link(attachment.id, self._now())
        return File(
            id=attachment.id,
            kind=attachment.kind,
            caption=attachment.caption,
            file_name=attachment.file_name,
            state=state,
            url=link.url if link else None,
            expires_at=link.expires_at if link else None,
        )

    async def _content(self, file: File, room: int) -> Content | None:
        found = await self._files.find(file.id) if file.state is FileState.KEPT else None
        opened = await self._files.open(found.kept) if found and found.kept else None
        if opened is None or opened.size > room:
            return None
        return Content(opened.media_type, await _whole(opened))


async def _whole(opened: OpenedFile) -> bytes:
    try:
        return b"".join([bytes(piece) async for piece in opened.content])
    except (OSError, BaseError):
        raise TryLater("object store") from None
