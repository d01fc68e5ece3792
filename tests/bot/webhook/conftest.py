"""Both sides of the signed HTTP contract."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.webhook import door as ours
from tests.bot.webhook.case_system import CaseSystem, case_system
from tests.bot.webhook.door import Door


@pytest_asyncio.fixture
async def theirs() -> AsyncIterator[CaseSystem]:
    async with case_system() as system:
        yield system


@pytest_asyncio.fixture
async def door(database_url: str, tmp_path: Path, theirs: CaseSystem) -> AsyncIterator[Door]:
    async with ours.opened(database_url, tmp_path, theirs.url) as opened:
        yield opened
