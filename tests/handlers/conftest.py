"""Fixtures of the use cases: a database, and the office's real profile and texts."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from obstore.store import LocalStore

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import Catalogue
from conversations.profile import Profile
from storage.store import Store
from tests.handlers.house import running
from tests.handlers.lab import Downloads, Lab
from tests.telegram.server import BotApi


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    yield store
    await store.close()


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("kutai-timur")


@pytest.fixture(scope="session")
def catalogue(profile: Profile) -> Catalogue:
    return load_catalogue(profile)


@pytest_asyncio.fixture
async def lab(store: Store, tmp_path: Path, catalogue: Catalogue) -> AsyncIterator[Lab]:
    objects = LocalStore(tmp_path / "attachments", mkdir=True)
    async with BotApi() as api, aiohttp.ClientSession() as session:
        lab = Lab(store, objects, catalogue, api, Downloads(api, session))
        async with running(lab.house.intake.run(), lab.house.delivery.run()):
            yield lab
