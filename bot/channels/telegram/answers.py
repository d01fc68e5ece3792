"""The answers to updates that a webhook still owes: each may carry one call, which then needs no request of its own."""

import asyncio
from collections import defaultdict
from contextlib import suppress

from bot.channels.telegram.calls import Call


class Answer:
    """One answer, open until it is `taken`. What was put into it is with Telegram once it is `written`."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._call: asyncio.Future[Call] = loop.create_future()
        self._written: asyncio.Future[bool] = loop.create_future()

    async def put(self, call: Call) -> bool:
        """Whether Telegram has it."""
        self._call.set_result(call)
        return await self._written

    async def taken(self, seconds: float) -> Call | None:
        """What is put into it within so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._call
        return None

    def written(self, is_whole: bool) -> None:
        if not self._written.done():
            self._written.set_result(is_whole)


class Answers:
    """The open ones, by chat."""

    def __init__(self) -> None:
        self._open: defaultdict[str, list[Answer]] = defaultdict(list)

    def open(self, address: str) -> Answer:
        answer = Answer()
        self._open[address].append(answer)
        return answer

    def close(self, address: str, answer: Answer) -> None:
        """Nothing more is put into it."""
        if answer in self._open[address]:
            self._open[address].remove(answer)
        if not self._open[address]:
            del self._open[address]

    def take(self, address: str) -> Answer | None:
        """One for this chat, closed for others."""
        if not (waiting := self._open.get(address)):
            return None
        answer = waiting[0]
        self.close(address, answer)
        return answer
