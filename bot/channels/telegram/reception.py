"""From the first word with Telegram: who the bot is, how its updates come, what it says of itself."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import msgspec
import structlog

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.insisting import Patience, Pause, insist
from bot.channels.telegram.introduced import DIGEST_BYTES, Introduced, kept_username, read_introduced, username_in
from handlers.channel_memory import ChannelMemory
from handlers.errors import Rejected

log = structlog.get_logger()


class Way(Protocol):
    """How updates come."""

    async def beginning(self) -> Call:
        """What tells Telegram so. Raises `TryLater`."""
        ...

    async def run(self) -> None:
        """Takes them until it is cancelled, or until it is time to begin anew."""
        ...


class Reception:
    """Waits for Telegram as long as it takes: what else this process does goes on meanwhile."""

    def __init__(
        self,
        carrier: Carrier,
        way: Way,
        introduction: Sequence[Call],
        memory: ChannelMemory,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._carrier = carrier
        self._way = way
        self._introduction = introduction
        self._memory = memory
        self._pause = pause

    async def run(self) -> None:
        introducing: asyncio.Task[None] | None = None
        try:
            while True:
                await self._begin()
                introducing = introducing or asyncio.create_task(self._introduce())
                await self._way.run()
        finally:
            if introducing:
                introducing.cancel()
                await asyncio.gather(introducing, return_exceptions=True)

    async def _begin(self) -> None:
        call = await self._beginning()
        me = await insist(self._carrier, Call("getMe", {}), self._pause)
        self._carrier.username = username_in(me)
        await insist(self._carrier, call, self._pause)
        log.info("telegram is reached", bot=self._carrier.username, by=call.method)

    async def _beginning(self) -> Call:
        patience = Patience("the beginning", self._pause)
        while True:
            try:
                await self._recall()
                return await self._way.beginning()
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is tried again
                await patience.wait(error)

    async def _recall(self) -> None:
        """The name that the bot had when it last ran counts until Telegram, which may be away, tells it."""
        if not self._carrier.username:
            self._carrier.username = await kept_username(self._memory, self._carrier.bot_id)

    async def _introduce(self) -> None:
        """Unless it was said before by this bot, in these words: Telegram takes few such calls in a day."""
        digest = hashlib.blake2b(msgspec.json.encode(self._introduction), digest_size=DIGEST_BYTES).hexdigest()
        said = Introduced(self._carrier.bot_id, self._carrier.username, digest)
        patience, left = Patience("the introduction", self._pause), list(self._introduction)
        while True:
            try:
                kept = read_introduced(await self._memory.introduced())
                if kept == said:
                    return
                await self._memory.note_introduction(str(replace(said, said="")))
                while left:
                    await self._say(left[0])
                    del left[0]
                await self._memory.note_introduction(str(said))
            except Exception as error:  # noqa: BLE001 -- the same
                await patience.wait(error)

    async def _say(self, call: Call) -> None:
        try:
            await self._carrier.call(call)
        except Rejected as error:
            log.error("telegram will not take what the bot says of itself", method=call.method, reason=str(error))
