"""The product as `run` runs it, with a stand-in for Telegram on the other side: it can stop and start again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from sqlalchemy import text

from bot.listening import address_of, listen
from bot.preparing import prepare
from bot.running import Product, end
from bot.settings import Settings
from bot.wiring import build
from conversations.messages import Chat
from storage import conversations
from storage.store import Store
from tests.telegram.server import BotApi

PATIENCE = 300.0
"""Only what hangs takes as long."""


class Office:
    """`url` is where it listens, while it is open."""

    def __init__(self, product: Product, url: str) -> None:
        self.product = product
        self.url = url

    @property
    def store(self) -> Store:
        return self.product.store

    async def waiting(self) -> int:
        """How many messages are still to be sent, whenever that may be."""
        async with self.store.read() as unit:
            return int(await unit.connection.scalar(text("SELECT count(*) FROM outbox")) or 0)

    async def all_is_sent(self) -> None:
        while await self.waiting():  # noqa: ASYNC110 -- what is in a database rings no bell
            await asyncio.sleep(0.02)

    async def is_blocked(self, address: int) -> bool:
        chat = Chat("telegram", str(address))
        async with self.store.begin() as unit:
            found = await conversations.load(unit, [chat])
        return chat in found and found[chat].is_blocked


def settings_for(api: BotApi, folder: Path, **changed: Any) -> Settings:
    """Without a limit of messages, unless one is named."""
    given: dict[str, Any] = {
        "_env_file": None,
        "data_dir": folder / "data",
        "telegram_token": api.token,
        "telegram_api_base": api.base,
        "telegram_per_second": 0,
        "telegram_read_with": "ptb",
        "telegram_send_with": "ptb",
    }
    return Settings(**given | changed)


@asynccontextmanager
async def opened(api: BotApi, folder: Path, **changed: Any) -> AsyncIterator[Office]:
    """It runs until the block ends, which must not hang. With `telegram_mode="webhook"` it is called."""
    with listen("127.0.0.1", 0) as bound:
        url = address_of(bound)
        if changed.get("telegram_mode") == "webhook":
            changed = {"telegram_webhook_url": url} | changed
        settings = settings_for(api, folder, **changed)
        await prepare(settings)
        product, _ = build(settings, announce=lambda link: None)
        loops = [asyncio.create_task(loop.keep_running()) for loop in product.loops]
        await product.runner.setup()
        await web.SockSite(product.runner, bound).start()
        try:
            async with asyncio.timeout(PATIENCE):
                yield Office(product, url)
            assert not any(loop.done() for loop in loops)
        finally:
            await end(product, loops)
