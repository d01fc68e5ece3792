"""An Open311 server of each manner, and our backend set to it."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from obstore.store import LocalStore, ObjectStore

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.profile import Open311, Profile
from storage.store import Store
from tests.bot.open311.house import House, open_house
from tests.filed import Clock
from tests.open311.kept import Manner
from tests.open311.server import Open311Server

MANNERS = list(Manner)


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    yield store
    await store.close()


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return LocalStore(prefix=tmp_path / "attachments", mkdir=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=MANNERS, ids=lambda manner: manner.name.lower())
def manner(request: pytest.FixtureRequest) -> Manner:
    found: Manner = request.param
    return found


@pytest_asyncio.fixture
async def server(manner: Manner, clock: Clock) -> AsyncIterator[Open311Server]:
    async with Open311Server(manner, clock) as started:
        yield started


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("kutai-timur")


@pytest_asyncio.fixture
async def house(
    store: Store, objects: ObjectStore, server: Open311Server, profile: Profile, clock: Clock
) -> AsyncIterator[House]:
    async with open_house(store, objects, server, load_catalogue(profile), clock) as opened:
        yield opened


@pytest.fixture
def rebuilt(
    store: Store, objects: ObjectStore, server: Open311Server, profile: Profile, clock: Clock
) -> Callable[[Open311], House]:
    """The same house with an [open311] of its own in the profile."""

    def build(open311: Open311) -> House:
        changed = replace(profile, open311=open311)
        return House(store, objects, server, load_catalogue(changed), clock)

    return build
