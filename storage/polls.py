"""How far each backend that is asked for news has been asked."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.bulk import insert_of
from storage.store import Unit
from storage.tables import backend_polls


@dataclass(frozen=True, slots=True)
class Asked:
    """All that was said before `until` has been asked for; a whole day was last asked for again at `looked_back_at`."""

    until: datetime | None = None
    looked_back_at: datetime | None = None


async def take_turn(unit: Unit, backend: str, now: datetime, next_at: datetime) -> Asked | None:
    """How far it was asked, for whoever asks now; None when it is not due, which it is again at `next_at`."""
    new = insert_of(unit.is_postgres)(backend_polls).values(backend=backend, due_at=now)
    await unit.connection.execute(new.on_conflict_do_nothing())
    this = update(backend_polls).where(backend_polls.c.backend == backend, backend_polls.c.due_at <= now)
    taken = await unit.connection.execute(this.values(due_at=next_at).returning(*_asked))
    row = taken.first()
    return Asked(row.asked_until, row.looked_back_at) if row else None


async def is_due(unit: Unit, backend: str, now: datetime) -> bool:
    """Worth knowing before a unit that writes is begun."""
    due_at = await unit.connection.scalar(select(backend_polls.c.due_at).where(backend_polls.c.backend == backend))
    return due_at is None or due_at <= now


async def note(unit: Unit, backend: str, asked: Asked) -> None:
    values = {"asked_until": asked.until, "looked_back_at": asked.looked_back_at}
    await unit.connection.execute(update(backend_polls).where(backend_polls.c.backend == backend).values(values))


_asked = (backend_polls.c.asked_until, backend_polls.c.looked_back_at)
