"""All that is stored, for what must not be there."""

from sqlalchemy import select

from storage.store import Store
from storage.tables import metadata


async def everything(store: Store) -> str:
    """What stands in all tables."""
    async with store.read() as unit:
        rows = [row for table in metadata.sorted_tables for row in await unit.connection.execute(select(table))]
    return "\n".join(map(str, rows))
