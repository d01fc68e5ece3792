"""Somebody at the chat who may send anything at all; what they sent is remembered, to be looked for in the log."""

import asyncio
import hashlib
import json
from collections.abc import Iterable
from io import BytesIO
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, FormData

from tests.bot.processes import PATIENCE_SECONDS

Frame = dict[str, Any]
COOKIE = "pintulapor"
ASKS_AGAIN_AFTER_SECONDS = 0.1


class Guest:
    """One open page. `secrets` are whatever is nobody else's business: their words, cookie and address."""

    def __init__(self, url: str) -> None:
        self.session = ClientSession(url, cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": "id"})
        self.secrets: list[str] = []
        self.own: list[Frame] = []
        self._replies: list[Frame] = []
        self._answers: list[Frame] = []
        self._socket: ClientWebSocketResponse | None = None

    async def arrive(self) -> None:
        async with self.session.get("/") as page:
            page.raise_for_status()
            cookie = page.cookies[COOKIE].value
        self.secrets += [cookie, hashlib.sha256(cookie.encode()).hexdigest()[:32]]
        await self.connect()

    async def connect(self) -> None:
        self._socket = await self.session.ws_connect("/chat/socket")
        await self.send({"type": "hello"})

    @property
    def socket(self) -> ClientWebSocketResponse:
        assert self._socket
        return self._socket

    # --- what anybody does ---

    async def says(self, text: str) -> str:
        """The words of the reply."""
        return await self.posts("text", text=text)

    async def tells(self, texts: Iterable[str]) -> str:
        """One after the other; the words of the last reply."""
        replies = [await self.says(text) for text in texts]
        return replies[-1]

    async def asks_until(self, answer: str, text: str) -> None:
        """The same again and again, until that is in the reply."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while answer not in await self.says(text):  # noqa: ASYNC110 -- what goes on in another process rings no bell
                await asyncio.sleep(ASKS_AGAIN_AFTER_SECONDS)

    async def presses(self, data: str, label: str = "x", of: int = 0) -> str:
        return await self.posts("choice", data=data, label=label, of=of)

    async def posts(self, type: str, **fields: Any) -> str:
        answer = await self.tries(type, **fields)
        assert answer["type"] == "ack", answer
        return str((await self.reply())["body"]["text"])

    async def tries(self, type: str, key: str = "", **fields: Any) -> Frame:
        """What is answered to the message itself; when it is to come again later, it does."""
        key = key or str(uuid4())
        while True:
            await self.send({"type": type, "key": key, **fields})
            answer = await self.answer()
            assert answer["key"] == key
            if answer["type"] != "retry":
                return answer
            await asyncio.sleep(answer["after_ms"] / 1_000)

    async def uploads(self, content: bytes, name: str, caption: str = "") -> tuple[int, Frame]:
        self.secrets += [name, caption]
        form = FormData({"key": str(uuid4()), "caption": caption}, quote_fields=False)
        form.add_field("file", BytesIO(content), filename=name)
        async with self.session.post("/chat/upload", data=form) as response:
            return response.status, await response.json()

    async def sends_file(self, content: bytes, name: str, caption: str = "") -> tuple[str, str]:
        """The file's id, and the words of the reply."""
        status, answer = await self.uploads(content, name, caption)
        assert status == 200, answer
        return answer["file_id"], await self.posts("media", file_id=answer["file_id"])

    # --- the line ---

    async def send(self, frame: Frame) -> None:
        self.secrets += [str(value) for name, value in frame.items() if name not in ("type", "data", "of")]
        await self.socket.send_str(json.dumps(frame))

    async def answer(self) -> Frame:
        """The next that is said of a frame, not of a message in the chat."""
        while not self._answers:
            await self._receive()
        return self._answers.pop(0)

    async def reply(self) -> Frame:
        """The next that the bot says."""
        while not self._replies:
            await self._receive()
        return self._replies.pop(0)

    async def everything(self) -> str:
        """All that this person is shown, as it came."""
        async with self.session.ws_connect("/chat/socket") as socket:
            await socket.send_json({"type": "hello"})
            return await socket.receive_str()

    async def _receive(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            frame = json.loads(await self.socket.receive_str())
        match frame["type"]:
            case "entry" if frame["entry"]["own"]:
                self.own.append(frame["entry"])
            case "entry":
                self._replies.append(frame["entry"])
            case "welcome":
                pass
            case _:
                self._answers.append(frame)
