"""A visitor's own files, shown in their own page."""

from aiohttp import web
from obstore.store import ObjectStore

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.visitor import address_of
from bot.file_answer import asked_part, file_answer
from conversations.messages import Chat
from handlers.attachments import find_own, open_original, open_shown
from handlers.errors import TryLater
from storage.store import Store

# what a browser plays and never runs; everything else is saved, not opened
PLAYED = ("audio/", "video/")
CACHE = "private, no-cache"
"""A browser asks each time whether it may show what it has kept: on a shared phone it goes with its person's data."""


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
            etag = f"{file.id}.{'shown' if file.shown_key else 'original'}"
            if any(kept.value == etag for kept in request.if_none_match or ()):
                return web.Response(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": CACHE})
            part = None if file.shown_key else asked_part(request, file.size)
            shown = open_shown(self._objects, file) if file.shown_key else open_original(self._objects, file, part)
            opened = await shown
        except TryLater:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "3"}) from None
        if opened is None:
            raise web.HTTPNotFound
        is_shown = bool(file.shown_key) or opened.media_type.startswith(PLAYED)
        has_parts = not file.shown_key
        return await file_answer(request, opened, is_shown, has_parts, cache_control=CACHE, etag=etag)
