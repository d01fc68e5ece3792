"""What has not reached its routing backend, and a button to have it tried again."""

from aiohttp import web

from bot.pages.desk.rendering import Renderer, see_other
from bot.pages.desk.sign_in import Session
from handlers.backlog import MOST_SHOWN, Backlog

LONGEST_ID = 18
"""Digits: whatever they are, they fit into the 8 bytes of an id."""


class BacklogPage:
    def __init__(self, backlog: Backlog, renderer: Renderer) -> None:
        self._backlog = backlog
        self._renderer = renderer

    async def show(self, request: web.Request, session: Session) -> web.StreamResponse:
        found = await self._backlog.listed()
        counts = await self._backlog.counts()
        return self._renderer.page(
            request, "backlog.html", session=session, found=found, counts=counts, most_shown=MOST_SHOWN
        )

    async def retry(self, request: web.Request, session: Session) -> web.StreamResponse:
        id = str((await request.post()).get("id", ""))
        if not (id.isascii() and id.isdecimal()) or len(id) > LONGEST_ID:
            return self._renderer.page(request, "refused.html", 400, reason="page.desk.broken_form")
        await self._backlog.retry([int(id)])
        return see_other("/desk/backlog")
