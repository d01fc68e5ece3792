"""The socket of one open page."""

import asyncio
from functools import partial

import structlog
from aiohttp import WSCloseCode, WSMsgType, web

from bot.channels.webchat.channel import WebChat, shown
from bot.channels.webchat.frames import (
    BrokenFrame,
    Hello,
    Older,
    OlderEntries,
    Unreadable,
    Welcome,
    read_frame,
    written,
)
from bot.channels.webchat.hearing import Hearing, Visitor
from bot.channels.webchat.tabs import Tab
from bot.channels.webchat.visitor import LANGUAGES, address_of, is_from_elsewhere, language_of
from handlers.errors import TryLater
from handlers.transcript import Remembered, Transcript

# the longest text is 1 MB; what is a little longer can still be refused with a word instead of a broken line
MAX_FRAME_BYTES = 2 * 1024 * 1024
PING_SECONDS = 25.0
FIRST_SIGHT = 40
MOST_MISSED = 150
# close codes that the page knows (4000–4999 are free for applications)
NO_COOKIE = 4401
TOO_MANY_TABS = 4429

log = structlog.get_logger()


class Sockets:
    """Answers `/chat/socket`."""

    def __init__(self, chat: WebChat, hearing: Hearing) -> None:
        self._chat = chat
        self._hearing = hearing

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if is_from_elsewhere(request):
            raise web.HTTPForbidden
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS, max_msg_size=MAX_FRAME_BYTES)
        await socket.prepare(request)
        address = address_of(request)
        if address is None:
            await socket.close(code=NO_COOKIE)
            return socket
        tab = Tab(abort=partial(_abort, request))
        if not self._chat.tabs.open(address, tab, socket):
            await socket.close(code=TOO_MANY_TABS)
            return socket
        sending = asyncio.create_task(tab.send_all(socket))
        try:
            await self._listen(socket, tab, Visitor(address, language_of(request)))
        except TryLater:
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
        except Exception as error:
            log.error("web chat socket failed", exc_info=error)
            await socket.close(code=WSCloseCode.INTERNAL_ERROR)
        finally:
            sending.cancel()
            self._chat.tabs.close(address, tab)
        return socket

    async def _listen(self, socket: web.WebSocketResponse, tab: Tab, visitor: Visitor) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                visitor = await self._answer(tab, visitor, message.data)
            elif message.type is WSMsgType.BINARY:
                tab.answer(written(Unreadable("binary")))

    async def _answer(self, tab: Tab, visitor: Visitor, raw: str) -> Visitor:
        try:
            frame = read_frame(raw)
        except BrokenFrame as error:
            tab.answer(written(Unreadable(str(error))))
            return visitor
        match frame:
            case Hello(last_id=last_id, language=language):
                tab.hold()
                tab.welcome(written(await welcome(self._chat.transcript, visitor.address, last_id)))
                return Visitor(visitor.address, language if language in LANGUAGES.values() else visitor.language)
            case Older(before=before):
                older = (await self._chat.transcript.before(visitor.address, before, FIRST_SIGHT)).stretch
                tab.answer(written(OlderEntries([shown(e) for e in older.entries], older.has_more)))
            case message:
                tab.answer(written(await self._hearing.hear(visitor, message)))
        return visitor


def _abort(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def welcome(transcript: Transcript, address: str, last_id: int) -> Welcome:
    """What a page that has everything up to `last_id` has missed; after a long absence only the end of it."""
    if last_id:
        missed = await transcript.after(address, last_id, MOST_MISSED)
        if not missed.stretch.has_more:
            return _welcome(missed)
    last = await transcript.before(address, None, FIRST_SIGHT)
    return _welcome(last, is_fresh=True, has_older=last.stretch.has_more)


def _welcome(remembered: Remembered, is_fresh: bool = False, has_older: bool = False) -> Welcome:
    entries = [shown(entry) for entry in remembered.stretch.entries]
    return Welcome(entries, remembered.first_id, remembered.language, is_fresh, has_older)
