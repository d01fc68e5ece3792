"""What only one process may do at a time, such as sending through a channel."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import DatabaseAway
from storage.failures import named_by_consequence
from storage.store import Store

_try_lock = select(func.pg_try_advisory_lock(func.hashtextextended(bindparam("name"), literal(7408102))))
_ping = text("SELECT 1")


class Claims:
    """Names that this process holds, by locks that end with its connection. On SQLite, which has one process, all."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._connection: AsyncConnection | None = None
        self._held: set[str] = set()

    async def hold(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the names that are held: what was held before, and what nobody else holds.

        Raises `DatabaseAway`; then nothing is held any more.
        """
        if not self._store.is_postgres:
            return frozenset(names)
        try:
            with named_by_consequence():
                await self._lock(set(names) - self._held)
        except DatabaseAway:
            await self.release()
            raise
        return frozenset(self._held.intersection(names))

    async def release(self) -> None:
        """Nothing is held."""
        connection, self._connection = self._connection, None
        self._held.clear()
        if connection:
            await connection.invalidate()  # back in the pool it would keep its locks
            await connection.close()

    async def _lock(self, names: set[str]) -> None:
        self._connection = self._connection or await self._store.connect()
        await self._connection.execute(_ping)  # a lost connection has lost its locks
        for name in names:
            if await self._connection.scalar(_try_lock, {"name": name}):
                self._held.add(name)
