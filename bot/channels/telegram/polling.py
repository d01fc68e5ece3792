"""Asking Telegram for updates, again and again. What it counts as taken is what is committed."""

import asyncio
from collections.abc import Sequence

import structlog

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.heads import update_id_of
from bot.channels.telegram.hearing import Hearing, Update
from bot.channels.telegram.insisting import Patience, Pause
from conversations.messages import Chat
from handlers.errors import TooBusy, TryLater
from handlers.finishing import finished

LONGEST_WAIT_SECONDS = 50
"""Telegram answers at once when there is something, and else after this long."""
BREATH_SECONDS = 1.0
"""Before what could not be taken is asked for again."""

log = structlog.get_logger()


class Polling:
    """Chats do not wait for each other, and of one chat's updates the next is handed on once the last is settled."""

    def __init__(self, carrier: Carrier, hearing: Hearing, pause: Pause = asyncio.sleep) -> None:
        self._carrier = carrier
        self._hearing = hearing
        self._pause = pause

    async def beginning(self) -> Call:
        """Without a webhook updates can be asked for; what waits for it is not lost."""
        return Call("deleteWebhook", {})

    async def run(self) -> None:
        """Until it is cancelled; then the updates in hand are settled first.

        Telegram is not told any more that they are: they come again, and are known for repeats.
        """
        patience = Patience("getUpdates", self._pause)
        offset = 0
        while True:
            try:
                updates = await self._carrier.updates(offset, LONGEST_WAIT_SECONDS)
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is asked again
                await patience.wait(error)
                continue
            patience.renew()
            reached, is_stuck = await finished(self._settle(updates, offset))
            if updates and (is_stuck or reached == offset):
                await self._pause(BREATH_SECONDS)
            offset = reached

    async def _settle(self, updates: Sequence[bytes], offset: int) -> tuple[int, bool]:
        """The id of the first update that must come again, and True; else the one after the last, and False."""
        lanes: dict[Chat | int, list[tuple[int, Update]]] = {}
        last = offset - 1
        for place, raw in enumerate(updates):
            update, id = self._hearing.read(raw), update_id_of(raw)
            last = last if id is None else id
            lanes.setdefault(update.received.chat if update.received else place, []).append((last, update))
        stuck = [id for id in await asyncio.gather(*map(self._settle_lane, lanes.values())) if id is not None]
        return min(stuck, default=last + 1), bool(stuck)

    async def _settle_lane(self, lane: Sequence[tuple[int, Update]]) -> int | None:
        """The id of the first that could not be settled: the ones after it wait for it."""
        for id, update in lane:
            try:
                self._hearing.call_beside((await self._hearing.settle(update)).beside)
            except (TryLater, TooBusy) as error:
                log.warning("update is to come again", error=type(error).__name__)
                return id
        return None
