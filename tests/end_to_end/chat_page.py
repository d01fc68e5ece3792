"""The chat page without a browser: it keeps what is not acknowledged, reconnects and asks for what it missed."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import aiohttp
from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData

from tests.bot.processes import PATIENCE_SECONDS
from tests.end_to_end.server import Server

Entry = dict[str, Any]
Frame = dict[str, Any]
BUSY = 503
COMES_BACK_AFTER_SECONDS = 0.05


class ChatPage:
    """One person's page. `entries` is what it shows, by id; `acknowledged` and `unsent` are keys, in order."""

    def __init__(self, server: Server, on_acknowledged: Callable[[], None] = lambda: None) -> None:
        self.entries: dict[int, Entry] = {}
        self.acknowledged: list[str] = []
        self._server = server
        self._session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self._on_acknowledged = on_acknowledged
        self._unsent: list[Frame] = []
        self._has_unsent = asyncio.Event()
        self._answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._changed = asyncio.Condition()

    @property
    def unsent(self) -> list[str]:
        return [frame["key"] for frame in self._unsent]

    @property
    def shown(self) -> list[Entry]:
        return [self.entries[id] for id in sorted(self.entries)]

    # --- what the person does ---

    def post(self, type: str, key: str = "", **fields: Any) -> str:
        """It is sent as soon as those before it are acknowledged. Returns its key."""
        frame = {"type": type, "key": key or str(uuid4()), **fields}
        self._unsent.append(frame)
        self._has_unsent.set()
        return str(frame["key"])

    async def upload(self, content: bytes, name: str, key: str) -> str:
        """The file is kept. Returns its id, to be sent by a `media` frame with the same key."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                with suppress(aiohttp.ClientError, OSError):
                    if file_id := await self._upload(content, name, key):
                        return file_id
                await asyncio.sleep(COMES_BACK_AFTER_SECONDS)

    async def _upload(self, content: bytes, name: str, key: str) -> str:
        """Empty when the server is too busy."""
        form = FormData({"key": key, "kind": "photo"})
        form.add_field("file", content, filename=name)
        address = await self._server.address()
        async with self._session.post(f"{address}/chat/upload", data=form) as response:
            if response.status == BUSY:
                return ""
            response.raise_for_status()
            return str((await response.json())["file_id"])

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Raises `TimeoutError` when it never is."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._changed:
            await self._changed.wait_for(is_so)

    async def read_all(self) -> list[Entry]:
        """Everything that was ever said, as somebody sees it who opens the page anew and scrolls up."""
        async with self._session.ws_connect(await self._server.address() + "/chat/socket") as socket:
            await socket.send_json({"type": "hello"})
            page = await _next(socket, "welcome")
            entries: list[Entry] = page["entries"]
            while page.get("has_older"):
                await socket.send_json({"type": "older", "before": entries[0]["id"]})
                page = await _next(socket, "older")
                entries = page["entries"] + entries
        return entries

    # --- the line ---

    async def stay_open(self) -> None:
        """Comes back for ever, until it is cancelled."""
        try:
            while True:
                with suppress(aiohttp.ClientError, OSError):
                    await self._visit(await self._server.address())
                await asyncio.sleep(COMES_BACK_AFTER_SECONDS)
        finally:
            await self._session.close()

    async def _visit(self, address: str) -> None:
        if not len(self._session.cookie_jar):
            async with self._session.get(address) as page:
                page.raise_for_status()
        async with self._session.ws_connect(f"{address}/chat/socket", headers={"Origin": address}) as socket:
            await socket.send_json({"type": "hello", "last_id": max(self.entries, default=0)})
            await self._take(await _next(socket, "welcome"))
            sending = asyncio.create_task(self._send(socket))
            try:
                async for message in socket:
                    await self._take(json.loads(message.data))
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    async def _send(self, socket: ClientWebSocketResponse) -> None:
        while True:
            await self._has_unsent.wait()
            self._answer = asyncio.get_running_loop().create_future()
            await socket.send_json(self._unsent[0])
            answer = await self._answer
            if answer["type"] == "retry":
                await asyncio.sleep(answer["after_ms"] / 1_000)

    async def _take(self, frame: Frame) -> None:
        match frame["type"]:
            case "welcome":
                self._show(frame["entries"])
            case "entry":
                self._show([frame["entry"]])
            case "retry":
                self._answer.set_result(frame)
            case "ack":
                self._forget(frame["key"])
                self._answer.set_result(frame)
                self._on_acknowledged()
            case _:
                raise AssertionError(frame)
        async with self._changed:
            self._changed.notify_all()

    def _forget(self, key: str) -> None:
        assert self._unsent.pop(0)["key"] == key
        self.acknowledged.append(key)
        if not self._unsent:
            self._has_unsent.clear()

    def _show(self, entries: list[Entry]) -> None:
        for entry in entries:
            known = self.entries.setdefault(entry["id"], entry)
            assert known == entry, "what was shown has changed"


async def _next(socket: ClientWebSocketResponse, type: str) -> Frame:
    async for message in socket:
        frame: Frame = json.loads(message.data)
        if frame["type"] == type:
            return frame
    raise ConnectionResetError
