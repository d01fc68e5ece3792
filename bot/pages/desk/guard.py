"""Every request to the desk passes here: the right host, a session, and for a step the right page behind it."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.origin import netloc_of
from bot.pages.desk.rendering import Renderer, keep_language
from bot.pages.desk.sign_in import SESSION_LASTS, Gate, Session
from handlers.errors import TryLater
from storage.errors import DatabaseAway, DatabaseRefused

COOKIE = "pintulapor_desk"
FORM_TOKEN = "form_token"
# What this machine calls itself. Another name that leads here is somebody's DNS (rebinding), not an officer.
HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
# No site may show the desk in a frame, whatever it may do with the chat; and no browser keeps what it showed.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # without a referrer a browser does not say either that a form is our own
    "Content-Security-Policy": "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SignedInHandler = Callable[[web.Request, Session], Awaitable[web.StreamResponse]]


class Guard:
    def __init__(self, gate: Gate, renderer: Renderer) -> None:
        self._gate = gate
        self._renderer = renderer

    def local(self, handler: Handler) -> Handler:
        """Open to this machine's own addresses only, and never kept by a browser."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            if _host_name(request.host) not in HOSTS:
                return self._refusal(request, 421, "page.desk.wrong_host")
            if request.method == "POST" and not is_from_here(request):
                return self._refusal(request, 403, "page.desk.foreign_form")
            response = keep_language(request) or await self._answer(request, handler)
            if not response.prepared:
                response.headers.update(HEADERS)
            return response

        return guarded

    def signed_in(self, handler: SignedInHandler) -> Handler:
        """Open to a session only; a form must carry the session's token."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            session = self._gate.session(request.cookies.get(COOKIE, ""))
            if session is None:
                return self._refusal(request, 403, "page.desk.signed_out")
            if request.method == "POST" and (await request.post()).get(FORM_TOKEN) != session.form_token:
                return self._refusal(request, 403, "page.desk.foreign_form")
            return await handler(request, session)

        return self.local(guarded)

    def admit(self, response: web.StreamResponse, token: str) -> None:
        """The browser has the session from now on; no page but our own can use it."""
        lasts = int(SESSION_LASTS.total_seconds())
        response.set_cookie(COOKIE, token, max_age=lasts, path="/desk", httponly=True, samesite="Strict")

    def sign_out(self, request: web.Request, response: web.StreamResponse) -> None:
        self._gate.sign_out(request.cookies.get(COOKIE, ""))
        response.del_cookie(COOKIE, path="/desk")

    async def _answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except (DatabaseAway, DatabaseRefused, TryLater):
            return self._refusal(request, 503, "page.desk.database_away")

    def _refusal(self, request: web.Request, status: int, reason: str) -> web.Response:
        return self._renderer.page(request, "refused.html", status, reason=reason)


def is_from_here(request: web.Request) -> bool:
    """Whether a form was sent by a page of ours, as far as the browser says where it comes from."""
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    return site in ("same-origin", "none") and (origin is None or netloc_of(origin) == request.host)


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
