"""The web server: everybody's routes under one roof, with the headers, error pages and log lines that all share."""

import re
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus

import structlog
from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web import BaseRequest

from bot.channels.telegram.choices import WEBHOOK_PATH
from bot.pages.error_page import ErrorPage
from conversations.catalogue import Catalogue

# forms and JSON; files are streamed, with limits of their own
MAX_BODY_BYTES = 256 * 1024
# what is in hand gets this long when the process ends
SHUTDOWN_SECONDS = 3.0
HOST = re.compile(r"[\w.:\[\]-]+")
PROBES = frozenset({"/healthz", "/readyz"})
# what the access log knows a request by; one that is no HTTP never gets as far as a route
ROUTE = web.RequestKey("route", str)

log = structlog.get_logger()


def make_app(
    routes: Iterable[web.AbstractRouteDef],
    catalogue: Catalogue,
    is_ready: Callable[[], Awaitable[bool]],
    close_first: Iterable[Callable[[], Awaitable[None]]] = (),
    frame_ancestors: Iterable[str] = (),
) -> web.Application:
    """The pages of `routes`, `/healthz` (200 while this serves) and `/readyz` (200 while `is_ready`, else 503).

    `close_first` is called when the server ends, before it waits for open connections. `frame_ancestors` are the sites
    that may show the pages in a frame (`https://kutaitimurkab.go.id`): by default none.
    """
    app = web.Application(middlewares=[_with_error_pages(ErrorPage(catalogue))], client_max_size=MAX_BODY_BYTES)
    app.on_response_prepare.append(_adding_headers(" ".join(frame_ancestors) or "'none'"))
    app.add_routes([*routes, web.get("/healthz", _healthz), web.get("/readyz", _readyz(is_ready))])
    for close in close_first:
        app.on_shutdown.append(_for_any_app(close))
    return app


def make_runner(app: web.Application) -> web.AppRunner:
    """What serves the app: its log lines hold no addresses, and paths only as the routes spell them.

    Packed bodies stay packed, so that no form of ours is found in them: browsers send none, and a small one may unpack
    to gigabytes.
    """
    return web.AppRunner(app, access_log_class=AccessLog, shutdown_timeout=SHUTDOWN_SECONDS, auto_decompress=False)


def security_headers(host: str, frame_ancestors: str) -> dict[str, str]:
    """What every answer carries, unless its page knows better."""
    # older Safari does not count a socket to the same host as 'self'
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self'{sockets}",
        "img-src": "'self' blob: data:",
        "media-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "geolocation=(self), microphone=(self), camera=(self)",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


class AccessLog(AbstractAccessLogger):
    """One line for each request: no address, no query, no id. None for an update that was taken: there are too many."""

    def log(self, request: BaseRequest, response: web.StreamResponse, time: float) -> None:
        route = request.get(ROUTE, "")
        if route not in PROBES and not (route == WEBHOOK_PATH and response.status == HTTPStatus.OK):
            log.info("request", method=request.method, route=route, status=response.status, ms=round(time * 1_000))


def _route(request: web.Request) -> str:
    """`/chat/files/{id}`, or "" for a path that no route has."""
    resource = request.match_info.route.resource
    return "" if resource is None else resource.canonical


def _adding_headers(frame_ancestors: str) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    """Called before an answer begins, also one that is streamed."""

    async def add(request: web.Request, response: web.StreamResponse) -> None:
        for name, value in security_headers(request.host, frame_ancestors).items():
            response.headers.setdefault(name, value)

    return add


def _with_error_pages(page: ErrorPage) -> Middleware:
    @web.middleware
    async def handle(request: web.Request, handler: Handler) -> web.StreamResponse:
        request[ROUTE] = _route(request)
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            return page.show(request, error.status, error.headers)
        except Exception as error:
            log.error("request failed", method=request.method, route=request[ROUTE], exc_info=error)
            return page.show(request, 500)

    return handle


async def _healthz(request: web.Request) -> web.Response:
    return web.Response(text="ok")


def _readyz(is_ready: Callable[[], Awaitable[bool]]) -> Handler:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(text="ready") if await is_ready() else web.Response(text="not ready", status=503)

    return handle


def _for_any_app(close: Callable[[], Awaitable[None]]) -> Callable[[web.Application], Awaitable[None]]:
    async def handle(app: web.Application) -> None:
        await close()

    return handle
