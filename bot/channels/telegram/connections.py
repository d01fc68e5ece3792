"""Connections to one HTTP/1.1 server (RFC 9112) that are kept from one request to the next.

Why not aiohttp's client, as elsewhere: `docs/decisions/0006-our-own-posting.md`.
"""

import asyncio
import ssl
from asyncio import Future, Transport
from socket import SOCK_STREAM
from typing import cast
from urllib.parse import quote, urlsplit

from aiohappyeyeballs import start_connection
from httptools import HttpParserError, HttpResponseParser

IDLE_SECONDS = 15.0
"""How long a connection is kept unused: servers close theirs after a while, and a request may cross with that."""
LARGEST = 32 * 1024 * 1024
EYEBALLS_SECONDS = 0.25
FIRST_FINAL_STATUS = 200
PATH = "/:@!$&'()*+,;=~"
HEAD = " HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: "


class _Connection(asyncio.Protocol):
    """One request at a time."""

    def __init__(self) -> None:
        self._transport: Transport | None = None
        self._answer: Future[tuple[int, bytes]] | None = None
        self._body = bytearray()
        self._parser = HttpResponseParser(self)
        self.is_reusable = True
        self.used_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(Transport, transport)  # uvloop's are no subclass

    async def ask(self, request: bytes) -> tuple[int, bytes]:
        """Raises `OSError`."""
        assert self._transport, "connected"
        self._answer = asyncio.get_running_loop().create_future()
        self._parser, self._body = HttpResponseParser(self), bytearray()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        self.is_reusable = False
        if self._transport:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._answer is None or self._answer.done():
            self.close()  # nobody has asked
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(ConnectionError(type(error).__name__))

    def on_body(self, body: bytes) -> None:
        self._body += body
        if len(self._body) > LARGEST:
            self._fail(ConnectionError("too large"))

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        if self._answer is None or self._answer.done():
            self.close()  # one more answer than was asked for
        elif status < FIRST_FINAL_STATUS:
            self._body.clear()
        else:
            self.is_reusable = self.is_reusable and self._parser.should_keep_alive()
            self._answer.set_result((status, bytes(self._body)))

    def connection_lost(self, error: Exception | None) -> None:
        self._fail(ConnectionError("cut"))

    def _fail(self, error: OSError) -> None:
        self.close()
        if self._answer and not self._answer.done():
            self._answer.set_exception(error)


class Connections:
    """At most `most` at the same time; whoever needs another one waits."""

    def __init__(self, base: str, most: int, trusted: ssl.SSLContext, connect_seconds: float) -> None:
        """`base` is the server's address, and the path that all requests have before their own."""
        server = urlsplit(base)
        self._host = server.hostname or ""
        self._tls = trusted if server.scheme == "https" else None
        self._port = server.port or (443 if self._tls else 80)
        self._path = quote(server.path, PATH)
        self._more = HEAD.format(host=server.netloc.rpartition("@")[2].encode("idna").decode())
        self._connect_seconds = connect_seconds
        self._free = asyncio.Semaphore(most)
        self._idle: list[_Connection] = []

    async def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer. Raises `OSError`; what was asked may have been done all the same."""
        request = f"POST {self._path}{path}{self._more}{len(body)}\r\n\r\n".encode() + body
        async with self._free:
            connection = self._kept() or await self._connected()
            try:
                answer = await connection.ask(request)
            except BaseException:
                connection.close()
                raise
            self._keep(connection)
        return answer

    def close(self) -> None:
        for connection in self._idle:
            connection.close()
        self._idle.clear()

    def _kept(self) -> _Connection | None:
        """The one used last: those that have not been needed for long are closed."""
        earliest = asyncio.get_running_loop().time() - IDLE_SECONDS
        while self._idle and (self._idle[0].used_at < earliest or not self._idle[0].is_reusable):
            self._idle.pop(0).close()
        while self._idle:
            if (connection := self._idle.pop()).is_reusable:
                return connection
        return None

    def _keep(self, connection: _Connection) -> None:
        connection.used_at = asyncio.get_running_loop().time()
        if connection.is_reusable:
            self._idle.append(connection)
        else:
            connection.close()

    async def _connected(self) -> _Connection:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._connect_seconds):
            found = await loop.getaddrinfo(self._host, self._port, type=SOCK_STREAM)
            socket = await start_connection(found, happy_eyeballs_delay=EYEBALLS_SECONDS)
            name = self._host if self._tls else None
            _, connection = await loop.create_connection(_Connection, sock=socket, ssl=self._tls, server_hostname=name)
        return connection
