"""Keys in the object store that no row names any more. They stay here until the bytes are gone too."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.sql.selectable import FromClause

from storage.bulk import Bulk, Insert, filled
from storage.store import Unit
from storage.tables import unwanted_files


async def add(unit: Unit, object_keys: Sequence[str]) -> None:
    if object_keys:
        await _add.execute(unit, [(key,) for key in object_keys])


async def some(unit: Unit, limit: int) -> Sequence[str]:
    return (await unit.connection.scalars(select(unwanted_files.c.object_key).limit(limit))).all()


async def remove(unit: Unit, object_keys: Sequence[str]) -> None:
    await _remove.execute(unit, [(key,) for key in object_keys])


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(unwanted_files), given, "object_key").on_conflict_do_nothing()


def _removing(given: FromClause, insert: Insert) -> Any:
    return delete(unwanted_files).where(unwanted_files.c.object_key.in_(select(given.c.object_key)))


_add = Bulk(_adding, object_key=String())
_remove = Bulk(_removing, object_key=String())
