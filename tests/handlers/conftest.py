"""Fixtures of the use cases: a database, and the office's real profile and texts."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import Catalogue
from conversations.profile import Profile
from storage.store import Store


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
