"""SQLite's connections: each statement is one errand to the connection's thread, which comes back with its rows.

As SQLAlchemy drives `aiosqlite`, a statement takes four errands: for a cursor, for the statement, for its rows, and to
close the cursor. With a batch of one message, errands are most of the time.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

import aiosqlite


class Cursor:
    """The part of `aiosqlite.Cursor` that SQLAlchemy uses."""

    arraysize = 1
    description: Any = None
    lastrowid: int | None = None
    rowcount = -1

    def __init__(self, connection: "Connection") -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        await self._connection.send("execute", sql, parameters, self)

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        await self._connection.send("executemany", sql, parameters, self)

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()

    def read(self, cursor: sqlite3.Cursor) -> None:
        """In the connection's thread: everything that the cursor has is here."""
        self.description, self.lastrowid, self.rowcount = cursor.description, cursor.lastrowid, cursor.rowcount
        self._rows = cursor.fetchall() if cursor.description else ()
        cursor.close()


class Connection(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override] # awaited nowhere: SQLAlchemy enters it
        return Cursor(self)

    async def send(self, method: str, sql: str, parameters: Any, to: Cursor) -> None:
        def run() -> None:
            to.read(getattr(self._conn, method)(sql, parameters))

        await self._execute(run)  # type: ignore[no-untyped-call]


async def connect(file: str) -> aiosqlite.Connection:
    connection = Connection(lambda: sqlite3.connect(file), iter_chunk_size=64)
    connection._thread.daemon = True  # as SQLAlchemy does it: a process that ends in a hurry does not wait for it
    try:
        return await connection
    except sqlite3.Error:
        await asyncio.to_thread(connection._thread.join)  # it has a last word for this event loop
        raise
