"""What stands in the database, also of a process that was killed."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import String, func, literal, select
from sqlalchemy.engine import make_url

from storage.migrate import is_current
from storage.store import Store
from storage.tables import attachments, desk_cases, forwardings, history, inbox, outbox, reports, transcripts

Rows = Sequence[Any]

QUERIES = {
    "handled": select(inbox.c.key),
    "noted": select(transcripts.c.key).where(transcripts.c.is_own),
    "sent": select(transcripts.c.key).where(~transcripts.c.is_own),
    "waiting": select(literal("o") + func.cast(outbox.c.id, String)),
    "reports": select(reports.c.receipt, reports.c.description),
    "events": select(reports.c.receipt, history.c.status).join(history),
    "files": select(attachments.c.id, reports.c.receipt).join(reports, attachments.c.report_id == reports.c.id),
    "cases": select(desk_cases.c.receipt),
    "forwardings": select(forwardings.c.key),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Keys of people's messages are `handled` or only `noted`; the bot's own (`o17`) are `sent`, or `waiting` to be."""

    handled: Rows = ()
    noted: Rows = ()
    sent: Rows = ()
    waiting: Rows = ()
    reports: Rows = ()
    events: Rows = ()
    files: Rows = ()
    cases: Rows = ()
    forwardings: Rows = ()


async def kept(database_url: str) -> Kept:
    """An SQLite file is read in a copy: to mend it is left to the next start."""
    if not database_url.startswith("sqlite"):
        return await _read(database_url)
    file = Path(make_url(database_url).database or "")
    with TemporaryDirectory() as folder:
        for part in (file, file.with_name(f"{file.name}-wal")):
            if part.exists():
                shutil.copy(part, folder)
        return await _read(f"sqlite+aiosqlite:///{folder}/{file.name}")


async def _read(database_url: str) -> Kept:
    if not await is_current(database_url):
        return Kept()
    store = Store(database_url)
    try:
        async with store.read() as unit:
            found = {name: (await unit.connection.execute(query)).all() for name, query in QUERIES.items()}
    finally:
        await store.close()
    return Kept(**{name: [row[0] if len(row) == 1 else tuple(row) for row in rows] for name, rows in found.items()})
