"""Signing in with the one-time link, and out."""

from aiohttp import web

from bot.pages.desk.guard import Guard
from bot.pages.desk.rendering import Renderer, see_other
from bot.pages.desk.sign_in import Gate, Session


class SignInPage:
    def __init__(self, gate: Gate, guard: Guard, renderer: Renderer) -> None:
        self._gate = gate
        self._guard = guard
        self._renderer = renderer

    async def show(self, request: web.Request) -> web.StreamResponse:
        code = request.query.get("code", "")
        if not self._gate.opens(code):
            return self._renderer.page(request, "refused.html", 403, reason="page.desk.spent_link")
        return self._renderer.page(request, "sign_in.html", code=code)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        token = self._gate.spend(str((await request.post()).get("code", "")))
        if token is None:
            return self._renderer.page(request, "refused.html", 403, reason="page.desk.spent_link")
        response = see_other("/desk")
        self._guard.admit(response, token)
        return response

    async def sign_out(self, request: web.Request, session: Session) -> web.StreamResponse:
        response = self._renderer.page(request, "refused.html", reason="page.desk.left")
        self._guard.sign_out(request, response)
        return response
