"""Statements over many given rows, in as many parameters as one row takes, so that their text is always the same.

A text that grows with the number of rows is compiled and prepared anew for each number, and on SQLite every value is a
parameter of its own: such a batch takes twice as long.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    ARRAY,
    CursorResult,
    Executable,
    LargeBinary,
    String,
    Table,
    bindparam,
    cast,
    column,
    func,
    select,
)
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import TypeEngine

from storage.store import Unit
from storage.types import Instant, as_sqlite_text

_encoder = msgspec.json.Encoder()
_SQLITE_VALUES: dict[type, Callable[[Any], Any]] = {Instant: as_sqlite_text, LargeBinary: msgspec.Raw}

Insert = Callable[[Table], Any]
"""The dialect's own `insert`, which has `on_conflict_do_…`."""


def insert_of(is_postgres: bool) -> Insert:
    """The dialect's own insert. The other dialect is not even loaded: it would be felt at every start."""
    if is_postgres:
        from sqlalchemy.dialects import postgresql

        return postgresql.insert
    from sqlalchemy.dialects import sqlite

    return sqlite.insert


class Bulk:
    """A statement that `build` makes of the given rows (to be selected from) and the dialect's `insert`.

    Beside its `columns`, a given row has a `place`, which grows in the order in which the rows are given.
    A `LargeBinary` column takes JSON.
    """

    def __init__(self, build: Callable[[FromClause, Insert], Executable], **columns: TypeEngine[Any]) -> None:
        self._columns = columns
        self._conversions = [_SQLITE_VALUES.get(type(kind)) for kind in columns.values()]
        self._on_postgres = cache(lambda: build(_unnested(columns), insert_of(is_postgres=True)))
        self._on_sqlite = cache(lambda: build(_from_json(columns), insert_of(is_postgres=False)))

    async def execute(self, unit: Unit, rows: Sequence[Sequence[Any]], **others: Any) -> CursorResult[Any]:
        """Executed with these rows, each with its values in the order of the columns, and the statement's `others`."""
        if unit.is_postgres:
            arrays = {f"given_{name}": [row[n] for row in rows] for n, name in enumerate(self._columns)}
            return await unit.connection.execute(self._on_postgres(), arrays | others)
        as_json = _encoder.encode([self._for_sqlite(row) for row in rows]).decode()
        return await unit.connection.execute(self._on_sqlite(), {"given": as_json} | others)

    def _for_sqlite(self, row: Sequence[Any]) -> list[Any]:
        return [
            value if convert is None or value is None else convert(value)
            for value, convert in zip(row, self._conversions, strict=True)
        ]


NOW = bindparam("now", type_=Instant())
"""What is the same in all rows is not given with each."""


def filled(insert: Any, given: FromClause, *names: str, **same: Any) -> Any:
    """`insert` with these columns of the given rows, in their order, and what is the `same` in all of them.

    Columns not named have their defaults.
    """
    values = [*(given.c[name] for name in names), *same.values()]
    return insert.from_select([*names, *same], select(*values).order_by(given.c.place))


def _unnested(columns: dict[str, TypeEngine[Any]]) -> FromClause:
    arrays = [bindparam(f"given_{name}", type_=ARRAY(kind)) for name, kind in columns.items()]
    named = [column(name, kind) for name, kind in columns.items()]
    return func.unnest(*arrays).table_valued(*named, with_ordinality="place", name="given").render_derived()


def _from_json(columns: dict[str, TypeEngine[Any]]) -> FromClause:
    rows = func.json_each(bindparam("given", type_=String)).table_valued("key", "value")
    values = [_extracted(rows.c.value, n, kind).label(name) for n, (name, kind) in enumerate(columns.items())]
    return select(*values, rows.c.key.label("place")).subquery("given")


def _extracted(row: Any, n: int, kind: TypeEngine[Any]) -> Any:
    value = func.json_extract(row, f"$[{n}]", type_=kind)
    return cast(value, LargeBinary) if isinstance(kind, LargeBinary) else value
