"""Whom a channel writes to next: replies before notices, whoever has waited longest first, at the channel's pace."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from heapq import heappop, heappush
from itertools import count

from handlers.ports import Pace
from storage.outbox import DueMessage

NOBODY = 0

_Turn = tuple[bool, int, int, str]
"""Whether nobody awaits it, when it was put, whose it is, and where it goes."""


class SendQueue:
    """`clock` gives the seconds of the `pace`; without a pace everything goes at once."""

    def __init__(self, pace: Pace | None, clock: Callable[[], float]) -> None:
        self._pace = pace
        self._clock = clock
        self._ready: list[_Turn] = []
        self._later: list[tuple[float, _Turn]] = []
        self._turns = count(1)
        self._is_closed = False
        self._changed = asyncio.Event()
        self._asking = asyncio.Lock()

    def put(self, message: DueMessage, is_awaited: bool) -> None:
        """Its complainant may be written to. Put again, they have two turns, of which the later may come to nothing."""
        heappush(self._ready, (not is_awaited, next(self._turns), message.complainant_id, message.chat.address))
        self._changed.set()

    def close(self) -> None:
        """Whoever asks from now on, or is asking, gets `NOBODY`."""
        self._is_closed = True
        self._changed.set()

    async def next(self) -> int:
        """The id of the complainant who is to be written to now; it counts as being done."""
        async with self._asking:
            while not self._is_closed:
                now = self._clock()
                free_at = self._pace.free_at() if self._pace else now
                if free_at <= now and (turn := self._pop(now)):
                    return turn[2]
                await self._changed_within(self._seconds_to_wait(free_at, now))
        return NOBODY

    def _pop(self, now: float) -> _Turn | None:
        """The first turn whose chat may be written to, noted as taken; others before it wait for their chats."""
        while self._later and self._later[0][0] <= now:
            heappush(self._ready, heappop(self._later)[1])
        while self._ready:
            turn = heappop(self._ready)
            if self._pace is None:
                return turn
            if (chat_free_at := self._pace.chat_free_at(turn[3])) <= now:
                self._pace.take(turn[3], now)
                return turn
            heappush(self._later, (chat_free_at, turn))
        return None

    def _seconds_to_wait(self, free_at: float, now: float) -> float | None:
        """Until something may go; None: until something is put."""
        if self._ready:
            return free_at - now
        return max(self._later[0][0], free_at) - now if self._later else None

    async def _changed_within(self, seconds: float | None) -> None:
        self._changed.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()
