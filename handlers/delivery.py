"""Messages in the outbox go out through their channels: in order for each chat, chats side by side."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

import structlog

from conversations.catalogue import Catalogue
from conversations.messages import Chat
from handlers import books
from handlers.in_hand import InHand
from handlers.ports import Channel, Pace
from handlers.send_queue import SendQueue
from handlers.sending import ChannelStopped, HasMoved, Result, Sent, SetAside, pause_after, send
from handlers.unreadable import set_aside
from storage import channels, outbox
from storage.claims import Claims
from storage.errors import DatabaseAway, DatabaseRefused
from storage.outbox import DueMessage, Found
from storage.store import Store, Unit

__all__ = ["Delivery", "DueMessage"]

AT_ONCE = 64
"""Chats of one channel that are written to at the same time."""
MOST_IN_HAND = 5_000
"""Beyond this many, messages stay in the outbox until others are sent."""
MOST_UNAWAITED = 4_000
"""Of notices that nobody awaits; the rest is room for replies, which go before them."""
FOUND_AT_ONCE = 1_000
LOOK_EVERY_SECONDS = 1.0
GATHER_SECONDS = 0.1
"""How long results are gathered, to be written down in one transaction."""
LAST_SENDS_SECONDS = 3.0
"""How long an end waits for what is being sent."""

Find = Callable[[Unit, Sequence[str], datetime, Collection[int], int], Awaitable[Found]]

log = structlog.get_logger()


class Delivery:
    """Sends what is in the outbox for the chats of these channels, by name; of others it leaves everything there.

    Of several processes on one PostgreSQL database, one sends for a channel, and another only once that one is gone.
    A message is sent again only when the process dies between sending it and writing that down.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        catalogue: Catalogue,
        now: Callable[[], datetime],
        jitter: Callable[[], float] = random.random,
        paces: Mapping[str, Pace] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`jitter` gives random numbers from 0 to 1. A channel's pace is kept by the `clock`, in seconds."""
        self._store = store
        self._channels = channels
        self._catalogue = catalogue
        self._now = now
        self._jitter = jitter
        self._paces = paces or {}
        self._clock = clock
        self._claims = Claims(store)
        self._mine: frozenset[str] = frozenset()
        self._stopped: set[str] = set()
        self._in_hand = InHand()
        self._ready: dict[str, SendQueue] = {}
        self._results: list[Result] = []
        self._books = asyncio.Lock()  # a look in the middle of clearing would find what was sent
        self._has_results = asyncio.Event()
        self._woken = asyncio.Event()

    def hand_over(self, messages: Sequence[DueMessage]) -> Collection[Chat]:
        """These rows were just committed: they are sent now, or found in the outbox when another must go first.

        Returns the chats that are written to now.
        """
        mine = [message for message in messages if message.chat.channel in self._mine]
        if len(self._in_hand) + len(mine) > MOST_IN_HAND:
            return ()
        ready, is_complete = self._in_hand.take_over(mine)
        self._make_ready(ready)
        if not is_complete:
            self.wake()
        return {message.chat for message in ready}

    def wake(self) -> None:
        """Somebody has written to the outbox: look at once."""
        self._woken.set()

    async def run(self) -> None:
        """Sends until it is cancelled; then what is being sent is finished and written down."""
        self._ready = {name: SendQueue(self._paces.get(name), self._clock) for name in self._channels}
        self._make_ready(self._in_hand.begin_anew())
        loops = [asyncio.create_task(self._look_for_ever()), asyncio.create_task(self._clear_for_ever())]
        channels = [channel for channel in self._channels.values() for _ in range(AT_ONCE)]
        workers = [asyncio.create_task(self._work(channel)) for channel in channels]
        try:
            done, _ = await asyncio.wait([*loops, *workers], return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            await self._end(loops, workers)

    async def _end(self, loops: Iterable[asyncio.Task[None]], workers: Iterable[asyncio.Task[None]]) -> None:
        async with self._books:
            for loop in loops:
                loop.cancel()
        for queue in self._ready.values():
            queue.close()
        self._ready.clear()
        _, late = await asyncio.wait(workers, timeout=LAST_SENDS_SECONDS)
        for worker in late:
            worker.cancel()
        await self._clear()
        await self._claims.release()

    # --- sending ---

    def _make_ready(self, messages: Iterable[DueMessage]) -> None:
        for message in messages:
            if queue := self._ready.get(message.chat.channel):
                queue.put(message, self._in_hand.is_awaited(message.complainant_id))

    async def _work(self, channel: Channel) -> None:
        queue = self._ready[channel.name]
        while turn := await queue.next():
            pause = 0.0
            try:
                if message := self._in_hand.begin(turn.complainant_id):
                    result = await self._try(message, channel)
                    pause = pause_after(result)
                    self._note(result)
            finally:
                queue.ended(turn, pause)

    async def _try(self, message: DueMessage, channel: Channel) -> Result:
        if channel.name in self._stopped:
            return ChannelStopped(message)
        return await send(message, channel, self._catalogue, self._now())

    def _note(self, result: Result) -> None:
        if isinstance(result, Sent | SetAside):
            self._make_ready(self._in_hand.sent(result.message))
        else:
            self._in_hand.stop(result.message.complainant_id)
        if isinstance(result, ChannelStopped):
            self._stopped.add(result.message.chat.channel)
        self._results.append(result)
        self._has_results.set()

    # --- keeping the outbox ---

    async def _clear_for_ever(self) -> None:
        while True:
            await self._has_results.wait()
            await asyncio.sleep(GATHER_SECONDS)
            self._has_results.clear()
            async with self._books:
                await self._clear()

    async def _clear(self) -> None:
        new, self._results = self._results, []
        if not new:
            return
        results, late = await books.enter(self._store, new, self._now(), self._jitter)
        if late:
            self._results = late + self._results
            self._has_results.set()
        self._in_hand.cleared([result.message.id for result in results if isinstance(result, Sent | SetAside)])
        self._in_hand.let_go(
            result.message.complainant_id for result in results if not isinstance(result, Sent | SetAside)
        )
        if any(isinstance(result, HasMoved) for result in results):
            self.wake()

    async def _look_for_ever(self) -> None:
        while True:
            self._woken.clear()
            async with self._books:
                try:
                    await self._look()
                except (DatabaseAway, DatabaseRefused) as error:
                    log.warning("the outbox cannot be read", error=str(error))
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._woken.wait()

    async def _begin(self, names: Sequence[str]) -> None:
        """Another process may have sent there until now."""
        if not names:
            return
        async with self._store.read() as unit:
            pauses = await channels.pauses(unit, names)
        now = self._now()
        for name in names:
            self._paces[name].begin(self._clock(), max(timedelta(), pauses.get(name, now) - now).total_seconds())

    async def _look(self) -> None:
        claimed = await self._claims.hold([name for name in self._channels if name not in self._stopped])
        for lost in self._mine - claimed:
            self._in_hand.let_go_of_channel(lost)
        await self._begin([name for name in claimed - self._mine if name in self._paces])
        self._mine = claimed
        await self._take_back()
        for find, most_in_hand in ((outbox.find_awaited, MOST_IN_HAND), (outbox.find, MOST_UNAWAITED)):
            at_most = min(FOUND_AT_ONCE, most_in_hand - len(self._in_hand))
            if claimed and at_most > 0:
                await self._find(find, sorted(claimed), at_most)

    async def _take_back(self) -> None:
        """What somebody is not to be told any more, or not so, does not go out only because it was in hand already."""
        mine = self._in_hand.editions
        if mine:
            async with self._store.read() as unit:
                theirs = await outbox.editions(unit, mine)
            self._in_hand.take_back({id for id, edition in mine.items() if theirs.get(id) != edition})

    async def _find(self, find: Find, channels: Sequence[str], at_most: int) -> None:
        async with self._store.read() as unit:
            found = await find(unit, channels, self._now(), self._in_hand.ids, at_most)
        self._make_ready(self._in_hand.find(found.messages))
        if len(found.messages) + len(found.unreadable) == FOUND_AT_ONCE:
            self.wake()
        if found.unreadable:
            async with self._store.begin() as unit:
                await set_aside(unit, found.unreadable)
