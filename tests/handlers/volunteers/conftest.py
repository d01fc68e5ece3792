"""The office, and a volunteer."""

import pytest_asyncio

from conversations.profile import Profile
from storage.store import Store
from tests.handlers.volunteers.office import Office
from tests.volunteering import Helper, make_volunteer


@pytest_asyncio.fixture
async def office(store: Store, profile: Profile) -> Office:
    return Office(store, profile)


@pytest_asyncio.fixture
async def rahma(store: Store) -> Helper:
    return await make_volunteer(store)
