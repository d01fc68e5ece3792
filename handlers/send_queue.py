"""Whom a channel writes to next: replies before notices, whoever has waited longest first, at the channel's pace."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from math import inf

from handlers.ports import Pace
from storage.outbox import DueMessage


@dataclass(frozen=True, slots=True, order=True)
class Turn:
    """Somebody may be written to. Whoever awaits a reply is before the others; `number` grows with each turn."""

    is_unawaited: bool
    number: int
    complainant_id: int
    address: str


class SendQueue:
    """`clock` gives the seconds of the `pace`; without a pace everything goes at once."""

    def __init__(self, pace: Pace | None, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._ready: list[Turn] = []
        self._later: list[tuple[float, Turn]] = []
        self._numbers = count(1)
        self._is_closed = False
        self._idle: deque[asyncio.Future[None]] = deque()
        self._changed = asyncio.Event()
        self._asking = asyncio.Lock()

    def put(self, message: DueMessage, is_awaited: bool) -> None:
        """Its complainant may be written to. Put again, they have two turns, of which the later may come to nothing."""
        turn = Turn(not is_awaited, next(self._numbers), message.complainant_id, message.chat.address)
        heappush(self._ready, turn)
        if self._idle:
            _wake(self._idle.popleft())
        self._changed.set()

    def close(self) -> None:
        """Whoever asks from now on, or is asking, gets None."""
        self._is_closed = True
        for asking in self._idle:
            _wake(asking)
        self._changed.set()

    async def next(self) -> Turn | None:
        """The turn that is taken now; it is under way until it has `ended`."""
        return await (self._next_at_once() if self._pace is None else self._next_in_time(self._pace))

    async def _next_at_once(self) -> Turn | None:
        """Each `put` wakes one who asks, so that what was put at once goes at once."""
        while not self._is_closed:
            if self._ready:
                return heappop(self._ready)
            asking = asyncio.get_running_loop().create_future()
            self._idle.append(asking)
            await asking
        return None

    async def _next_in_time(self, pace: Pace) -> Turn | None:
        async with self._asking:
            while not self._is_closed:
                now = self._clock()
                free_at = pace.free_at()
                if free_at <= now and (turn := self._pop(pace, now)):
                    return turn
                await self._changed_within(self._seconds_to_wait(free_at, now))
        return None

    def ended(self, turn: Turn, pause: float = 0.0) -> None:
        """It was taken, whatever came of it. Nobody is to be written to for so many seconds."""
        if self._pace is None:
            return
        now = self._clock()
        self._pace.ended(turn.address, now)
        if pause:
            self._pace.pause(now + pause)
        self._changed.set()

    def _pop(self, pace: Pace, now: float) -> Turn | None:
        """The first turn whose chat may be written to, noted as taken; others before it wait for their chats."""
        while self._later and self._later[0][0] <= now:
            heappush(self._ready, heappop(self._later)[1])
        while self._ready:
            turn = heappop(self._ready)
            if (chat_free_at := pace.chat_free_at(turn.address)) <= now:
                pace.take(turn.address, now)
                return turn
            heappush(self._later, (chat_free_at, turn))
        return None

    def _seconds_to_wait(self, free_at: float, now: float) -> float | None:
        """Until somebody may be written to; None: until something is put, or ends."""
        next_at = free_at if self._ready else max(self._later[0][0], free_at) if self._later else inf
        return None if next_at == inf else next_at - now

    async def _changed_within(self, seconds: float | None) -> None:
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()


def _wake(asking: asyncio.Future[None]) -> None:
    if not asking.done():
        asking.set_result(None)
