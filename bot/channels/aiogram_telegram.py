"""Telegram carried by aiogram: its models read updates and judge calls, its client sends, over a session of our own.

Its models say of what type everything in a call is, and nothing of the texts and numbers that change from one call to
the next. So they judge one call of each shape, and others of that shape are right too: a tenth of the time.
"""

from collections.abc import AsyncGenerator, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil
from typing import Any, cast

import aiogram.methods
import msgspec
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
from bot.channels.telegram.calls import ATTACHED, Call
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
        self._right: set[Hashable] = set()

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
            return cast(Raw, await self._bot(self._method(call), request_timeout=ceil(seconds)))
        except (AiogramError, ValidationError) as error:
            ours = _in_our_words(error, call.method)
        raise ours  # out here: aiogram's own error holds the address and the text

    def _method(self, call: Call) -> TelegramMethod[Any]:
        """Raises `ValidationError`."""
        shape = (call.method, shape_of(call.params))
        if shape not in self._right:
            method = _method(call.method).model_validate(call.params)
            self._right.add(shape)
            if call.file is None:
                return method
        return cast(TelegramMethod[Any], Judged(call))  # aiogram hands it to the session as it is


@dataclass(frozen=True, slots=True)
class Judged:
    """A call, where aiogram's client wants a method of its own: one of the same shape was right."""

    call: Call

    def whole(self) -> TelegramMethod[Any]:
        return _method(self.call.method).model_validate(self.call.params)


def shape_of(value: Any) -> Hashable:
    """All that aiogram's models look at: names and types."""
    if isinstance(value, Mapping):
        return tuple([(name, shape_of(each)) for name, each in value.items()])
    if isinstance(value, list):
        return frozenset([shape_of(each) for each in value])
    return cast(Hashable, type(value))


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
        try:
            status, content = await self._posted(method, timeout or ANSWER_SECONDS)
        except NoAnswer as error:
            raise TelegramNetworkError(method, str(error)) from None
        answer = read_answer(content)
        if answer and answer["ok"]:
            return cast(TelegramType, answer["result"])
        whole = method.whole() if isinstance(method, Judged) else method
        self.check_response(bot, whole, status, content.decode())
        raise TelegramNetworkError(method, "no result")

    async def _posted(self, method: object, seconds: float) -> tuple[int, bytes]:
        if isinstance(method, Judged) and (file := method.call.file):
            return await self._wire.upload(method.call.method, method.call.params, ATTACHED, file, seconds)
        name, body = _written(method)
        return await self._wire.post(name, body, seconds)

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
        raise NotImplementedError("files are fetched by the adapter")
        yield b""


def _written(method: object) -> tuple[str, bytes]:
    """Its name and its parameters as JSON."""
    if isinstance(method, Judged):
        return method.call.method, msgspec.json.encode(method.call.params)
    known = cast(TelegramMethod[Any], method)
    return known.__api_method__, known.model_dump_json(exclude_unset=True).encode()
