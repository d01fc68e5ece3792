"""Telegram carried by aiogram: its models read updates and write calls, its client sends, over a session of our own."""

from collections.abc import AsyncGenerator
from functools import cache
from math import ceil
from typing import Any, cast

import aiogram.methods
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from msgspec import Raw
from pydantic import ValidationError

from bot.channels.telegram import refusals
from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.opening import Opened
from bot.channels.telegram.token import API
from bot.channels.telegram.wire import ANSWER_SECONDS, NoAnswer, Wire, read_answer
from conversations.messages import Received
from handlers.errors import Rejected


class AiogramTelegram(Carrier):
    def __init__(self, token: str, api_base: str = API) -> None:
        """Raises `Misconfigured`."""
        super().__init__(token, api_base)
        server = TelegramAPIServer.from_base(api_base)
        self._bot = Bot(token, session=_Session(self._wire, server))

    def _read(self, opened: Opened) -> Received | None:
        match opened.kind:
            case "message":
                return self._reader.message(Message.model_validate(opened.payload), opened)
            case "edited_message":
                return self._reader.edit(Message.model_validate(opened.payload), opened)
            case "callback_query":
                return self._reader.press(CallbackQuery.model_validate(opened.payload))
            case _:
                return self._reader.membership(ChatMemberUpdated.model_validate(opened.payload), opened)

    async def _ask(self, call: Call, seconds: float) -> Raw:
        try:
            method = _method(call.method).model_validate(call.params)
            return cast(Raw, await self._bot(method, request_timeout=ceil(seconds)))
        except (AiogramError, ValidationError) as error:
            ours = _in_our_words(error, call.method)
        raise ours  # out here: aiogram's own error holds the address and the text


def _in_our_words(error: Exception, method: str) -> Exception:
    match error:
        case TelegramRetryAfter():
            return refusals.too_fast(error.retry_after)
        case TelegramMigrateToChat():
            return refusals.moved(error.migrate_to_chat_id)
        case TelegramForbiddenError():
            return refusals.blocked()
        case TelegramBadRequest():
            return refusals.bad_request(error.message)
        case TelegramUnauthorizedError() | TelegramNotFound():
            return refusals.wrong_token()
        case TelegramConflictError():
            return refusals.other_consumer()
        case ValidationError():
            return Rejected(f"no valid {method}")
        case _:
            return refusals.no_answer(type(error).__name__)


@cache
def _method(name: str) -> type[TelegramMethod[Any]]:
    return cast(type[TelegramMethod[Any]], getattr(aiogram.methods, name[0].upper() + name[1:]))


class _Session(BaseSession):
    """Sends only what was given, as JSON, and leaves a good answer unread; a refusal is aiogram's to judge."""

    def __init__(self, wire: Wire, server: TelegramAPIServer) -> None:
        super().__init__(server)
        self._wire = wire

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 -- aiogram's own signature
    ) -> TelegramType:
        url = self.api.api_url(bot.token, method.__api_method__)
        body = method.model_dump_json(exclude_unset=True).encode()
        try:
            status, content = await self._wire.post(url, body, timeout or ANSWER_SECONDS)
        except NoAnswer as error:
            raise TelegramNetworkError(method, str(error)) from None
        answer = read_answer(content)
        if answer and answer["ok"]:
            return cast(TelegramType, answer["result"])
        self.check_response(bot, method, status, content.decode())
        raise TelegramNetworkError(method, "no result")

    async def close(self) -> None:
        """The connections are the adapter's."""

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 -- the same
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        async for chunk in self._wire.download(url):
            yield chunk
