"""What the database cannot do now is asked for again later, by whoever asked."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from handlers.errors import TryLater
from storage.errors import DatabaseAway, DatabaseRefused
from storage.store import Store, Unit


@contextmanager
def or_later() -> Iterator[None]:
    """Inside it, a database that is away or refuses is `TryLater`."""
    try:
        yield
    except (DatabaseAway, DatabaseRefused):
        raise TryLater("database") from None


@asynccontextmanager
async def read_or_later(store: Store) -> AsyncIterator[Unit]:
    """`Store.read`. Raises `TryLater`."""
    with or_later():
        async with store.read() as unit:
            yield unit


@asynccontextmanager
async def begin_or_later(store: Store) -> AsyncIterator[Unit]:
    """`Store.begin`. Raises `TryLater`."""
    with or_later():
        async with store.begin() as unit:
            yield unit
