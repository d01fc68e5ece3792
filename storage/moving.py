"""A chat that has another address from now on."""

from sqlalchemy import select, update

from storage.store import Unit
from storage.tables import complainants, held_notices, outbox


async def move(unit: Unit, complainant_id: int, to: str) -> None:
    """What waits for this complainant goes to the address `to` of the same channel.

    Whoever is known at that address already keeps their own conversation, and gets what waits.
    """
    channel = select(complainants.c.channel).where(complainants.c.id == complainant_id).scalar_subquery()
    there = select(complainants.c.id).where(complainants.c.channel == channel, complainants.c.address == to)
    known = await unit.connection.scalar(there)
    if known is None:
        moved = update(complainants).where(complainants.c.id == complainant_id).values(address=to)
        await unit.connection.execute(moved)
    elif known != complainant_id:
        for waiting in (outbox, held_notices):
            theirs = update(waiting).where(waiting.c.complainant_id == complainant_id).values(complainant_id=known)
            await unit.connection.execute(theirs)
