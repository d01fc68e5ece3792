"""A visitor's own files, shown in their own page."""

import re
from urllib.parse import quote

from aiohttp import web
from obstore.exceptions import BaseError
from obstore.store import ObjectStore

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.visitor import address_of
from conversations.messages import Chat
from handlers.attachments import OpenedFile, find_own, open_original, open_shown
from handlers.errors import TryLater
from storage.attachments import StoredFile
from storage.store import Store

# what a browser plays and never runs; everything else is saved, not opened
PLAYED = ("audio/", "video/")
RANGE = re.compile(r"bytes=(\d{1,15})-(\d{1,15})?")


class Files:
    """Answers `GET /chat/files/{id}`."""

    def __init__(self, store: Store, objects: ObjectStore) -> None:
        self._store = store
        self._objects = objects

    async def handle(self, request: web.Request) -> web.StreamResponse:
        address = address_of(request)
        if address is None:
            raise web.HTTPNotFound
        try:
            file = await find_own(self._store, Chat(WebChat.name, address), request.match_info["id"])
            if file is None:
                raise web.HTTPNotFound
            part = None if file.shown_key else asked_part(request.headers.get("Range", ""), file.size)
            shown = open_shown(self._objects, file) if file.shown_key else open_original(self._objects, file, part)
            opened = await shown
        except TryLater:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "3"}) from None
        if opened is None:
            raise web.HTTPNotFound
        return await _send(request, opened, headers_of(opened, file, is_part=part is not None))


def asked_part(header: str, size: int) -> range | None:
    """The bytes that a `Range` header asks for: what plays films asks for them in parts. None for all of the file."""
    asked = RANGE.fullmatch(header)
    if asked is None:
        return None
    part = range(int(asked[1]), min(int(asked[2]) + 1 if asked[2] else size, size))
    return part or None


def headers_of(opened: OpenedFile, file: StoredFile, is_part: bool) -> dict[str, str]:
    is_opened = bool(file.shown_key) or opened.media_type.startswith(PLAYED)
    headers = {
        "Content-Type": opened.media_type,
        "Content-Length": str(len(opened.part)),
        "Content-Disposition": disposition(opened.file_name, is_opened),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=31536000, immutable",
        "Accept-Ranges": "none" if file.shown_key else "bytes",
    }
    if is_part:
        headers["Content-Range"] = f"bytes {opened.part.start}-{opened.part.stop - 1}/{opened.size}"
    return headers


async def _send(request: web.Request, opened: OpenedFile, headers: dict[str, str]) -> web.StreamResponse:
    response = web.StreamResponse(status=206 if "Content-Range" in headers else 200, headers=headers)
    await response.prepare(request)
    try:
        if request.method != "HEAD":
            async for piece in opened.content:
                await response.write(piece)
        await response.write_eof()
    except (OSError, BaseError):  # the reader has gone, or the rest cannot be read: then the reader must notice
        if request.transport is not None:
            request.transport.abort()
    return response


def disposition(file_name: str, is_opened: bool) -> str:
    """How a browser is to take the file, with its name in the form that carries any letter (RFC 6266)."""
    return f"{'inline' if is_opened else 'attachment'}; filename*=UTF-8''{quote(file_name or 'file', safe='')}"
