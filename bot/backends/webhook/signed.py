"""Signed requests of the backend: nothing is done for one before its signature was checked."""

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.backends.webhook.problems import SOON, problem
from bot.backends.webhook.signing import NotGenuine, Signatures, check_headers

LARGEST = 8 * 1024 * 1024
"""Bytes of a body: ten thousand updates with a line of text each."""
MOST_IN_HAND = 16
"""Requests at the same time: their bodies are in memory before anybody knows who sends them."""
READ_SECONDS = 15.0
"""For a whole body: nobody may keep a place without a signature."""


class SignedRequests:
    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures
        self._in_hand = 0

    def handler(self, work: Callable[[bytes], Awaitable[web.Response]]) -> Handler:
        """Answers 401, 408, 413 or 503; or with what `work` makes of a body that was signed just now."""

        async def handle(request: web.Request) -> web.StreamResponse:
            if self._in_hand >= MOST_IN_HAND:
                return problem(HTTPStatus.SERVICE_UNAVAILABLE, "too much at once: send it again soon", SOON)
            self._in_hand += 1
            try:
                return await self._take(request, work)
            except NotGenuine as reason:
                return problem(HTTPStatus.UNAUTHORIZED, str(reason))
            finally:
                self._in_hand -= 1

        return handle

    async def _take(self, request: web.Request, work: Callable[[bytes], Awaitable[web.Response]]) -> web.Response:
        check_headers(request.headers)
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _body(request)
        except TimeoutError:
            return problem(HTTPStatus.REQUEST_TIMEOUT, "the body did not come in time: send it again")
        if body is None:
            detail = f"a body may have {LARGEST} bytes: send fewer updates at once"
            return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        self._signatures.check(request.headers, body)
        return await work(body)


async def _body(request: web.Request) -> bytes | None:
    """None for one that is too large, which is not read to its end."""
    if (request.content_length or 0) > LARGEST:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > LARGEST:
            return None
    return bytes(body)
