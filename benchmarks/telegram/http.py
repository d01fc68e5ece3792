"""As little HTTP as a measurement needs, so that what is measured is the bot and not who loads it."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from typing import cast

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
TYPE = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.IGNORECASE)


class Line(asyncio.Protocol):
    """One connection. `whole` gets each message's head and body."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are no subclass

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head, start = self._buffer[:end], end + 4
            if CHUNKED.search(head):
                if (found := _unchunked(self._buffer, start)) is None:
                    return
                body, after = found
            else:
                length = LENGTH.search(head)
                after = start + (int(length[1]) if length else 0)
                if len(self._buffer) < after:
                    return
                body = self._buffer[start:after]
            self._buffer = self._buffer[after:]
            self.whole(head, body)

    def whole(self, head: bytes, body: bytes) -> None:
        raise NotImplementedError


def _unchunked(buffer: bytes, start: int) -> tuple[bytes, int] | None:
    body = b""
    while (end := buffer.find(b"\r\n", start)) >= 0:
        size = int(buffer[start:end], 16)
        start = end + 2
        if len(buffer) < start + size + 2:
            return None
        body += buffer[start : start + size]
        start += size + 2
        if not size:
            return body, start
    return None


def content_type(head: bytes) -> bytes:
    found = TYPE.search(head)
    return found[1] if found else b""


Answered = Callable[[int, bytes, bytes], None]
"""Gets the status, the content type and the body."""


class _Client(Line):
    def __init__(self, free: Callable[["_Client"], None]) -> None:
        super().__init__()
        self.answered: Answered | None = None
        self._free = free

    def whole(self, head: bytes, body: bytes) -> None:
        assert self.answered, "an answer that nobody asked for"
        answered, self.answered = self.answered, None
        self._free(self)
        answered(int(head[9:12]), content_type(head), body)

    def connection_lost(self, error: Exception | None) -> None:
        assert self.answered is None, "the bot has cut a connection on which it owed an answer"


class Connections:
    """To the bot's webhook: at most so many requests at the same time, the others wait in line."""

    def __init__(self, port: int, path: str, most: int, secret: str = "") -> None:
        self._head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            + (f"X-Telegram-Bot-Api-Secret-Token: {secret}\r\n" if secret else "")
            + "Content-Length: "
        ).encode()
        self._port = port
        self._most = most
        self._open: list[_Client] = []
        self._idle: deque[_Client] = deque()
        self._line: deque[tuple[bytes, Answered]] = deque()

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        for _ in range(self._most):
            _, client = await loop.create_connection(lambda: _Client(self._freed), "127.0.0.1", self._port)
            self._open.append(client)
            self._idle.append(client)

    def close(self) -> None:
        for client in self._open:
            client.transport.close()
        self._open.clear()
        self._idle.clear()

    def post(self, body: bytes, answered: Answered) -> None:
        if self._idle:
            self._send(self._idle.popleft(), body, answered)
        else:
            self._line.append((body, answered))

    def _freed(self, client: _Client) -> None:
        if self._line:
            self._send(client, *self._line.popleft())
        else:
            self._idle.append(client)

    def _send(self, client: _Client, body: bytes, answered: Answered) -> None:
        client.answered = answered
        client.transport.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
