"""A stand-in for Telegram, and a product that waits for less than it does in earnest."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.channels.telegram import insisting, polling
from handlers import delivery, retry, sending
from tests.telegram.server import BotApi

QUICK = 0.05


@pytest.fixture(autouse=True)
def _quick_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LOOK_EVERY_SECONDS", QUICK)
    monkeypatch.setattr(insisting, "FIRST_WAIT_SECONDS", QUICK)
    monkeypatch.setattr(insisting, "LONGEST_WAIT_SECONDS", 4 * QUICK)
    monkeypatch.setattr(insisting, "UNTIL_MENDED_SECONDS", 4 * QUICK)
    monkeypatch.setattr(polling, "BREATH_SECONDS", QUICK)
    for module in (retry, sending):
        monkeypatch.setattr(module, "FIRST_WAIT", timedelta(seconds=QUICK))


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as started:
        yield started
