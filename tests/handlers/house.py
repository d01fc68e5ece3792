"""The intake and the delivery at work on a real database, with a messaging app that writes down what it is sent."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Collection, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from itertools import count

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.hearing import hear_out
from conversations.lookups import what_it_needs
from conversations.messages import Chat, Received, Rendered
from conversations.turn import Given, take_turn
from handlers.delivery import Delivery
from handlers.incoming import Intake
from storage import conversations, outbox
from storage.outbox import DueMessage
from storage.store import Store
from tests.filed import NOW, Clock

# What a person writes from the first word to the receipt, in any chat of the office
TELLING: Sequence[m.Incoming] = (
    m.Text("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap"),
    m.Text("Setuju"),
    m.Text("Lampu Penerangan Jalan Umum"),
    m.Text("senin"),
    m.Text("Teluk Lingga, seberang gerbang sekolah"),
    m.Text("Lewati"),
    m.Text("Anonim"),
    m.Text("Kirim"),
)


class App:
    """A messaging app. `refusals` are raised for an address, one at each try, until there are none left."""

    def __init__(self, name: str = "webchat") -> None:
        self.name = name
        self.sent: list[tuple[str, int, str]] = []
        self.refusals: dict[str, list[Exception]] = {}
        self.is_slow = False
        self.at_once = 0
        self.most_at_once = 0

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.is_slow:
                await asyncio.sleep(random.random() / 100)
            if refusals := self.refusals.get(address):
                raise refusals.pop(0)
            self.sent.append((address, message_id, message.text))
        finally:
            self.at_once -= 1

    def ids(self, address: str) -> list[int]:
        return [id for to, id, _ in self.sent if to == address]

    def texts(self, address: str) -> list[str]:
        return [text for to, _, text in self.sent if to == address]


class Bell:
    """Somebody who can be woken, and counts it."""

    def __init__(self) -> None:
        self.rung = 0

    def wake(self) -> None:
        self.rung += 1


class House:
    """One process of the product, as far as messages go."""

    def __init__(self, store: Store, catalogue: Catalogue, app: App, random_bits: Callable[[int], int]) -> None:
        self.store = store
        self.app = app
        self.clock = Clock()
        self.forwarding, self.file_removal, self.fetching = Bell(), Bell(), Bell()
        self.delivery = Delivery(store, {app.name: app}, catalogue, self.clock, jitter=lambda: 0.0)
        bells = self.forwarding, self.file_removal, self.fetching
        self.intake = Intake(store, catalogue, self.delivery, *bells, self.clock, random_bits)

    async def say(self, chat: Chat, *incoming: m.Incoming, begin: int = 0) -> None:
        """One after the other, each after the last was taken."""
        for key, each in enumerate(incoming, begin):
            await self.intake.take(received(chat, str(key), each))

    async def conversation(self, chat: Chat) -> Conversation:
        async with self.store.begin() as unit:
            return (await conversations.load(unit, [chat]))[chat].conversation

    async def waiting(self) -> list[DueMessage]:
        """What is still in the outbox and could be sent now."""
        async with self.store.read() as unit:
            return (await outbox.find(unit, [self.app.name], self.clock(), (), 10_000)).messages

    async def all_is_sent(self, but_to: Collection[Chat] = ()) -> None:
        while {each.chat for each in await self.waiting()} - set(but_to):  # noqa: ASYNC110 -- a database rings no bell
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_house(
    store: Store,
    catalogue: Catalogue,
    app: App | None = None,
    random_bits: Callable[[int], int] | None = None,
    *,
    delivers: bool = True,
) -> AsyncIterator[House]:
    house = House(store, catalogue, app or App(), random_bits or different_numbers())
    loops = [house.intake.run(), house.delivery.run()] if delivers else [house.intake.run()]
    async with running(*loops):
        yield house


@asynccontextmanager
async def running(*loops: object) -> AsyncIterator[None]:
    """They run until the block ends; the test fails when it takes a minute or one of them crashes."""
    tasks = [asyncio.ensure_future(loop) for loop in loops]  # type: ignore[call-overload]
    try:
        async with asyncio.timeout(60):
            yield
            assert not any(task.done() for task in tasks)
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def different_numbers(start: int = 1) -> Callable[[int], int]:
    numbers = count(start)
    return lambda bits: next(numbers) * 7_654_321 % (1 << bits)


def received(chat: Chat, key: str, incoming: m.Incoming, language: str = "id") -> Received:
    return Received(chat, key, NOW, incoming, language)


def chats(number: int, channel: str = "webchat") -> list[Chat]:
    return [Chat(channel, f"{n:032x}") for n in range(number)]


def shuffled(messages: Iterable[Received], seed: int) -> list[Received]:
    """In any order, but that of each chat stays."""
    lines: dict[Chat, list[Received]] = {}
    for message in messages:
        lines.setdefault(message.chat, []).append(message)
    order = [chat for chat, line in lines.items() for _ in line]
    random.Random(seed).shuffle(order)
    return [lines[chat].pop(0) for chat in order]


def as_it_should_be(catalogue: Catalogue, messages: Iterable[Received]) -> tuple[Conversation, list[str]]:
    """A conversation, and all that is said in it, when these messages come one after the other."""
    conversation, texts = Conversation(), []
    for message in messages:
        assert not what_it_needs(conversation, message, hear_out(conversation, message, catalogue)).receipt
        outcome = take_turn(conversation, message, Given(NOW, catalogue, "KTM-0000-0000"))
        conversation = outcome.conversation
        texts += [catalogue.render(reply, conversation.person.language).text for reply in outcome.replies]
    return conversation, texts
