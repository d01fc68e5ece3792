"""Whatever valid update Telegram brings is taken, the first time, and holds up nobody else."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings

from bot.channels.telegram.opening import READ
from tests.bot.telegram.office import PATIENCE, Office, opened
from tests.bot.telegram.test_poison import quarantined
from tests.telegram.people import Person
from tests.telegram.schema import Json
from tests.telegram.server import BotApi
from tests.telegram.updates import updates

SARI = 2**52
"""Nobody whom the drawn updates are about."""
FEW_AT_A_TIME = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Talk:
    """A product that runs from one example to the next, and Sari, who talks to it all the while."""

    def __init__(self, folder: Path, mode: str, library: str) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self._folder = folder
        self._given = {"telegram_mode": mode, "telegram_read_with": library, "telegram_send_with": library}
        self.api: BotApi
        self.office: Office
        self.sari: Person

    def __enter__(self) -> "Talk":
        self._runner.run(self._begin())
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    async def _begin(self) -> None:
        self.api = await self._stack.enter_async_context(BotApi())
        self.office = await self._stack.enter_async_context(opened(self.api, self._folder, **self._given))
        self._session = await self._stack.enter_async_context(aiohttp.ClientSession())
        self.sari = self.api.person(SARI)
        await self.sari.says("halo")
        await self.sari.reads(PATIENCE)

    def brings(self, update: Json) -> None:
        self._runner.run(self._brings(update))

    async def _brings(self, update: Json) -> None:
        """In the midst of what Sari writes and reads."""
        new = {**update, "update_id": self.api.account.pending.next_id()}
        if self._given["telegram_mode"] == "webhook":
            _, status = await asyncio.gather(self.sari.says("halo"), self._post(new))
            assert status == 200
        else:
            self.api.deliver_as_is(new)
            await self.sari.says("halo")
        await self.sari.reads(PATIENCE)
        await self.api.settled(PATIENCE)
        assert await quarantined(self.office) == []

    async def _post(self, update: Json) -> int:
        asked = self.api.called("setWebhook")[-1]
        headers = {"X-Telegram-Bot-Api-Secret-Token": asked["secret_token"], "Content-Type": "application/json"}
        async with self._session.post(asked["url"], data=json.dumps(update), headers=headers) as answer:
            return answer.status


@pytest.mark.parametrize("library", ["aiogram", "ptb"])
@pytest.mark.parametrize("mode", ["webhook", "polling"])
def test_any_valid_update_is_taken_at_once_and_holds_up_nobody(tmp_path: Path, mode: str, library: str) -> None:
    with Talk(tmp_path, mode, library) as talk:

        @FEW_AT_A_TIME
        @given(updates(sorted(READ), 3) | updates(depth=3))
        def bring(update: Json) -> None:
            talk.brings(update)

        bring()
