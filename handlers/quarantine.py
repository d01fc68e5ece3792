"""Updates that could not be handled, by a fault of ours or because they are none, stand aside: the next ones go on.

Each is kept as it came, since only so it can be handled once the fault is mended: the messaging app, told that it was
taken, does not send it again. What came is never shown or logged, only its kind, its key and the class of the error;
it goes with its person's data when they ask for that, and after `LASTS` in any case.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from handlers.later import begin_or_later
from storage import quarantine
from storage.quarantine import Poison, Quarantined
from storage.store import Store

__all__ = ["LASTS", "Poison", "Quarantine", "Quarantined"]

LASTS = timedelta(days=30)

log = structlog.get_logger()


class Quarantine:
    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    async def keep(self, poison: Poison) -> None:
        """It is kept, once however often it comes. Raises `TryLater`."""
        async with begin_or_later(self._store) as unit:
            is_new = await quarantine.add(unit, poison, self._now())
        if is_new:
            log.error(
                "update put into quarantine; see: pintulapor quarantine list",
                channel=poison.channel,
                kind=poison.kind,
                key=poison.key,
                error=poison.error,
            )

    async def listed(self, ids: Sequence[int] = ()) -> list[Quarantined]:
        """Those with these ids, or all, in the order in which they came. Raises `DatabaseAway`."""
        async with self._store.read() as unit:
            return await quarantine.listed(unit, ids)

    async def remove(self, ids: Sequence[int]) -> None:
        """They are gone for good. Raises `DatabaseAway`."""
        async with self._store.begin() as unit:
            await quarantine.remove(unit, ids)
