"""Updates of a routing backend that is another system: many in a transaction, each with a result of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from conversations.profile import Profile
from conversations.status import StatusUpdate
from handlers.errors import TryLater
from handlers.faults import fault_of
from handlers.incoming import Wakeable
from handlers.status_update import Fate, UpdateResult, apply_updates
from storage.errors import DatabaseAway
from storage.store import Store

AT_ONCE = 50
"""Updates in one transaction: what people write gets its turn in between."""
TRIES_ALONE = 3

log = structlog.get_logger()


class Updates:
    def __init__(self, store: Store, profile: Profile, delivery: Wakeable, now: Callable[[], datetime]) -> None:
        self._store = store
        self._profile = profile
        self._delivery = delivery
        self._now = now

    async def take(self, updates: Sequence[StatusUpdate]) -> Sequence[UpdateResult]:
        """All are committed and their complainants told, but those that FAILED. The results are in the same order.

        Raises `TryLater` when the database is away: some may be committed then, and a repeat does no harm.
        """
        results: list[UpdateResult] = []
        try:
            for first in range(0, len(updates), AT_ONCE):
                results += await self._commit_any(updates[first : first + AT_ONCE])
        except DatabaseAway:
            raise TryLater("database") from None
        finally:
            if any(result.fate is Fate.APPLIED for result in results):
                self._delivery.wake()
        return results

    async def _commit_any(self, updates: Sequence[StatusUpdate]) -> Sequence[UpdateResult]:
        try:
            return await self._commit(updates)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not hold up the others
            fault = fault_of(error)
            log.warning("updates failed, now one by one", updates=len(updates), error=fault.error, at=fault.at)
            return [await self._commit_alone(update) for update in updates]

    async def _commit_alone(self, update: StatusUpdate) -> UpdateResult:
        for tries_left in reversed(range(TRIES_ALONE)):
            try:
                return (await self._commit([update]))[0]
            except DatabaseAway:
                raise
            except Exception as error:  # noqa: BLE001 -- the same
                if not tries_left:
                    fault = fault_of(error)
                    log.error("an update was not taken", error=fault.error, at=fault.at)
        return UpdateResult(Fate.FAILED)

    async def _commit(self, updates: Sequence[StatusUpdate]) -> Sequence[UpdateResult]:
        async with self._store.begin() as unit:
            return await apply_updates(unit, updates, self._now(), self._profile)
