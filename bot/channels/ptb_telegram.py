"""Telegram carried by python-telegram-bot: its models read updates, its client calls, over a request of our own."""

import logging
import os
from typing import Any, cast

import msgspec
import telegram
from msgspec import Raw
from telegram import CallbackQuery, ChatMemberUpdated, InputFile, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram import refusals
from bot.channels.telegram.calls import ATTACHED, Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.opening import Opened
from bot.channels.telegram.token import API
from bot.channels.telegram.wire import ANSWER_SECONDS, NoAnswer, Wire, read_answer
from conversations.messages import Received
from handlers.ports import MadeFile

# the library warns of every span of time that it tells as a number, unless told that it may be a timedelta
os.environ.setdefault("PTB_TIMEDELTA", "true")
# they write what is sent at DEBUG, and httpx addresses with the token in them at INFO
for library in ("telegram", "httpx", "httpcore"):
    logging.getLogger(library).setLevel(logging.WARNING)


class PtbTelegram(Carrier):
    def __init__(self, token: str, api_base: str = API) -> None:
        """Raises `Misconfigured`."""
        super().__init__(token, api_base)
        request, base = _Request(self._wire), api_base.rstrip("/")
        self._bot = _Bot(token, f"{base}/bot", f"{base}/file/bot", request=request, get_updates_request=request)

    def _read(self, opened: Opened) -> Received | None:
        match opened.kind:
            case "message":
                return self._reader.message(Message.de_json(opened.payload), opened)
            case "edited_message":
                return self._reader.edit(Message.de_json(opened.payload), opened)
            case "callback_query":
                return self._reader.press(CallbackQuery.de_json(opened.payload))
            case _:
                return self._reader.membership(ChatMemberUpdated.de_json(opened.payload), opened)

    async def _ask(self, call: Call, seconds: float) -> Raw:
        try:
            asked = self._bot.do_api_request(call.method, _with_file(call), read_timeout=seconds)
            return cast(Raw, await asked)
        except TelegramError as error:
            ours = _in_our_words(error)
        raise ours  # out here: the library's own error may hold what was answered


def _with_file(call: Call) -> dict[str, Any]:
    if call.file is None:
        return dict(call.params)
    return {**call.params, ATTACHED: InputFile(call.file.content, call.file.name)}


def _in_our_words(error: TelegramError) -> Exception:
    """`BadRequest` is a `NetworkError`, and must be looked at before it."""
    match error:
        case RetryAfter():
            after = error.retry_after
            return refusals.too_fast(after if isinstance(after, int) else after.total_seconds())
        case ChatMigrated():
            return refusals.moved(error.new_chat_id)
        case Forbidden():
            return refusals.blocked()
        case BadRequest():
            return refusals.bad_request(error.message)
        case InvalidToken() | EndPointNotFound():
            return refusals.wrong_token()
        case Conflict():
            return refusals.other_consumer()
        case _:
            return refusals.no_answer(type(error).__name__)


class _Bot(telegram.Bot):
    @classmethod
    def _warn(cls, *args: Any, **more: Any) -> None:
        """Without its advice to use another method than `do_api_request`: the answer is wanted as it is."""


class _Request(BaseRequest):
    """Sends JSON, and leaves the result of a good answer unread; a refusal is the library's to judge."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    @property
    def read_timeout(self) -> float:
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """The connections are the adapter's."""

    async def shutdown(self) -> None:
        """The connections are the adapter's."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = read_answer(payload)
        if answer is None:
            raise TelegramError("not an answer of Telegram's")
        return dict(answer)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        seconds = ANSWER_SECONDS if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            return await self._posted(url.rpartition("/")[2], request_data or RequestData(), seconds)
        except NoAnswer as error:
            raise NetworkError(str(error)) from None

    async def _posted(self, method: str, data: RequestData, seconds: float) -> tuple[int, bytes]:
        if not data.contains_files:
            return await self._wire.post(method, msgspec.json.encode(data.parameters), seconds)
        [(part, (name, content, media_type))] = data.multipart_data.items()
        file = MadeFile(name, media_type, cast(bytes, content))
        return await self._wire.upload(method, data.json_parameters, part, file, seconds)
