"""Asking an Open311 server for news, again and again: it calls nobody."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.backends.open311.georeport import GeoReport
from bot.backends.open311.hearing import news_in_request, news_in_update
from bot.backends.open311.windows import Window, asked_after, next_window
from conversations.profile import Profile
from handlers.errors import Misconfigured, Rejected, TryLater
from handlers.faults import fault_of
from handlers.polled_news import PolledNews

LOOK_EVERY_SECONDS = 1.0

log = structlog.get_logger()


class Polling:
    def __init__(
        self,
        server: GeoReport,
        news: PolledNews,
        profile: Profile,
        every: timedelta,
        now: Callable[[], datetime],
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._server = server
        self._news = news
        self._profile = profile
        self._every = every
        self._now = now
        self._pause = pause

    async def run(self) -> None:
        """Asks until it is cancelled: what it had not noted yet is asked for again."""
        while True:
            wait = LOOK_EVERY_SECONDS
            try:
                await self.poll()
            except TryLater as error:
                log.warning("no news from the server, asking again", reason=str(error))
                wait = max(wait, error.after.total_seconds() if error.after else 0.0)
            except (Misconfigured, Rejected) as error:
                log.error("the server refuses to be asked; mend the settings", reason=str(error))
            except Exception as error:  # noqa: BLE001 -- whatever it is, it is asked again
                fault = fault_of(error)
                log.error("the server cannot be asked", error=fault.error, at=fault.at)
            await self._pause(wait)

    async def poll(self) -> bool:
        """The server has been asked and what is new is told; False when it is not time yet, or another process asks.

        Updates come before the requests themselves: they say more, and what they said is no news then. A server that
        refuses to tell them is asked for its requests all the same. Raises `TryLater`, `Misconfigured` or `Rejected`;
        then the next time asks for the same.
        """
        asked = await self._news.take_turn(self._every)
        if asked is None:
            return False
        window = next_window(asked, self._now())
        try:
            if self._profile.open311.takes_updates:
                await self._ask_for_updates(window)
        except (TryLater, Misconfigured, Rejected):
            await self._ask_for_requests()
            raise
        await self._ask_for_requests()
        await self._news.note_asked(asked_after(asked, window))
        return True

    async def _ask_for_updates(self, window: Window) -> None:
        for begin, end in window.days():
            updates = await self._server.updates(begin, end)
            if updates is None:
                return
            await self._news.take([news_in_update(update) for update in updates])

    async def _ask_for_requests(self) -> None:
        requests = await self._server.requests(await self._news.watched())
        now = self._now()
        await self._news.take([news_in_request(request, now, self._profile) for request in requests])
