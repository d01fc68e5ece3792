"""Small calls beside the messages: nobody waits for them, and none of them is worth a second try."""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.pacing import Pace
from handlers.errors import Misconfigured, Moved, Rejected, TryLater, Undeliverable
from handlers.faults import fault_of

MOST_AT_ONCE = 1_000

log = structlog.get_logger()


class Asides:
    def __init__(self, carrier: Carrier, pace: Pace, clock: Callable[[], float]) -> None:
        self._carrier = carrier
        self._pace = pace
        self._clock = clock
        self._under_way: set[asyncio.Task[None]] = set()

    def call(self, calls: Iterable[Call]) -> None:
        """They are made one after the other; left out while Telegram wants a pause, or is far behind."""
        if len(self._under_way) >= MOST_AT_ONCE:
            return
        task = asyncio.create_task(self._make(tuple(calls)))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Those under way are given up."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _make(self, calls: Iterable[Call]) -> None:
        for call in calls:
            if self._pace.is_paused(self._clock()):
                return
            try:
                await self._carrier.call(call)
            except TryLater as error:
                if error.after:
                    self._pace.pause(self._clock() + error.after.total_seconds())
            except (Undeliverable, Moved, Rejected, Misconfigured):
                pass  # the messages meet the same, and it is dealt with there
            except Exception as error:  # noqa: BLE001 -- whatever it is, nobody waits for it
                fault = fault_of(error)
                log.warning("call beside a message failed", method=call.method, error=fault.error, at=fault.at)
