"""Units of work that wait for each other: PostgreSQL has several at a time."""

import asyncio

from sqlalchemy import text

from storage.store import Store

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def somebody_waits(store: Store) -> None:
    """Returns once a unit waits for what another has locked."""
    async with asyncio.timeout(30):
        while not await _are_waiting(store):  # noqa: ASYNC110 -- what is in a database rings no bell
            await asyncio.sleep(0.01)


async def _are_waiting(store: Store) -> int:
    async with store.read() as unit:
        return await unit.connection.scalar(_WAITING) or 0
