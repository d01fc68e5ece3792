"""A chat server, and a browser that has its page open."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.bot.chat_page.screen import opened
from tests.bot.chat_server import ChatServer, chat_server

PHONE: Any = {"width": 390, "height": 844}

# how long a wait may last at most, on a machine that is busy with other things
expect.set_options(timeout=30_000)


@pytest_asyncio.fixture(loop_scope="session")
async def server(database_url: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    async with chat_server(database_url, tmp_path) as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport=PHONE, locale="id-ID")
    context.set_default_timeout(30_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: ChatServer, context: BrowserContext) -> AsyncIterator[Page]:
    """The page, connected; whatever it complains about fails the test."""
    complaints: list[str] = []
    page = await opened(server, context)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    yield page
    assert complaints == []
