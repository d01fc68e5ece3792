"""HTTP to a Bot API server: connections that are kept, JSON both ways, and nothing of an address in any error."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict
from urllib.parse import quote

import certifi
import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData, TCPConnector
from msgspec import Raw

from bot.channels.telegram.connections import Connections
from conversations.messages import Refusal
from handlers.errors import FileRefused, Misconfigured, TryLater
from handlers.ports import MadeFile

CONNECTIONS = 100
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
"""Telegram answers within a second; what comes later may have been done all the same."""
STALLED_SECONDS = 30.0
"""How long a download may stand still."""
CHUNK = 64 * 1024
NOT_ITS_ANSWER = "status {status}, and not an answer of Telegram's"


class NoAnswer(Exception):
    """Nothing came back that Telegram says: what was asked may have been done all the same."""


class Answer(TypedDict):
    """What Telegram answers (https://core.telegram.org/bots/api#making-requests); the result is left unread."""

    ok: bool
    result: NotRequired[Raw]
    description: NotRequired[str]
    error_code: NotRequired[int]
    parameters: NotRequired[dict[str, Any]]


class Wire:
    def __init__(self, token: str, api_base: str) -> None:
        base = api_base.rstrip("/")
        self._files = f"{base}/file/bot{token}/"
        self._methods = f"{base}/bot{token}/"
        self._calls = Connections(self._methods, CONNECTIONS, _trusted(), CONNECT_SECONDS)
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """It is open; what is asked of it before opens it too."""
        self._opened()

    async def close(self) -> None:
        self._calls.close()
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=CONNECTIONS, ssl=_trusted()))
        return self._session

    async def post(self, method: str, body: bytes, seconds: float = ANSWER_SECONDS) -> tuple[int, bytes]:
        """The status and the body of an answer that Telegram itself gave to a call. Raises `NoAnswer`."""
        try:
            async with asyncio.timeout(seconds):
                status, content = await self._calls.post(method, body)
        except OSError as error:
            problem = type(error).__name__
        else:
            if _is_telegrams(status, content):
                return status, content
            problem = NOT_ITS_ANSWER.format(status=status)
        raise NoAnswer(problem)  # out here, so that no error hangs on it that knows the address

    async def upload(
        self, method: str, params: Mapping[str, Any], part: str, file: MadeFile, seconds: float = ANSWER_SECONDS
    ) -> tuple[int, bytes]:
        """As `post`, with the file in a part of this name."""
        form = FormData()
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
        form.add_field(part, file.content, filename=file.name, content_type=file.media_type)
        limits = ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._opened().post(self._methods + method, data=form, timeout=limits) as response:
                status, content = response.status, await response.read()
        except (ClientError, OSError) as error:
            problem = type(error).__name__
        else:
            if _is_telegrams(status, content):
                return status, content
            problem = NOT_ITS_ANSWER.format(status=status)
        raise NoAnswer(problem)

    async def download(self, path: str, start: int = 0) -> AsyncIterator[bytes]:
        """A file's bytes from `start` on; `path` as `getFile` tells it.

        Raises `FileRefused`, `TryLater` or `Misconfigured`.
        """
        limits = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=STALLED_SECONDS)
        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            async with self._opened().get(self._files + quote(path), headers=headers, timeout=limits) as response:
                _refuse(response.status)
                passed = start if response.status == HTTPStatus.OK else 0
                async for chunk in response.content.iter_chunked(CHUNK):
                    if passed < len(chunk):
                        yield chunk[passed:]
                    passed = max(0, passed - len(chunk))
                return
        except (ClientError, OSError) as error:
            problem = type(error).__name__
        raise TryLater(problem)


def _is_telegrams(status: int, content: bytes) -> bool:
    answer = read_answer(content)
    return answer is not None and answer["ok"] == (status < HTTPStatus.MULTIPLE_CHOICES)


@cache
def _trusted() -> ssl.SSLContext:
    trusted = ssl.create_default_context()
    trusted.load_verify_locations(certifi.where())  # not every Python knows where the system keeps its own
    return trusted


def _refuse(status: int) -> None:
    if status == HTTPStatus.NOT_FOUND:
        raise FileRefused(Refusal.GONE)
    if status == HTTPStatus.UNAUTHORIZED:
        raise Misconfigured("the token is refused")
    if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        raise TryLater(f"status {status}")


_answers = msgspec.json.Decoder(Answer)


def read_answer(content: bytes) -> Answer | None:
    """None for what is not Telegram's: a page for people, something cut off."""
    try:
        answer = _answers.decode(content)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    return answer if ("result" in answer) == answer["ok"] else None
