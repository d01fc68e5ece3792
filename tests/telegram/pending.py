"""The updates that the bot has not confirmed, and who is waiting for them."""

import asyncio
from itertools import count

from tests.telegram.refusals import OTHER_POLL, Refused, refusal
from tests.telegram.schema import Json

FIRST_UPDATE_ID = 530_000_001
POLL_AT_MOST = 100


class Pending:
    """Updates in the order in which they came; each stays until the bot asks for a later one (or a webhook took it)."""

    def __init__(self) -> None:
        self._ids = count(FIRST_UPDATE_ID)
        self._updates: dict[int, Json] = {}
        self._waiting: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return len(self._updates)

    def all(self) -> list[Json]:
        return list(self._updates.values())

    def next_id(self) -> int:
        return next(self._ids)

    def add(self, update: Json) -> None:
        self._updates[update["update_id"]] = update
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def forget(self, update_id: int) -> None:
        self._updates.pop(update_id, None)

    def clear(self) -> None:
        self._updates.clear()

    async def poll(self, offset: int = 0, limit: int = POLL_AT_MOST, timeout: float = 0) -> list[Json]:  # noqa: ASYNC109
        """The updates from `offset` on, which confirms all before it; waits up to `timeout` seconds for the first.

        A negative `offset` counts from the end. Of two who wait, the one that came first is refused with 409.
        """
        limit = min(max(limit, 1), POLL_AT_MOST)
        if found := self._from(offset)[:limit]:
            return found
        if timeout <= 0:
            return []
        self.abort(OTHER_POLL)
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await waiting
        except TimeoutError:
            return []
        finally:
            if self._waiting is waiting:
                self._waiting = None
        return self._from(offset)[:limit]

    def abort(self, why: str) -> None:
        """Whoever waits is refused with 409."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(Refused(refusal(409, why)))

    def _from(self, offset: int) -> list[Json]:
        if offset < 0:
            kept = list(self._updates.items())[offset:]
            self._updates = dict(kept)
        elif offset > 0:
            self._updates = {update_id: update for update_id, update in self._updates.items() if update_id >= offset}
        return self.all()
