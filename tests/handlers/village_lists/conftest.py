"""A volunteer who sends lists."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from obstore.store import LocalStore

from conversations.catalogue import Catalogue
from storage.store import Store
from tests.handlers.house import running
from tests.handlers.village_lists.village import Village
from tests.volunteering import make_volunteer


@pytest_asyncio.fixture
async def village(store: Store, catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Village]:
    objects = LocalStore(tmp_path / "attachments", mkdir=True)
    lab = Village(store, objects, catalogue, await make_volunteer(store))
    async with running(lab.house.intake.run()):
        yield lab
