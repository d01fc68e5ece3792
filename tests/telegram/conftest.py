"""A stand-in for Telegram, and the two libraries' clients set to it."""

from collections.abc import AsyncIterator

import pytest

from tests.telegram.libraries import Library, library
from tests.telegram.server import BotApi


@pytest.fixture(autouse=True)
def _settled_types(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of every span of time that it tells as a number, unless told which it is to be."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture(params=["aiogram", "ptb"])
async def bot(request: pytest.FixtureRequest, api: BotApi) -> AsyncIterator[Library]:
    """Each test that takes it runs once with aiogram's own client and once with python-telegram-bot's."""
    async with library(request.param, api) as client:
        yield client
