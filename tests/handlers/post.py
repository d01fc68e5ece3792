"""A delivery with its messaging apps, and what is written to them."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy import select, update

from bot.pacing import Pace
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Outgoing, line
from handlers.delivery import Delivery
from storage import complainants, conversations, outbox, tables
from storage.errors import DatabaseAway
from storage.outbox import DueMessage, NewMessage
from storage.store import Store
from tests.filed import NOW, Clock
from tests.handlers.house import App, chats

SITI, BUDI = chats(2)


async def write(store: Store, *messages: tuple[Chat, str], is_notice: bool = False) -> list[DueMessage]:
    """The messages stand in the outbox; as they would be handed over."""
    async with store.begin() as unit:
        people = await conversations.load(unit, [chat for chat, _ in messages])
        ids = {chat: person.id for chat, person in people.items()}
        ids |= await complainants.add(unit, [chat for chat, _ in messages if chat not in ids], NOW)
        last = {chat: person.last_message for chat, person in people.items()}
        new = [NewMessage(ids[chat], Outgoing((line(text),)), is_notice) for chat, text in messages]
        written = []
        for id, (chat, _), each in zip(await outbox.add(unit, new, NOW), messages, new, strict=True):
            follows, last[chat] = last.get(chat, 0), id
            due = DueMessage(id, chat, ids[chat], each.outgoing, "id", is_notice, NOW, follows=follows)
            written.append(due)
    return written


async def left(store: Store, at: Clock | None = None, channels: Sequence[str] = ("webchat", "terminal")) -> list[int]:
    async with store.read() as unit:
        return [message.id for message in (await outbox.find(unit, channels, (at or Clock())(), (), 1_000)).messages]


async def all_ids(store: Store) -> Sequence[int]:
    async with store.read() as unit:
        return (await unit.connection.scalars(select(tables.outbox.c.id))).all()


async def spoil(store: Store, *messages: DueMessage) -> None:
    """No program can read these any more."""
    async with store.begin() as unit:
        spoilt = update(tables.outbox).where(tables.outbox.c.id.in_([message.id for message in messages]))
        await unit.connection.execute(spoilt.values(body=b'{"lines": 7'))


async def is_blocked(store: Store, chat: Chat) -> bool:
    async with store.begin() as unit:
        return (await conversations.load(unit, [chat]))[chat].is_blocked


class Post:
    """A delivery with its messaging apps."""

    def __init__(self, store: Store, catalogue: Catalogue, *apps: App, paces: Mapping[str, Pace] | None = None) -> None:
        self.store = store
        self.app = apps[0] if apps else App()
        self.clock = Clock()
        channels = {app.name: app for app in apps or [self.app]}
        self.delivery = Delivery(store, channels, catalogue, self.clock, jitter=lambda: 0.0, paces=paces)

    async def sent(self, number: int) -> None:
        """So many messages have been sent, and that is written down."""
        while len(self.app.sent) < number or await self._still_there():  # noqa: ASYNC110 -- an app rings no bell
            await asyncio.sleep(0.01)

    async def _still_there(self) -> bool:
        with suppress(DatabaseAway):
            return not {id for _, id, _ in self.app.sent}.isdisjoint(await left(self.store, self.clock))
        return True
