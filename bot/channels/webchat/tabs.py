"""The open pages of each visitor."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

from aiohttp import web

# a page that is this far behind loses its connection, comes back and asks for what it missed
MAX_WAITING = 300
MAX_TABS = 20


class Tab:
    """One open page. What is pushed before it was welcomed waits until then."""

    def __init__(self, abort: Callable[[], None]) -> None:
        self._abort = abort
        self.frames: asyncio.Queue[str] = asyncio.Queue(MAX_WAITING)
        self._held: list[str] | None = []

    def push(self, frame: str) -> None:
        if self._held is None:
            self.answer(frame)
        elif len(self._held) < MAX_WAITING:
            self._held.append(frame)
        else:
            self._abort()

    def answer(self, frame: str) -> None:
        """Like `push`, but not held back."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            self._abort()

    def hold(self) -> None:
        """What is pushed from now on comes after the next welcome, whose entries may be from before it."""
        if self._held is None:
            self._held = []

    def welcome(self, frame: str) -> None:
        self.answer(frame)
        held, self._held = self._held or [], None
        for each in held:
            self.answer(each)

    async def send_all(self, socket: web.WebSocketResponse) -> None:
        """Sends until it is cancelled or the connection is lost."""
        try:
            while True:
                await socket.send_str(await self.frames.get())
        except ConnectionError:
            self._abort()


class Tabs:
    """All open pages, by visitor."""

    def __init__(self) -> None:
        self._tabs: dict[str, dict[Tab, web.WebSocketResponse]] = defaultdict(dict)

    def open(self, address: str, tab: Tab, socket: web.WebSocketResponse) -> bool:
        """False when the visitor has too many pages open."""
        if len(self._tabs[address]) >= MAX_TABS:
            return False
        self._tabs[address][tab] = socket
        return True

    def close(self, address: str, tab: Tab) -> None:
        self._tabs[address].pop(tab, None)
        if not self._tabs[address]:
            del self._tabs[address]

    def push(self, address: str, frame: str) -> None:
        """Every open page of the visitor gets the frame. Never waits."""
        for tab in list(self._tabs.get(address, ())):
            tab.push(frame)

    def addresses(self) -> list[str]:
        return list(self._tabs)

    def sockets(self) -> list[web.WebSocketResponse]:
        return [socket for tabs in self._tabs.values() for socket in tabs.values()]
