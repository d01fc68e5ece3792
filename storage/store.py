"""The door to the database: `Store.begin()` is one unit of work, committed when its block ends without an error."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage import sqlite
from storage.errors import DatabaseAway
from storage.failures import named_by_consequence

# A reader never waits for the writer in WAL; more readers than cores gain nothing on SQLite.
SQLITE_READERS = 2
POSTGRES_CONNECTIONS = 10
BUSY_TIMEOUT_MS = 5_000
CONNECT_TIMEOUT_S = 5
# the writer waits so long for readers of old pages: a turn may wait behind it
SCRUB_TIMEOUT_MS = 200


class Unit:
    """One transaction. The query files of this room take it as their first argument."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.is_postgres = connection.dialect.name == "postgresql"


class Store:
    """The database at `url` (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`).

    What goes wrong in a unit is raised as `DatabaseAway` or `DatabaseRefused`.
    """

    def __init__(self, url: str) -> None:
        self._writer, self._reader = _engines(url)
        self._returning: set[asyncio.Future[None]] = set()
        self.is_postgres = self._writer.dialect.name == "postgresql"

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        """A unit of work that may write: committed at the end, rolled back when the block raises.

        SQLite has one at a time: a block neither waits for anything else than the database nor opens another unit.
        """
        with named_by_consequence():
            async with self._connected(self._writer) as connection, connection.begin():
                yield Unit(connection)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Unit]:
        """For reading: nothing written in it is kept. SQLite shows one state throughout, PostgreSQL one per query."""
        with named_by_consequence():
            async with self._connected(self._reader) as connection:
                yield Unit(connection)

    async def connect(self) -> AsyncConnection:
        """A connection of the caller's own, outside of any transaction, to be closed by them. Raises `DatabaseAway`."""
        with named_by_consequence():
            connection = await _started(self._reader)
            return await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def scrub(self) -> bool:
        """What was deleted can be read in none of the database's files; False when a reader was in the way.

        On PostgreSQL that is its own business. Raises `DatabaseAway`.
        """
        if self.is_postgres:
            return True
        with named_by_consequence():
            async with self._connected(self._writer) as connection:
                return await _emptied_log((await connection.get_raw_connection()).driver_connection)

    async def ping(self) -> None:
        """The database answers. Raises `DatabaseAway`."""
        async with self.read() as unit:
            await unit.connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Waits for what was cancelled in the midst of a statement."""
        await asyncio.gather(*self._returning, return_exceptions=True)
        await self._writer.dispose()
        await self._reader.dispose()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        connection = await _started(engine)
        try:
            yield connection
        finally:
            returned = asyncio.ensure_future(connection.close())
            self._returning.add(returned)
            returned.add_done_callback(self._returning.discard)
            await asyncio.shield(returned)


async def _emptied_log(connection: Any) -> bool:
    """Not through SQLAlchemy, which would begin a transaction: in one nothing is emptied."""
    try:
        await connection.execute_fetchall(f"PRAGMA busy_timeout={SCRUB_TIMEOUT_MS}")
        [(is_busy, _, _)] = await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not is_busy
    except sqlite3.OperationalError:
        return False
    finally:
        await connection.execute_fetchall(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


async def _started(engine: AsyncEngine) -> AsyncConnection:
    try:
        return await engine.connect()
    except OSError as error:  # the driver lets a refused connection's own error through
        raise DatabaseAway(type(error).__name__) from None


def _engines(url: str) -> tuple[AsyncEngine, AsyncEngine]:
    if make_url(url).get_backend_name() != "sqlite":
        engine = _engine(
            url, pool_size=POSTGRES_CONNECTIONS, pool_pre_ping=True, connect_args={"timeout": CONNECT_TIMEOUT_S}
        )
        return engine, engine
    # SQLite has one writer at a time: a pool of one lets them queue here, instead of polling the file's lock.
    common: dict[str, Any] = {
        "async_creator": partial(sqlite.connect, make_url(url).database or ""),
        "pool_reset_on_return": None,  # every transaction here is ended by its block: no need to roll back once more
    }
    writer = _engine(url, pool_size=1, max_overflow=0, pool_timeout=60, **common)
    reader = _engine(url, pool_size=SQLITE_READERS, max_overflow=SQLITE_READERS, **common)
    for engine, begin in ((writer, "BEGIN IMMEDIATE"), (reader, "BEGIN")):
        _prepare_sqlite(engine, begin)
    return writer, reader


def _engine(url: str, **options: Any) -> AsyncEngine:
    return create_async_engine(url, hide_parameters=True, **options)


_PRAGMAS = (
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)


def _prepare_sqlite(engine: AsyncEngine, begin: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late; see `emit_begin`
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def emit_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)
