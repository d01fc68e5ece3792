"""A KIM's group, with each library."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram.group.village import Village, is_volunteer
from tests.bot.telegram.office import opened
from tests.telegram.server import BotApi


@pytest.fixture(params=[("ptb", "polling"), ("aiogram", "webhook")], ids=["ptb", "aiogram"])
async def village(request: pytest.FixtureRequest, api: BotApi, tmp_path: Path) -> AsyncIterator[Village]:
    library, mode = request.param
    chosen = {"telegram_read_with": library, "telegram_send_with": library, "telegram_mode": mode}
    async with opened(api, tmp_path, **chosen) as office:
        rudi = api.person(71, "Rudi", last_name="Hartono")
        await is_volunteer(office, rudi.id)
        yield Village(api, office, rudi, api.group(-1_001_000_000_050))
