"""The two libraries' own clients, set to the stand-in, with one face for the tests that drive both."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import aiogram
import telegram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.request import HTTPXRequest

from tests.telegram.schema import Json
from tests.telegram.server import BotApi

PATIENCE = 30.0


class Library(Protocol):
    """`call` takes a method and its parameters by the Bot API's names; `read` an update."""

    @property
    def name(self) -> str: ...

    async def call(self, method: str, **parameters: Any) -> Any: ...

    async def download(self, file_id: str) -> bytes: ...

    def read(self, update: Json) -> Any: ...


@dataclass(frozen=True, slots=True)
class Aiogram:
    bot: aiogram.Bot
    name: str = "aiogram"

    async def call(self, method: str, **parameters: Any) -> Any:
        return await getattr(self.bot, _snake(method))(**parameters)

    async def download(self, file_id: str) -> bytes:
        stored = await self.bot.download(file_id)
        assert stored is not None
        return stored.read()

    def read(self, update: Json) -> Any:
        return aiogram.types.Update.model_validate(update, context={"bot": self.bot})


@dataclass(frozen=True, slots=True)
class Ptb:
    bot: telegram.Bot
    name: str = "ptb"

    async def call(self, method: str, **parameters: Any) -> Any:
        return await getattr(self.bot, _snake(method))(**parameters)

    async def download(self, file_id: str) -> bytes:
        stored = await self.bot.get_file(file_id)
        return bytes(await stored.download_as_bytearray())

    def read(self, update: Json) -> Any:
        return telegram.Update.de_json(update, self.bot)


@asynccontextmanager
async def library(
    name: str, api: BotApi, token: str | None = None, patience: float = PATIENCE
) -> AsyncIterator[Library]:
    token = token or api.token
    if name == "aiogram":
        session = AiohttpSession(api=TelegramAPIServer.from_base(api.base), timeout=patience)
        async with aiogram.Bot(token, session=session) as bot:
            yield Aiogram(bot)
        return
    request = HTTPXRequest(read_timeout=patience)
    base, base_file = f"{api.base}/bot", f"{api.base}/file/bot"
    ptb = telegram.Bot(token, base_url=base, base_file_url=base_file, request=request, get_updates_request=request)
    async with request:
        yield Ptb(ptb)


def _snake(method: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", method).lower()
