"""The plain way's engine: the drivers as SQLAlchemy ships them, set up as well as its documentation says."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.store import POSTGRES_CONNECTIONS

SQLITE_CONNECTIONS = 5
"""SQLAlchemy's own number. One writes at a time, while others get ready: no slower here than a single one."""
PATIENCE_S = 600


def plain_engine(url: str) -> AsyncEngine:
    is_sqlite = url.startswith("sqlite")
    size = SQLITE_CONNECTIONS if is_sqlite else POSTGRES_CONNECTIONS
    engine = create_async_engine(url, pool_size=size, max_overflow=0, pool_timeout=PATIENCE_S)
    if is_sqlite:
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_pragmas(connection: Any, entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def emit_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # else two readers that go on to write lock each other out
