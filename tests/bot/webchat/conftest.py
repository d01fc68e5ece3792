"""A chat server and two visitors, of whom Sari reads English."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Visitor


@pytest_asyncio.fixture
async def server(database_url: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    server = ChatServer(database_url, tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture
async def budi(server: ChatServer) -> AsyncIterator[Visitor]:
    visitor = Visitor(server)
    await visitor.arrive()
    yield visitor
    await visitor.session.close()


@pytest_asyncio.fixture
async def sari(server: ChatServer) -> AsyncIterator[Visitor]:
    visitor = Visitor(server, "en-GB,en;q=0.9")
    await visitor.arrive()
    yield visitor
    await visitor.session.close()
