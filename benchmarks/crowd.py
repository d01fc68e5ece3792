"""Chats at once: each a person who sends the next message when the answer to the last one has come."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from itertools import count

from benchmarks.dialogue import CHANNEL, LENGTH, Person
from conversations.messages import Received, Rendered

Take = Callable[[Received], Awaitable[object]]


class Phones:
    """A messaging app (`handlers.ports.Channel`) that costs nothing: the answer is there at once."""

    name = CHANNEL

    def __init__(self) -> None:
        self._awaited: dict[str, asyncio.Future[tuple[Rendered, float]]] = {}

    def expect(self, address: str) -> asyncio.Future[tuple[Rendered, float]]:
        """The next message to this chat, and when it came."""
        self._awaited[address] = asyncio.get_running_loop().create_future()
        return self._awaited[address]

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        awaited = self._awaited.pop(address, None)
        if awaited and not awaited.done():
            awaited.set_result((message, time.perf_counter()))


async def exchange(person: Person, take: Take, phones: Phones) -> float:
    """The person has sent a message and read the answer; the seconds between the two."""
    answer = phones.expect(person.chat.address)
    message, began = person.next_message(), time.perf_counter()
    await take(message)
    read, came = await answer
    person.read(read)
    return came - began


class Crowd:
    """`size` people who talk at the same time; whoever has a receipt makes place for a newcomer.

    `seconds` holds, for each answered message, the time from handing it in until the answer was with the messaging app.
    """

    def __init__(self, size: int, phones: Phones) -> None:
        self.size = size
        self.seconds: list[float] = []
        self.receipts = 0
        self._phones = phones
        self._numbers = count()
        self._people = [self._newcomer() for _ in range(size)]
        self._is_over = False

    async def spread(self, take: Take) -> None:
        """Everyone stands at another message of the dialogue than the next person."""
        await asyncio.gather(*(self._go_on(person, n % LENGTH, take) for n, person in enumerate(self._people)))
        self.seconds.clear()

    async def talk(self, take: Take) -> None:
        """All talk until it is over."""
        async with asyncio.TaskGroup() as group:
            for person in self._people:
                group.create_task(self._talk(person, take))

    def end(self) -> None:
        """Whoever awaits an answer still gets it: a transaction broken off could lock the database for the others."""
        self._is_over = True

    async def _talk(self, person: Person, take: Take) -> None:
        while not self._is_over:
            await self._go_on(person, LENGTH, take)
            if person.is_done:
                self.receipts += 1
                person = self._newcomer()

    async def _go_on(self, person: Person, until: int, take: Take) -> None:
        while person.done < until and not self._is_over:
            self.seconds.append(await exchange(person, take, self._phones))

    def _newcomer(self) -> Person:
        return Person(next(self._numbers))
