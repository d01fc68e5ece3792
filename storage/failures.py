"""The driver's errors in words of our own: theirs quote statements and values, ours only their names and codes."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.errors import DatabaseAway, DatabaseRefused

# https://www.sqlite.org/rescode.html: busy, read-only, broken disk, full disk, gone
SQLITE_AWAY = ("BUSY", "LOCKED", "READONLY", "IOERR", "FULL", "CANTOPEN", "CORRUPT", "NOTADB", "NOMEM", "PROTOCOL")
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator, system, log-in,
# no such database, read-only (a standby), lock not available
POSTGRES_AWAY = ("08", "53", "57P", "58", "28", "3D", "25006", "55P03")


@contextmanager
def named_by_consequence() -> Iterator[None]:
    """Inside it, what SQLAlchemy raises becomes `DatabaseAway` or `DatabaseRefused`."""
    try:
        yield
    except SQLAlchemyError as error:
        raise _as_ours(error) from None
    except ConnectionError as error:  # the driver lets the socket's own errors through
        raise DatabaseAway(type(error).__name__) from None


def _as_ours(error: SQLAlchemyError) -> DatabaseAway | DatabaseRefused:
    name = type(error).__name__
    if isinstance(error, NoConnectionFree):
        return DatabaseAway(name)
    if not isinstance(error, DBAPIError):
        return DatabaseRefused(name)
    code = _code(error)
    is_away = error.connection_invalidated or code.startswith(POSTGRES_AWAY) or code.startswith(SQLITE_AWAY)
    return (DatabaseAway if is_away else DatabaseRefused)(f"{name} {code}".strip())


def _code(error: DBAPIError) -> str:
    """`CONSTRAINT_UNIQUE` (SQLite) or `23505` (PostgreSQL); empty where the driver gives none."""
    name = getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_")
    return name or str(getattr(error.orig, "sqlstate", None) or "")
