"""Connections that are kept between requests, to a server that does all that a server may do."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import trustme

from bot.channels.telegram import connections
from bot.channels.telegram.connections import Connections

Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Reads whole requests, and does with each what it is told to."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.requests: list[bytes] = []
        self.opened = 0
        self.open = 0
        self.most_open = 0
        self.writers: list[asyncio.StreamWriter] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        self.writers.append(writer)
        try:
            while not writer.is_closing():
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                self.requests.append(head + await reader.readexactly(length))
                await self._serve(self.requests[-1], writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def served(serve: Serve, most: int = 10, path: str = "/bot42:A/") -> AsyncIterator[tuple[Server, Connections]]:
    server = Server(serve)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    lines = Connections(f"http://127.0.0.1:{port}{path}", most, ssl.create_default_context(), 5.0)
    try:
        yield server, lines
    finally:
        lines.close()
        listening.close()
        for writer in server.writers:
            writer.close()


def says(*pieces: bytes) -> Serve:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    return serve


async def test_what_is_posted_arrives_and_the_connection_is_kept() -> None:
    async with served(says(OK), path="/a b%/bot42:A/") as (server, lines):
        for body in (b"{}", b'{"text":"halo"}'):
            assert await lines.post("sendMessage", body) == (200, b"{}")
    assert server.opened == 1
    line, *_ = server.requests[1].split(b"\r\n")
    assert line == b"POST /a%20b%25/bot42:A/sendMessage HTTP/1.1"
    assert server.requests[1].endswith(b'\r\n\r\n{"text":"halo"}')


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        ((b"HTTP/1.1 200 OK\r\nConten", b"t-Length: 4\r\n\r\n{", b"}  "), (200, b"{}  ")),
        ((b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", b"1\r\n}\r\n0\r\n\r\n"), (200, b"{}")),
        ((b"HTTP/1.1 100 Continue\r\n\r\n" + OK,), (200, b"{}")),
        ((b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad",), (502, b"bad")),
        ((b"HTTP/1.1 204 No Content\r\n\r\n",), (204, b"")),
    ],
)
async def test_an_answer_is_read_whole_however_it_comes(pieces: tuple[bytes, ...], answer: tuple[int, bytes]) -> None:
    async with served(says(*pieces)) as (server, lines):
        for _ in range(2):
            assert await lines.post("getMe", b"{}") == answer
    assert server.opened == 1


@pytest.mark.parametrize(
    "broken",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n{}",
    ],
)
async def test_an_answer_that_is_none_is_an_error_and_the_next_request_goes_elsewhere(broken: bytes) -> None:
    async def serve(request: bytes, writer: asyncio.StreamWriter) -> None:
        if len(server.requests) > 1:
            writer.write(OK)
            return
        writer.write(broken)
        await writer.drain()
        writer.close()

    async with served(serve) as (server, lines):
        with pytest.raises(OSError):  # noqa: PT011 -- whichever it is
            await lines.post("getMe", b"{}")
        assert await lines.post("getMe", b"{}") == (200, b"{}")
    assert server.opened == 2


async def test_a_connection_that_the_server_has_closed_meanwhile_is_not_used_again() -> None:
    async with served(says(OK)) as (server, lines):
        await lines.post("getMe", b"{}")
        server.writers[0].close()
        await server.writers[0].wait_closed()
        await asyncio.sleep(0.05)
        assert await lines.post("getMe", b"{}") == (200, b"{}")


async def test_a_server_that_wants_to_close_is_let_go() -> None:
    async with served(says(OK.replace(b"OK\r\n", b"OK\r\nConnection: close\r\n"))) as (server, lines):
        for _ in range(2):
            assert await lines.post("getMe", b"{}") == (200, b"{}")
    assert server.opened == 2


async def test_one_that_was_not_used_for_long_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "IDLE_SECONDS", 0.0)
    async with served(says(OK)) as (server, lines):
        for _ in range(2):
            await lines.post("getMe", b"{}")
            await asyncio.sleep(0.01)
    assert server.opened == 2


async def test_what_nobody_asked_for_is_not_taken_for_an_answer() -> None:
    async with served(says(OK + OK.replace(b"{}", b"[]"))) as (server, lines):
        assert await lines.post("getMe", b"{}") == (200, b"{}")
        await asyncio.sleep(0.05)
        assert await lines.post("getMe", b"{}") == (200, b"{}")
    assert server.opened == 2


async def test_an_answer_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LARGEST", 10_000)
    async with served(says(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", b"x" * 20_000)) as (_, lines):
        with pytest.raises(ConnectionError):
            await lines.post("getMe", b"{}")


async def test_only_so_many_are_open_and_the_others_wait() -> None:
    async def slowly(request: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.02)
        writer.write(OK)

    async with served(slowly, most=3) as (server, lines):
        answers = await asyncio.gather(*(lines.post("getMe", b"{}") for _ in range(12)))
    assert answers == [(200, b"{}")] * 12
    assert server.most_open == 3


async def test_a_request_that_is_given_up_takes_its_connection_with_it() -> None:
    async def never(request: bytes, writer: asyncio.StreamWriter) -> None:
        if len(server.requests) > 1:
            writer.write(OK)

    async with served(never, most=1) as (server, lines):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await lines.post("getMe", b"{}")
        assert await lines.post("getMe", b"{}") == (200, b"{}")
    assert server.opened == 2


@pytest.mark.parametrize("is_trusted", [True, False])
async def test_only_a_server_with_a_good_certificate_is_told_anything(is_trusted: bool) -> None:
    authority, server = trustme.CA(), Server(says(OK))
    theirs, ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(theirs)
    if is_trusted:
        authority.configure_trust(ours)
    listening = await asyncio.start_server(server.handle, "127.0.0.1", 0, ssl=theirs)
    port = listening.sockets[0].getsockname()[1]
    lines = Connections(f"https://localhost:{port}/bot42:A/", 2, ours, 5.0)
    if is_trusted:
        assert await lines.post("getMe", b"{}") == (200, b"{}")
    else:
        with pytest.raises(ssl.SSLCertVerificationError):
            await lines.post("getMe", b"{}")
        assert server.requests == []
    lines.close()
    listening.close()
