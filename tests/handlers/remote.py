"""A routing backend elsewhere, what forwards to it, and what complainants are told of that."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy import update

from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.routing import DESK
from handlers.errors import Rejected, TryLater
from handlers.forwarding import LOOK_EVERY_SECONDS, Forwarder
from handlers.ports import Backend, Forwarding
from storage import outbox
from storage.store import Store
from storage.tables import forwardings
from tests.filed import NOW, Clock, Filed
from tests.handlers.house import Bell

AWAY = "open311"
OTHER = "KTM-0000-0000"
HOUR = 3_600.0


class Remote:
    """A routing backend elsewhere, which answers as it is told to."""

    def __init__(self, name: str = DESK) -> None:
        self.name = name
        self.tried: list[str] = []
        self.has: list[Forwarding] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.answers: Callable[[Forwarding], BaseException | None] = lambda forwarding: None

    async def deliver(self, forwarding: Forwarding) -> None:
        self.tried.append(forwarding.key)
        await self.may_answer.wait()
        if error := self.answers(forwarding):
            raise error
        self.has.append(forwarding)


def busy(forwarding: Forwarding) -> Exception:
    return TryLater("maintenance")


def refuses(forwarding: Forwarding) -> Exception:
    return Rejected("no such category")


def forwarder(
    store: Store, backend: Backend, profile: Profile, clock: Clock, look_every: float = LOOK_EVERY_SECONDS
) -> Forwarder:
    return Forwarder(store, backend, profile, Bell(), clock, lambda: 0.0, look_every=look_every)


@asynccontextmanager
async def running(forwarder: Forwarder) -> AsyncIterator[None]:
    task = asyncio.create_task(forwarder.run())
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not what():  # noqa: ASYNC110 -- what is waited for happens in the database
            await asyncio.sleep(0.01)


async def told(store: Store, filed: Filed, catalogue: Catalogue, at: datetime = NOW + timedelta(days=9)) -> list[str]:
    """What waits in the outbox for the complainant of this report."""
    async with store.read() as unit:
        found = await outbox.find_for(unit, filed.chat, at, 100)
    assert all(message.is_notice for message in found.messages)
    return [catalogue.render(message.outgoing, "id").text for message in found.messages]


async def break_body(store: Store, key: str, stored_as: bytes) -> None:
    async with store.begin() as unit:
        this = update(forwardings).where(forwardings.c.key == key)
        await unit.connection.execute(this.values(body=stored_as))
