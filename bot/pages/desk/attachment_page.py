"""The files of the reports at the desk: pictures only as their cleaned copy, without what a camera writes into them."""

from dataclasses import replace

from aiohttp import web
from obstore.store import ObjectStore

from bot.file_answer import asked_part, file_answer
from bot.pages.desk.rendering import Renderer
from bot.pages.desk.sign_in import Session
from conversations.messages import MediaKind
from handlers.attachments import OpenedFile, find_file, open_original, open_shown
from handlers.desk import Desk
from storage.attachments import StoredFile
from storage.store import Store

PLAYED = (MediaKind.PHOTO, MediaKind.VIDEO, MediaKind.VOICE)


class AttachmentPage:
    def __init__(self, desk: Desk, renderer: Renderer, store: Store, objects: ObjectStore) -> None:
        self._desk = desk
        self._renderer = renderer
        self._store = store
        self._objects = objects

    async def show(self, request: web.Request, session: Session) -> web.StreamResponse:
        file = await self._file_of_a_case(request.match_info["id"])
        opened = await self._open(request, file) if file else None
        if file is None or opened is None:
            return self._renderer.page(request, "refused.html", 404, reason="page.desk.no_such_file")
        is_shown, has_parts = file.kind in PLAYED, file.kind is not MediaKind.PHOTO
        return await file_answer(request, opened, is_shown, has_parts, cache_control="private, no-store")

    async def _file_of_a_case(self, id: str) -> StoredFile | None:
        """Of an anonymous report it goes by the receipt number: its own name may name the reporter."""
        owner = await self._desk.owner_of_file(id)
        file = await find_file(self._store, id) if owner else None
        return replace(file, file_name=owner.receipt) if file and owner and owner.is_anonymous else file

    async def _open(self, request: web.Request, file: StoredFile) -> OpenedFile | None:
        if file.kind is MediaKind.PHOTO:
            return await open_shown(self._objects, file)
        return await open_original(self._objects, file, asked_part(request, file.size))
