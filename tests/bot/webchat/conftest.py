"""A chat server and two visitors, of whom Sari reads English."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.chat_server import ChatServer, chat_server
from tests.bot.visitor import Visitor, visiting


@pytest_asyncio.fixture
async def server(database_url: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    async with chat_server(database_url, tmp_path) as started:
        yield started


@pytest_asyncio.fixture
async def budi(server: ChatServer) -> AsyncIterator[Visitor]:
    async with visiting(server) as visitor:
        yield visitor


@pytest_asyncio.fixture
async def sari(server: ChatServer) -> AsyncIterator[Visitor]:
    async with visiting(server, "en-GB,en;q=0.9") as visitor:
        yield visitor
