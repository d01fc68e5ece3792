"""The queue: the whole page, and the part of it that a page already open fetches again and again."""

from hashlib import sha256

from aiohttp import web

from bot.pages.desk.rendering import Renderer
from bot.pages.desk.sign_in import Session
from handlers.desk import PAGE_SIZE, Desk
from storage.desk_queue import Tab

LONGEST_SEARCH = 100


class QueuePage:
    def __init__(self, desk: Desk, renderer: Renderer) -> None:
        self._desk = desk
        self._renderer = renderer

    async def show(self, request: web.Request, session: Session) -> web.StreamResponse:
        return await self._render(request, "queue.html", session)

    async def show_part(self, request: web.Request, session: Session) -> web.StreamResponse:
        """304 as long as nothing in it has changed, not even how long something waits."""
        response = await self._render(request, "_queue.html", session)
        etag = sha256(response.body if isinstance(response.body, bytes) else b"").hexdigest()[:32]
        if any(seen.value == etag for seen in request.if_none_match or ()):
            return web.Response(status=304)
        response.etag = etag
        return response

    async def _render(self, request: web.Request, template: str, session: Session) -> web.Response:
        words = " ".join(request.query.get("q", "")[:LONGEST_SEARCH].replace("\0", "").split())
        tab = as_tab(request.query.get("tab", ""))
        queue = await self._desk.queue(tab, words, as_page(request.query.get("page", "")))
        return self._renderer.page(
            request, template, session=session, queue=queue, tab=tab, tabs=list(Tab), words=words, page_size=PAGE_SIZE
        )


def as_tab(text: str) -> Tab:
    return Tab(text) if text in list(Tab) else Tab.NEWEST


def as_page(text: str) -> int:
    """Beyond any real queue a number is as good as the last page."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 1
