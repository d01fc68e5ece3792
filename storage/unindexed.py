"""A value by which SQLite does not search, even where it has an index of it."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Unindexed(FunctionElement[str]):
    """The same text. PostgreSQL knows by its statistics which index helps, and is left to it."""

    name = "unindexed"
    type = String()
    inherit_cache = True


@compiles(Unindexed)
def _as_it_is(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(Unindexed, "sqlite")
def _with_a_plus(element: Unindexed, compiler: SQLCompiler, **options: Any) -> str:
    """https://www.sqlite.org/queryplanner.html: a unary plus keeps a term away from the indices."""
    return f"+{compiler.process(element.clauses, **options)}"
