"""`pintulapor run` with a stand-in for Telegram, in a process of its own: it can be killed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.bot.processes import Started, started
from tests.telegram.server import BotApi

PTB: dict[str, object] = {"telegram_read_with": "ptb", "telegram_send_with": "ptb"}
UNLIMITED = PTB | {"telegram_per_second": 0}


@asynccontextmanager
async def running(api: BotApi, folder: Path, **settings: object) -> AsyncIterator[Started]:
    """It is ready; at the end it is killed if it still runs."""
    process = started(folder, telegram_token=api.token, telegram_api_base=api.base, **settings)
    ready = await asyncio.to_thread(process.__enter__)
    try:
        yield ready
    finally:
        await asyncio.to_thread(process.__exit__, None, None, None)
