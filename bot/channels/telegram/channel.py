"""Sending: a message becomes calls, in the answer that a webhook owes its chat or by themselves."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from bot.channels.telegram.answers import Answers
from bot.channels.telegram.asides import Asides
from bot.channels.telegram.calls import Call, message_calls
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.reading import CHANNEL
from bot.channels.telegram.tidy import after_press, closing, is_question
from bot.pacing import Pace
from conversations.catalogue import LANGUAGES
from conversations.messages import Chat, Rendered
from handlers.outgoing_files import make_file
from handlers.ports import NO_MAKERS, FileMakers, MadeFile

TYPES_AFTER_SECONDS = 1.0
MOST_LIVE = 20_000
LONGEST_NAP = 0.1


class TelegramChannel:
    """The `handlers.ports.Channel` of a bot, whose limits are its `pace`'s.

    An answer brings no result: what Telegram refuses of it is lost unseen. So only a webhook that wants it opens any.
    """

    name = CHANNEL

    def __init__(
        self,
        carrier: Carrier,
        pace: Pace,
        location_labels: Mapping[str, str],
        clock: Callable[[], float],
        makers: FileMakers = NO_MAKERS,
    ) -> None:
        """`clock` gives the seconds of the `pace`, `location_labels` what the button says that shares the location.

        `makers` make the documents that go with messages.
        """
        self.answers = Answers()
        self._carrier = carrier
        self._pace = pace
        self._labels = location_labels
        self._clock = clock
        self._makers = makers
        self.asides = Asides(carrier, pace, clock)
        self._begun: dict[int, int] = {}  # how many parts of a message are sent
        self._live: dict[str, int] = {}  # the message with a chat's open question

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        """As the protocol has it. A long message goes in parts; tried again, it goes on with the one that failed."""
        label = self._labels.get(message.language, self._labels[LANGUAGES[0]])
        calls = message_calls(int(address), message, label, await self._made(address, message))
        sent, told = self._begun.pop(message_id, 0), None
        try:
            for part, call in enumerate(calls[sent:]):
                if part:
                    await self._next_slot(address)
                told = await self._say(address, call)
                sent += 1
        finally:
            if 0 < sent < len(calls):
                self._begun[message_id] = sent
        self._keep_tidy(address, message, told)

    def pressed(self, address: str, update: bytes) -> tuple[Call, ...]:
        """What is to be called aside once the update of a pressed button is handled."""
        calls = after_press(update)
        if any(call.params.get("message_id") == self._live.get(address, 0) for call in calls):
            del self._live[address]
        return calls

    @contextmanager
    def typing(self, address: str) -> Iterator[None]:
        """What is done in it takes no time, or the person sees that somebody is at it."""
        timer = asyncio.get_running_loop().call_later(TYPES_AFTER_SECONDS, self._type, address)
        try:
            yield
        finally:
            timer.cancel()

    def _type(self, address: str) -> None:
        self.asides.call((Call("sendChatAction", {"chat_id": int(address), "action": "typing"}),))

    async def _made(self, address: str, message: Rendered) -> MadeFile | None:
        if message.file is None:
            return None
        return await make_file(self._makers, message.file, Chat(self.name, address), message.language)

    async def _say(self, address: str, call: Call) -> Any:
        """What Telegram tells of the message, None where it came in an answer, which has no room for a file."""
        answer = None if call.file else self.answers.take(address)
        if answer and await answer.put(call):
            return None
        return await self._carrier.call(call)

    async def _next_slot(self, address: str) -> None:
        """The part before is there; the next one may go."""
        self._pace.ended(address, self._clock())
        while (now := self._clock()) < (free_at := self._free_at(address)):  # noqa: ASYNC110 -- time rings no bell
            await asyncio.sleep(min(free_at - now, LONGEST_NAP))
        self._pace.take(address, now)

    def _free_at(self, address: str) -> float:
        return max(self._pace.free_at(), self._pace.chat_free_at(address))

    def _keep_tidy(self, address: str, message: Rendered, told: Any) -> None:
        if closed := closing(int(address), self._live.get(address), message):
            self.asides.call((closed,))
        if message.closes_prompt:
            self._live.pop(address, None)
        if is_question(message) and told:
            self._live[address] = told["message_id"]
            if len(self._live) > MOST_LIVE:
                del self._live[next(iter(self._live))]
