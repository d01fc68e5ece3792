"""HTTP to a Bot API server: connections that are kept, JSON both ways, and nothing of an address in any error."""

import ssl
from collections.abc import AsyncIterator
from functools import cache
from http import HTTPStatus
from typing import Any, NotRequired, TypedDict

import certifi
import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from msgspec import Raw

from conversations.messages import Refusal
from handlers.errors import FileRefused, Misconfigured, TryLater

CONNECTIONS = 100
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
"""Telegram answers within a second; what comes later may have been done all the same."""
STALLED_SECONDS = 30.0
"""How long a download may stand still."""
CHUNK = 64 * 1024
JSON = {"Content-Type": "application/json"}


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
    def __init__(self) -> None:
        self._session: ClientSession | None = None

    async def open(self) -> None:
        """It is open; what is asked of it before opens it too."""
        self._opened()

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=CONNECTIONS, ssl=_trusted()))
        return self._session

    async def post(self, url: str, body: bytes, seconds: float = ANSWER_SECONDS) -> tuple[int, bytes]:
        """The status and the body of an answer that Telegram itself gave. Raises `NoAnswer`."""
        limits = ClientTimeout(total=seconds, sock_connect=CONNECT_SECONDS)
        try:
            async with self._opened().post(url, data=body, headers=JSON, timeout=limits) as response:
                status, content = response.status, await response.read()
        except (ClientError, OSError) as error:
            problem = type(error).__name__
        else:
            if (answer := read_answer(content)) is not None and answer["ok"] == (status < HTTPStatus.MULTIPLE_CHOICES):
                return status, content
            problem = f"status {status}, and not an answer of Telegram's"
        raise NoAnswer(problem)  # out here, so that no error hangs on it that knows the address

    async def download(self, url: str, start: int = 0) -> AsyncIterator[bytes]:
        """The file's bytes from `start` on. Raises `FileRefused`, `TryLater` or `Misconfigured`."""
        limits = ClientTimeout(total=None, sock_connect=CONNECT_SECONDS, sock_read=STALLED_SECONDS)
        headers = {"Range": f"bytes={start}-"} if start else {}
        try:
            async with self._opened().get(url, headers=headers, timeout=limits) as response:
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
