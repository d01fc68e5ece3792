"""Documents that went with our messages, made anew whenever a visitor fetches one of theirs."""

from aiohttp import web

from bot.channels.webchat.bodies import BotBody, read_body
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.visitor import address_of
from bot.file_answer import disposition
from conversations.messages import Chat, OutgoingFile
from handlers.errors import TryLater
from handlers.outgoing_files import make_file
from handlers.ports import FileMakers, MadeFile

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class MadeFiles:
    """Answers `GET /chat/made/{key}`, the key being that of the message."""

    def __init__(self, chat: WebChat, makers: FileMakers) -> None:
        self._chat = chat
        self._makers = makers

    async def handle(self, request: web.Request) -> web.Response:
        """What the visitor may not have any more, and what never was theirs, are answered alike."""
        address = address_of(request)
        try:
            made = await self._made(address, request.match_info["key"]) if address else None
        except TryLater:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "3"}) from None
        if made is None:
            raise web.HTTPNotFound
        headers = {**HEADERS, "Content-Disposition": disposition(made.name, is_shown=False)}
        return web.Response(body=made.content, content_type=made.media_type, headers=headers)

    async def _made(self, address: str, key: str) -> MadeFile | None:
        entry = await self._chat.transcript.find(address, key)
        body = read_body(entry.body) if entry and not entry.is_own else None
        if not isinstance(body, BotBody) or body.file is None:
            return None
        file = OutgoingFile(body.file.name, body.file.kind, body.file.ref)
        language = await self._chat.transcript.language(address)
        return await make_file(self._makers, file, Chat(WebChat.name, address), language)
