"""Brings the database's tables up to date."""

from pathlib import Path

from sqlalchemy import Connection, column, select, table, text
from sqlalchemy.engine import make_url

from storage.errors import DatabaseRefused, DatabaseTooNew
from storage.store import Store

NEWEST = "0012"
"""The last of `migrations/versions`: known here so that a start need not load Alembic, which takes most of a second."""

MIGRATIONS = Path(__file__).parent / "migrations"
_one_at_a_time = text("SELECT pg_advisory_xact_lock(7408101)")
_version = select(table("alembic_version", column("version_num")).c.version_num)


async def is_current(url: str) -> bool:
    """Whether the database is there and has the newest tables. Nothing is created. Raises `DatabaseAway`."""
    if (file := _sqlite_file(url)) and not file.exists():
        return False
    store = Store(url)
    try:
        async with store.read() as unit:
            return await unit.connection.scalar(_version) == NEWEST
    except DatabaseRefused:  # no such table yet
        return False
    finally:
        await store.close()


async def upgrade(url: str) -> None:
    """The database has the newest tables, and an SQLite file is there. Several processes may call it at once.

    Raises `DatabaseAway` or `DatabaseTooNew`; then everything is as it was.
    """
    if await is_current(url):
        return
    if file := _sqlite_file(url):
        file.parent.mkdir(parents=True, exist_ok=True)
    store = Store(url)
    try:
        async with store.begin() as unit:
            if unit.is_postgres:
                await unit.connection.execute(_one_at_a_time)
            await unit.connection.run_sync(_run_migrations)
    finally:
        await store.close()


def _run_migrations(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        command.upgrade(config, NEWEST)
    except CommandError:  # the version that the database names is not among ours
        raise DatabaseTooNew from None


def _sqlite_file(url: str) -> Path | None:
    address = make_url(url)
    return Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None
