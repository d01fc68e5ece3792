"""How the backend gets a report's files: by links, which are short-lived, or also with the message itself."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from bot.backends.webhook.choices import Sharing
from bot.backends.webhook.links import FileLinks, Link
from bot.backends.webhook.messages import File
from conversations.report import Attachment
from handlers.report_files import ReportFiles, WholeFile
from storage.fetches import FileState


@dataclass(frozen=True, slots=True)
class LinkedFile:
    id: str
    state: FileState
    link: Link | None


class SharedFiles:
    def __init__(self, files: ReportFiles, links: FileLinks, how: Sharing, now: Callable[[], datetime]) -> None:
        self._files = files
        self._links = links
        self._how = how
        self._now = now

    async def describe(self, attachments: Sequence[Attachment], room: int) -> tuple[File, ...]:
        """The files as the message tells of them; at most so many bytes of them go along. Raises `TryLater`."""
        linked = await self.links([each.id for each in attachments])
        described = []
        for attachment, link in zip(attachments, linked, strict=True):
            file = _file(attachment, link)
            content = await self._content(file, room) if self._how is Sharing.ALONG else None
            if content is not None:
                room -= len(content.content)
                file = replace(file, media_type=content.media_type, content=b64encode(content.content).decode())
            described.append(file)
        return tuple(described)

    async def links(self, ids: Sequence[str]) -> Sequence[LinkedFile]:
        """New ones, where the files are or may still come. Raises `TryLater`."""
        states = await self._files.states(ids) if ids else {}
        return [self._linked(id, states.get(id, FileState.LOST)) for id in ids]

    def _linked(self, id: str, state: FileState) -> LinkedFile:
        return LinkedFile(id, state, None if state is FileState.LOST else self._links.link(id, self._now()))

    async def _content(self, file: File, room: int) -> WholeFile | None:
        return await self._files.read(file.id, room) if file.state is FileState.KEPT else None


def _file(attachment: Attachment, linked: LinkedFile) -> File:
    return File(
        id=attachment.id,
        kind=attachment.kind,
        caption=attachment.caption,
        file_name=attachment.file_name,
        state=linked.state,
        url=linked.link.url if linked.link else None,
        expires_at=linked.link.expires_at if linked.link else None,
    )
