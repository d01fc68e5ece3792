"""What both libraries do for Telegram: read updates, make calls, fetch files. The one face of the two adapters."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from msgspec import Raw

from bot.channels.telegram.calls import Call, polling_call
from bot.channels.telegram.errors import Unreadable
from bot.channels.telegram.fetching import fetch
from bot.channels.telegram.opening import Opened, open_update
from bot.channels.telegram.reading import CHANNEL, Reader
from bot.channels.telegram.token import bot_id_of, file_key_of
from bot.channels.telegram.wire import ANSWER_SECONDS, Wire
from conversations.messages import Received


class Carrier(ABC):
    """A subclass says how its library reads an update and makes a call.

    None of the errors holds an address, a text or the token. They are raised outside of `except`, so that none of the
    library's own errors, which do hold them, hangs on ours.
    """

    name = CHANNEL

    def __init__(self, token: str, api_base: str) -> None:
        """Raises `Misconfigured`."""
        self.bot_id = bot_id_of(token)
        self._reader = Reader(self.bot_id, file_key_of(token))
        self._wire = Wire(token, api_base)

    @property
    def username(self) -> str:
        """The bot's own, without @; empty until it is set to what `getMe` tells."""
        return self._reader.username

    @username.setter
    def username(self, username: str) -> None:
        self._reader.username = username

    async def open(self) -> None:
        await self._wire.open()

    async def close(self) -> None:
        await self._wire.close()

    def read(self, update: bytes) -> Received | None:
        """None where it is nothing to us. Raises `Unreadable`."""
        opened = open_update(update)
        if opened is None:
            return None
        try:
            return self._read(opened)
        except Exception as error:  # noqa: BLE001 -- whatever it is, this update must not stop the next ones
            problem = type(error).__name__
        raise Unreadable(opened.kind, opened.update_id, problem)

    async def call(self, call: Call) -> Any:
        """What Telegram answers, decoded. Raises `TryLater`, `Undeliverable`, `Moved`, `Rejected`, `Misconfigured`."""
        return msgspec.json.decode(await self._ask(call, ANSWER_SECONDS))

    async def updates(self, offset: int, timeout: int) -> Sequence[bytes]:  # noqa: ASYNC109 -- the Bot API's word
        """The updates from `offset` on, each as it came; waits `timeout` seconds for the first. Raises as `call`."""
        found = await self._ask(polling_call(offset, timeout), timeout + ANSWER_SECONDS)
        return [bytes(update) for update in msgspec.json.decode(found, type=list[Raw])]

    def fetch(self, source: str, start: int = 0) -> AsyncIterator[bytes]:
        """A file's bytes, from `start` on. Raises `TryLater`, `FileRefused` or `Misconfigured`."""
        return fetch(self.call, self._wire, source, start)

    @abstractmethod
    def _read(self, opened: Opened) -> Received | None:
        """Raises whatever the library raises for what it cannot read."""

    @abstractmethod
    async def _ask(self, call: Call, seconds: float) -> Raw:
        """The result of the call, as it came. Raises as `call`."""
