"""Telegram calls with each update, and takes our 200 for its word that the update is committed.

That answer may carry a call: the one that stops a pressed button's turning, or the first message of a reply. Telegram
tells nothing of it then: what it refuses is lost. An update that comes again shows that its answer did not arrive, and
is given it once more.
"""

import asyncio
import secrets
from collections import OrderedDict
from hmac import compare_digest
from http import HTTPStatus

import msgspec
from aiohttp import ClientConnectionError, web

from bot.channels.telegram.answers import Answer, Answers
from bot.channels.telegram.calls import WANTED, Call
from bot.channels.telegram.choices import WEBHOOK_PATH
from bot.channels.telegram.heads import update_id_of
from bot.channels.telegram.hearing import Hearing, Settled, Update
from bot.channels.telegram.insisting import Pause
from bot.channels.telegram.turned_away import TurnedAway
from conversations.messages import Chat
from handlers.channel_memory import ChannelMemory
from handlers.errors import TooBusy, TryLater

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CONNECTIONS = 100
"""The most that Telegram makes: updates that come at the same time are committed together."""
SECRET_BYTES = 32
LARGEST = 1024 * 1024
"""Bytes: far more than an update has."""
REGISTER_EVERY_SECONDS = 3_600.0
"""Somebody may have taken the webhook away."""
REPLY_WITHIN_SECONDS = 0.3
"""A reply that is held up for longer goes by a call of its own."""
ANSWERS_KEPT = 10_000
JSON = "application/json"
AGAIN = {"Retry-After": "1"}


class Webhook:
    """`url` is where Telegram reaches `WEBHOOK_PATH` of this server."""

    def __init__(
        self,
        hearing: Hearing,
        memory: ChannelMemory,
        url: str,
        answers: Answers | None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        """Replies go in `answers`, or (None) by calls of their own."""
        self._hearing = hearing
        self._memory = memory
        self._url = url
        self._answers = answers
        self._pause = pause
        self._secret = b""
        self._given: OrderedDict[int, Call] = OrderedDict()
        self._turned_away = TurnedAway()

    async def beginning(self) -> Call:
        """Raises `TryLater`."""
        secret = await self._memory.secret(secrets.token_urlsafe(SECRET_BYTES))
        self._secret = secret.encode()
        asked = {"url": self._url, "secret_token": secret, "max_connections": CONNECTIONS}
        return Call("setWebhook", asked | {"allowed_updates": list(WANTED)})

    async def run(self) -> None:
        await self._pause(REGISTER_EVERY_SECONDS)

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK_PATH, self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if not self._secret:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=AGAIN)
        if not compare_digest(request.headers.get(SECRET_HEADER, "").encode(errors="surrogatepass"), self._secret):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        update = self._hearing.read(await _body(request))
        id = update_id_of(update.raw)
        try:
            if update.received is None or id is None:
                return self._with_what_is_beside(await self._hearing.settle(update))
            return await self._take_in_turn(request, update, update.received.chat, id)
        except (TryLater, TooBusy):
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers=AGAIN)

    async def _take_in_turn(self, request: web.Request, update: Update, chat: Chat, id: int) -> web.StreamResponse:
        """After all of its chat that are to come again. Raises `TryLater` or `TooBusy`: then it is one of them."""
        try:
            if not self._turned_away.is_next(chat, id):
                raise TryLater("an earlier one is to come again")
            response = await self._take(request, update, chat, id)
        except (TryLater, TooBusy):
            self._turned_away.note(chat, id)
            raise
        self._turned_away.taken(chat, id)
        return response

    async def _take(self, request: web.Request, update: Update, chat: Chat, id: int) -> web.StreamResponse:
        if self._answers is None:
            return self._with_what_is_beside(await self._hearing.settle(update))
        if given := self._given.get(id):
            return _response(given)
        return await self._answer(request, update, id, chat.address, self._answers)

    def _with_what_is_beside(self, settled: Settled) -> web.Response:
        """The first call goes in the answer, where it costs no request: nobody waits for what comes of it."""
        if not settled.beside:
            return web.Response()
        first, *others = settled.beside
        self._hearing.call_beside(others)
        return _response(first)

    async def _answer(
        self, request: web.Request, update: Update, id: int, address: str, answers: Answers
    ) -> web.StreamResponse:
        answer, call = answers.open(address), None
        try:
            settled = await self._hearing.settle(update)
            if settled.is_answered:
                call = await answer.taken(REPLY_WITHIN_SECONDS)
        finally:
            answers.close(address, answer)
            if call is None:
                answer.written(False)
        if call is None:
            return self._with_what_is_beside(settled)
        self._hearing.call_beside(settled.beside)
        return await self._write(request, answer, call, id)

    async def _write(self, request: web.Request, answer: Answer, call: Call, id: int) -> web.Response:
        response, is_whole = _response(call), False
        try:
            await response.prepare(request)
            await response.write_eof()
            is_whole = True
        except ClientConnectionError:
            return response  # nobody reads it
        finally:
            answer.written(is_whole)
        self._given[id] = call
        if len(self._given) > ANSWERS_KEPT:
            self._given.popitem(last=False)
        return response


def _response(call: Call) -> web.Response:
    return web.Response(body=msgspec.json.encode({"method": call.method, **call.params}), content_type=JSON)


async def _body(request: web.Request) -> bytes:
    """Cut off after `LARGEST`, so that it cannot be read; the rest is taken from the line, or it would come again."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece[: LARGEST - len(body)]
    return bytes(body)
