"""Messages come in: those that arrive while a batch is being committed are the next batch, one for each chat."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import structlog

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Received
from handlers.delivery import Delivery
from handlers.errors import NotHandled, TooBusy, TryLater
from handlers.faults import Fault, fault_of
from handlers.finishing import finished
from handlers.new_reports import Route, to_desk
from handlers.ports import BotUsername, no_bot
from handlers.turns import Taken, TurnFailed, take_turns
from storage.errors import DatabaseAway, DatabaseRefused
from storage.store import Store

MOST_WAITING = 5_000
MOST_IN_A_BATCH = 500
LINGER_SECONDS = 0.001
"""How long a batch waits for company when the last one had more: it takes most off the slowest answers at half load."""
TRIES_ALONE = 3

log = structlog.get_logger()


class Wakeable(Protocol):
    def wake(self) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    received: Received
    handled: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Intake:
    """Hands messages to the conversations, in order for each chat. Chats do not wait for each other."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        delivery: Delivery,
        forwarding: Wakeable,
        file_removal: Wakeable,
        fetching: Wakeable,
        now: Callable[[], datetime],
        random_bits: Callable[[int], int],
        route: Route = to_desk,
        bot_username: BotUsername = no_bot,
    ) -> None:
        """`random_bits` gives a number of that many bits, unguessable; `route` says where a report goes."""
        self._store = store
        self._catalogue = catalogue
        self._delivery = delivery
        self._forwarding = forwarding
        self._file_removal = file_removal
        self._fetching = fetching
        self._now = now
        self._random_bits = random_bits
        self._route = route
        self._bot_username = bot_username
        self._chats: dict[Chat, deque[_Waiting]] = {}
        self._waiting = 0
        self._arrived = asyncio.Event()
        self._last_size = 1
        self._is_closed = False

    async def take(self, received: Received) -> bool:
        """The message is committed, with all that came of it; or it is a repeat of one that was.

        True when a reply goes out at once.

        Raises `TooBusy` when too many wait, `TryLater` when the database is away or the process ends, and `NotHandled`;
        then the message is not recorded, and is handled when it comes again.
        """
        if self._is_closed:
            raise TryLater("ending")
        if self._waiting >= MOST_WAITING:
            raise TooBusy
        waiting = _Waiting(received)
        self._chats.setdefault(received.chat, deque()).append(waiting)
        self._waiting += 1
        self._arrived.set()
        return await waiting.handled

    async def run(self) -> None:
        """Handles messages until it is cancelled; then the batch in hand is finished, and others are turned away."""
        self._is_closed = False
        try:
            while True:
                await self._arrived.wait()
                if len(self._chats) < self._last_size:
                    await asyncio.sleep(LINGER_SECONDS)
                await finished(self._handle(self._next_batch()))
        finally:
            self._is_closed = True
            self._turn_away("ending")

    def _next_batch(self) -> list[_Waiting]:
        """The first message of each chat, of those chats that have waited longest."""
        chats = list(self._chats)[:MOST_IN_A_BATCH]
        batch = []
        for chat in chats:
            line = self._chats.pop(chat)
            batch.append(line.popleft())
            if line:
                self._chats[chat] = line  # behind the others
        self._waiting -= len(batch)
        self._last_size = len(batch)
        if not self._chats:
            self._arrived.clear()
        return batch

    async def _handle(self, batch: Sequence[_Waiting]) -> None:
        try:
            await self._commit(batch)
        except TurnFailed as error:
            await self._handle_without(batch, error)
        except DatabaseAway as error:
            self._put_off(batch, error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not hold up the others
            fault = fault_of(error)
            log.warning("batch failed, now one by one", messages=len(batch), error=fault.error, at=fault.at)
            for waiting in batch:
                await self._handle_alone(waiting)

    async def _handle_without(self, batch: Sequence[_Waiting], error: TurnFailed) -> None:
        for waiting in batch:
            if failure := error.failures.get(waiting.received.chat):
                self._fail(waiting, failure.fault, failure.complainant_id)
        rest = [waiting for waiting in batch if waiting.received.chat not in error.failures]
        if rest:
            await self._handle(rest)

    async def _handle_alone(self, waiting: _Waiting) -> None:
        fault = Fault("", "")
        for _ in range(TRIES_ALONE):
            try:
                await self._commit([waiting])
            except TurnFailed as error:
                await self._handle_without([waiting], error)
            except DatabaseAway as error:
                self._put_off([waiting], error)
            except DatabaseRefused as error:  # with another receipt number, or after the unit that was in the way
                fault = fault_of(error)
                continue
            except Exception as error:  # noqa: BLE001 -- the same
                self._fail(waiting, fault_of(error))
            return
        self._fail(waiting, fault)

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        received = [waiting.received for waiting in batch]
        async with self._store.begin() as unit:
            taken = await take_turns(
                unit, received, self._catalogue, self._now(), self._random_bits, self._route, self._bot_username()
            )
        answered = self._delivery.hand_over(taken.messages)
        for waiting in batch:
            if not waiting.handled.done():
                waiting.handled.set_result(waiting.received.chat in answered)
        self._go_on(taken)
        if taken.has_forgotten:
            await self._store.scrub()

    def _go_on(self, taken: Taken) -> None:
        if taken.aftermath.has_returned or taken.aftermath.has_told_others:
            self._delivery.wake()
        if taken.aftermath.has_forwardings:
            self._forwarding.wake()
        if taken.aftermath.has_unwanted_files:
            self._file_removal.wake()
        if taken.has_fetches:
            self._fetching.wake()

    def _put_off(self, batch: Sequence[_Waiting], error: DatabaseAway) -> None:
        """All that wait are told so, lest a later message of a chat is handled before one that comes again."""
        log.warning("messages put off: the database is away", messages=len(batch), error=str(error))
        for waiting in batch:
            _refuse(waiting, TryLater("database"))
        self._turn_away("database")

    def _turn_away(self, reason: str) -> None:
        for line in self._chats.values():
            for waiting in line:
                _refuse(waiting, TryLater(reason))
        self._chats.clear()
        self._waiting = 0
        self._arrived.clear()

    def _fail(self, waiting: _Waiting, fault: Fault, complainant_id: int | None = None) -> None:
        log.error("message not handled", complainant=complainant_id, error=fault.error, at=fault.at)
        _refuse(waiting, NotHandled(fault.error))


def _refuse(waiting: _Waiting, error: Exception) -> None:
    if not waiting.handled.done():
        waiting.handled.set_exception(error)
