"""A Bot API server as light as it can be: it takes what it is told and answers as Telegram does."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from benchmarks.telegram.http import Line, content_type

TOKEN = "123456789:benchmark-token-of-no-bot-at-all-00"
ME = {"id": 123456789, "is_bot": True, "first_name": "Lapor", "username": "lapor_bench_bot"}
ABOUT_ME = ME | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
NAMED = re.compile(rb'name="([^"]+)"')
Params = dict[str, Any]
Heard = Callable[[Params], None]
"""Gets each message that the bot sends, as Telegram's Message object."""


class BotApi:
    """`webhook` is what the bot has set last. `calls` counts them by method."""

    def __init__(self, heard: Heard) -> None:
        self.calls: Counter[str] = Counter()
        self.webhook: Params = {}
        self.base = ""
        self._heard = heard
        self._ids = 0
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(lambda: _Line(self.call), "127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        if self._server:
            self._server.close()

    def call(self, method: str, params: Params) -> Any:
        self.calls[method] += 1
        match method:
            case "sendMessage":
                message = self._message(params)
                self._heard(message)
                return message
            case "editMessageText" | "editMessageReplyMarkup":
                return self._message(params)
            case "getMe":
                return ABOUT_ME
            case "setWebhook":
                self.webhook = params
        return True

    def next_id(self) -> int:
        """Of a message. One bot's chats count together, which no bot can tell from counting each by itself."""
        self._ids += 1
        return self._ids

    def _message(self, params: Params) -> Params:
        chat = {"id": int(params["chat_id"]), "first_name": "Warga", "type": "private"}
        id = int(params.get("message_id") or self.next_id())
        message = {"message_id": id, "from": ME, "chat": chat, "date": int(time.time()), "text": params.get("text", "")}
        markup = _structure(params.get("reply_markup"))
        if markup and "inline_keyboard" in markup:
            message["reply_markup"] = markup
        if entities := _structure(params.get("entities")):
            message["entities"] = entities
        return message


class _Line(Line):
    def __init__(self, call: Callable[[str, Params], Any]) -> None:
        super().__init__()
        self._call = call

    def whole(self, head: bytes, body: bytes) -> None:
        method = head[: head.index(b" HTTP/")].rpartition(b"/")[2].decode()
        result = msgspec.json.encode({"ok": True, "result": self._call(method, parameters(content_type(head), body))})
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
        self.transport.write(answer % (len(result), result))


def parameters(kind: bytes, body: bytes) -> Params:
    """Of a call, or of the answer to an update, in each of the forms that Telegram takes."""
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        found: Params = msgspec.json.decode(body)
        return found
    if kind.startswith(b"multipart/"):
        return dict(_fields(body))
    return dict(parse_qsl(body.decode()))


def _fields(body: bytes) -> list[tuple[str, str]]:
    boundary = body[: body.index(b"\r\n")]
    found = []
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        if name := NAMED.search(head):
            found.append((name[1].decode(), value.removesuffix(b"\r\n").decode()))
    return found


def _structure(given: Any) -> Any:
    """Forms carry structures as JSON."""
    return msgspec.json.decode(given) if isinstance(given, str) and given else given
