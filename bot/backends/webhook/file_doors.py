"""The files of reports go out, by links that are ours; and new links for those that have ended."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

from bot.backends.webhook.links import FileLinks
from bot.backends.webhook.problems import SOON, problem
from bot.backends.webhook.sharing import LinkedFile, SharedFiles
from bot.file_answer import asked_part, file_answer
from conversations.messages import MediaKind
from handlers.errors import TryLater
from handlers.report_files import ReportFiles
from storage.fetches import FileState

PENDING = {"Retry-After": "30"}
MOST_IDS = 100
FileId = Annotated[str, Meta(pattern=r"^[0-9A-Za-z_-]{1,128}(?![\s\S])")]


class FileLink(Struct, frozen=True):
    """Where a file can be fetched; nowhere where it is lost, deleted, or is part of no report that you have."""

    id: str
    state: FileState
    url: str | None = None
    expires_at: datetime | None = None


class WantedLinks(Struct, frozen=True):
    """Files for which new links are wanted, by their ids."""

    ids: Annotated[tuple[FileId, ...], Meta(min_length=1, max_length=MOST_IDS)]


class NewLinks(Struct, frozen=True):
    """In the order of the ids."""

    files: tuple[FileLink, ...]


class FileDoor:
    def __init__(self, files: ReportFiles, links: FileLinks, now: Callable[[], datetime]) -> None:
        self._files = files
        self._links = links
        self._now = now

    async def show(self, request: web.Request) -> web.StreamResponse:
        id, query = request.match_info["id"], request.query
        expires = query.get("expires", "")
        if not self._links.is_ours(id, expires, query.get("signature", "")):
            return problem(HTTPStatus.FORBIDDEN, "this is no link of ours")
        if self._links.is_over(expires, self._now()):
            return problem(HTTPStatus.FORBIDDEN, "this link has ended: ask for a new one")
        try:
            return await self._send(request, id)
        except TryLater:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "it cannot be read now: ask again soon", SOON)

    async def _send(self, request: web.Request, id: str) -> web.StreamResponse:
        """Raises `TryLater`."""
        found = await self._files.find(id)
        if found is not None and found.state is FileState.PENDING:
            detail = "it is still with the messaging app: ask again"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, detail, PENDING)
        file = found.kept if found else None
        opened = await self._files.open(file, asked_part(request, file.size)) if file else None
        if file is None or opened is None:
            return problem(HTTPStatus.GONE, "it could not be had, or is deleted")
        has_parts = file.kind is not MediaKind.PHOTO
        return await file_answer(request, opened, False, has_parts, cache_control="private, no-store")


class LinkDoor:
    def __init__(self, files: SharedFiles) -> None:
        self._files = files

    async def take(self, body: bytes) -> web.Response:
        try:
            wanted = msgspec.json.decode(body, type=WantedLinks)
            links = tuple(map(_told, await self._files.links(wanted.ids)))
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            return problem(HTTPStatus.BAD_REQUEST, str(error))
        except TryLater:
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the database is away: send it again soon", SOON)
        return web.Response(body=msgspec.json.encode(NewLinks(links)), content_type="application/json")


def _told(file: LinkedFile) -> FileLink:
    if file.link is None:
        return FileLink(file.id, file.state)
    return FileLink(file.id, file.state, file.link.url, file.link.expires_at)
