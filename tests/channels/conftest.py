"""Both adapters with a stand-in for Telegram, and a database for the web chat."""

import shutil
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from pathlib import Path

import pytest

from bot.channels.telegram.carrier import Carrier
from storage.store import Store
from tests.telegram.server import TOKEN, BotApi

LIBRARIES = {
    "aiogram": ("bot.channels.aiogram_telegram", "AiogramTelegram"),
    "ptb": ("bot.channels.ptb_telegram", "PtbTelegram"),
}
USERNAME = "pintulapor_bot"


def carrier_of(library: str, *given: str) -> Carrier:
    """The adapter made with what is `given`: a token, and the address of a server."""
    module, name = LIBRARIES[library]
    make: Callable[..., Carrier] = getattr(import_module(module), name)
    return make(*given)


@pytest.fixture(scope="session", params=LIBRARIES)
def reader(request: pytest.FixtureRequest) -> Carrier:
    """Each test that takes it runs once with aiogram and once with python-telegram-bot; it is not connected."""
    made = carrier_of(request.param, TOKEN)
    made.username = USERNAME
    return made


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started


@pytest.fixture(params=LIBRARIES)
async def carrier(request: pytest.FixtureRequest, api: BotApi) -> AsyncIterator[Carrier]:
    """The same, set to the stand-in."""
    made = carrier_of(request.param, api.token, api.base)
    await made.open()
    yield made
    await made.close()


@pytest.fixture
async def store(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Store]:
    file = tmp_path / "pintulapor.db"
    shutil.copy(sqlite_template, file)
    opened = Store(f"sqlite+aiosqlite:///{file}")
    yield opened
    await opened.close()
