"""The desk's pages on a real server, a stranger's browser and an officer's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.desk_office import Office, Officer, officer, opened


@pytest_asyncio.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(database_url, tmp_path) as office:
        yield office


@pytest_asyncio.fixture
async def stranger(office: Office) -> AsyncIterator[Officer]:
    """A browser on this machine that has not signed in."""
    async with officer(office) as browser:
        yield browser


@pytest_asyncio.fixture
async def rina(office: Office) -> AsyncIterator[Officer]:
    """An officer who has signed in."""
    async with officer(office) as browser:
        await browser.sign_in()
        yield browser
