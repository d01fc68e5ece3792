"""A thousand chats: each sends its next update once it has read the reply and Telegram was told that the last arrived.

So does Telegram, which sends a chat's updates one at a time.
"""

import asyncio
import random
import time
from itertools import count
from typing import Any

from benchmarks.dialogue import LENGTH
from benchmarks.telegram.api import BotApi, parameters
from benchmarks.telegram.http import Connections
from benchmarks.telegram.people import Person

OK = 200
AGAIN_SECONDS = 0.1
LONGEST_QUIET_S = 120.0
"""Until all that is under way is replied to."""


class _Chat:
    __slots__ = ("began", "is_free", "is_taken", "person")

    def __init__(self, person: Person) -> None:
        self.person = person
        self.began = 0.0
        self.is_free = True  # nothing is under way
        self.is_taken = True  # the last update was answered 200


class Crowd:
    """`seconds` holds, for each update, the time from when it would be sent until its reply was with Telegram."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.seconds: list[float] = []
        self.refused = 0
        self.receipts = 0
        self.in_answers = 0
        self.under_way = 0
        self.api = BotApi(self._heard)
        self._connections: Connections | None = None
        self._numbers = count()
        self._updates = count(1_000)
        self._chats: dict[int, _Chat] = {}
        self._is_talking = False
        self._problem: BaseException | None = None
        for _ in range(size):
            self._newcomer()

    def connect(self, connections: Connections) -> None:
        self._connections = connections
        asyncio.get_running_loop().set_exception_handler(lambda _, context: self._fail(context.get("exception")))

    def _fail(self, problem: BaseException | None) -> None:
        self._problem = self._problem or problem

    def _look(self) -> None:
        if self._problem:
            raise self._problem

    async def spread(self) -> None:
        """Everyone stands at another message of the dialogue than the next person."""
        chats = list(self._chats.values())
        goals = {id(chat): n % LENGTH for n, chat in enumerate(chats)}
        while behind := [c for c in chats if c.is_free and c.is_taken and c.person.done < goals[id(c)]]:
            for chat in behind:
                self._send(chat)
            await self.quiet()
        self.seconds.clear()

    async def arrive(self, newcomers: int, until: int) -> None:
        """So many more people, who have sent that many messages and then say nothing."""
        chats = [self._newcomer() for _ in range(newcomers)]
        for _ in range(until):
            for chat in chats:
                self._send(chat)
            await self.quiet()

    async def talk(self, seconds: float, longest: float) -> float:
        """All go on as fast as they are replied to, for so long and at least one update for each. How long it took."""
        self.seconds.clear()
        self._is_talking, began = True, time.perf_counter()
        for chat in list(self._chats.values()):
            self._send(chat)
        while (took := time.perf_counter() - began) < seconds or (len(self.seconds) < self.size and took < longest):
            await asyncio.sleep(0.005)
            self._look()
        self._is_talking = False
        return took

    async def trickle(self, per_second: float, seconds: float) -> None:
        """Updates come at random, so many a second, each from a chat that waits for nothing."""
        self.seconds.clear()
        began, due = time.perf_counter(), 0.0
        while due < seconds:
            due += random.expovariate(per_second)
            if (pause := began + due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            free = [chat for chat in random.sample(list(self._chats.values()), 8) if chat.is_free and chat.is_taken]
            if free:
                self._send(free[0])

    async def quiet(self, longest: float = LONGEST_QUIET_S) -> None:
        """Nothing is under way."""
        async with asyncio.timeout(longest):
            while self.under_way:
                await asyncio.sleep(0.002)
                self._look()

    def _newcomer(self) -> _Chat:
        chat = _Chat(Person(next(self._numbers)))
        self._chats[chat.person.chat_id] = chat
        return chat

    def _send(self, chat: _Chat) -> None:
        assert self._connections
        chat.is_free = chat.is_taken = False
        self.under_way += 1
        chat.began = time.perf_counter()
        update = chat.person.next_update(next(self._updates), self.api.next_id())
        self._post(chat, update)

    def _post(self, chat: _Chat, update: bytes) -> None:
        assert self._connections

        def answered(status: int, kind: bytes, body: bytes) -> None:
            if status != OK and self.refused > 50 * self.size:
                self._fail(AssertionError(f"status {status} again and again"))
            elif status != OK:
                self.refused += 1
                asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._post, chat, update)
                return
            called = parameters(kind, body) if len(body) > 2 else {}
            if method := called.pop("method", None):
                self.in_answers += 1
                self.api.call(str(method), called)
            chat.is_taken = True
            self._go_on(chat)

        self._connections.post(update, answered)

    def _heard(self, message: dict[str, Any]) -> None:
        chat = self._chats.get(message["chat"]["id"])
        if chat is None or chat.is_free:
            return  # a notice, for which nobody waits here
        self.seconds.append(time.perf_counter() - chat.began)
        chat.is_free = True
        chat.person.read(message)
        self._go_on(chat)

    def _go_on(self, chat: _Chat) -> None:
        if not (chat.is_free and chat.is_taken):
            return
        self.under_way -= 1
        if chat.person.is_done:
            del self._chats[chat.person.chat_id]
            self.receipts += 1
            chat = self._newcomer()
        if self._is_talking:
            self._send(chat)
