"""A visitor of the web chat: what a page does, without a page."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData

from bot.channels.webchat.visitor import COOKIE
from tests.bot.chat_server import ChatServer

Frame = dict[str, Any]


class Tab:
    """One open page; `frames` is everything that came."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.frames: list[Frame] = []
        self._read = 0

    async def next(self, wanted: Callable[[Frame], bool] = lambda frame: True) -> Frame:
        """The next frame that is wanted; those before it are passed over."""
        async with asyncio.timeout(20):
            while True:
                if self._read == len(self.frames):
                    self.frames.append(json.loads(await self.socket.receive_str()))
                self._read += 1
                if wanted(self.frames[self._read - 1]):
                    return self.frames[self._read - 1]

    async def send(self, type: str, **fields: Any) -> None:
        await self.socket.send_str(json.dumps({"type": type, **fields}))

    async def hello(self, last_id: int = 0) -> Frame:
        await self.send("hello", last_id=last_id)
        return await self.next(is_a("welcome"))

    async def say(self, text: str, key: str = "") -> str:
        """Acknowledged."""
        key = key or new_key()
        await self.send("text", key=key, text=text)
        await self.next(lambda frame: frame["type"] == "ack" and frame["key"] == key)
        return key

    async def reply(self) -> Frame:
        """What the bot says next."""
        frame = await self.next(lambda frame: frame["type"] == "entry" and not frame["entry"]["own"])
        entry: Frame = frame["entry"]
        return entry


class Visitor:
    def __init__(self, server: ChatServer, language: str = "id") -> None:
        self._server = server
        self.session = ClientSession(
            server.url, cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language}
        )

    @property
    def address(self) -> str:
        """By which the server knows them."""
        [token] = [cookie.value for cookie in self.session.cookie_jar if cookie.key == COOKIE]
        return hashlib.sha256(token.encode()).hexdigest()[:32]

    async def arrive(self) -> str:
        """The page is loaded, and with it comes the cookie."""
        async with self.session.get("/") as response:
            assert response.status == 200
            return await response.text()

    async def open(self, last_id: int = 0) -> Tab:
        tab = Tab(await self.session.ws_connect("/chat/socket"))
        await tab.hello(last_id)
        return tab

    async def upload(self, content: bytes, name: str, key: str = "", **fields: str) -> tuple[int, Frame]:
        """The status, and the answer."""
        form = FormData(quote_fields=False)  # as browsers do
        for field, value in {"key": key or new_key(), **fields}.items():
            form.add_field(field, value)
        form.add_field("file", BytesIO(content), filename=name)
        async with self.session.post("/chat/upload", data=form) as response:
            is_json = response.content_type == "application/json"
            return response.status, await response.json() if is_json else {"text": await response.text()}


@asynccontextmanager
async def visiting(server: ChatServer, language: str = "id") -> AsyncIterator[Visitor]:
    """Somebody for whom the page was loaded."""
    visitor = Visitor(server, language)
    await visitor.arrive()
    yield visitor
    await visitor.session.close()


def new_key() -> str:
    return str(uuid4())


def is_a(type: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["type"] == type
