"""Files that a messaging app has and that are yet to be fetched. A file that was fetched has no row here any more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, String, Text, bindparam, case, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Media, Refusal
from storage import unwanted_files
from storage.attachments import StoredFile
from storage.bulk import Bulk, Insert, filled
from storage.filings import is_evidence
from storage.store import Unit
from storage.tables import Id, attachments, fetches, reports
from storage.types import Instant

FORGOTTEN = "forgotten"
"""Why a file was lost whose person has asked for all to be deleted: no `Refusal`, since nobody is told."""


class FileState(StrEnum):
    KEPT = "kept"
    PENDING = "pending"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A file that its messaging app calls `media.source`, of this complainant."""

    complainant_id: int
    channel: str
    media: Media


async def add(unit: Unit, awaited: Sequence[Awaited], now: datetime) -> None:
    """The files are their complainants', part of no report yet, and due to be fetched. Known ones stay as they are."""
    files = [
        (a.media.file_id, a.complainant_id, a.media.kind.value, a.media.file_name, a.media.caption, "", 0, "", "", now)
        for a in awaited
    ]
    new = set((await _add_files.execute(unit, files)).scalars())
    rows = [(a.media.file_id, a.channel, a.media.source, now) for a in awaited if a.media.file_id in new]
    await _add.execute(unit, rows)


async def complete(unit: Unit, file: StoredFile) -> bool:
    """The file is kept, its name and caption as they were; False where it is no longer wanted: then its bytes are not.

    Whoever also drops a file locks it first.
    """
    this = attachments.c.id == file.id
    await unit.connection.execute(select(attachments.c.id).where(this).with_for_update())
    is_awaited = (fetches.c.attachment_id == file.id) & (fetches.c.lost_because == "")
    done = await unit.connection.execute(delete(fetches).where(is_awaited).returning(fetches.c.attachment_id))
    if done.first() is None:
        await unwanted_files.add(unit, [key for key in (file.object_key, file.shown_key) if key])
        return False
    values = {
        "kind": file.kind.value,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "object_key": file.object_key,
        "shown_key": file.shown_key,
    }
    await unit.connection.execute(update(attachments).where(this).values(values))
    return True


async def put_off(unit: Unit, id: str, attempts: int, due_at: datetime, error: str) -> None:
    values = {"attempts": attempts, "due_at": due_at, "last_error": error}
    await unit.connection.execute(update(fetches).where(fetches.c.attachment_id == id).values(values))


async def lose(unit: Unit, id: str, reason: Refusal, tell_at: datetime) -> None:
    """The file will never be had, and its person is told then."""
    this = (fetches.c.attachment_id == id) & (fetches.c.lost_because == "")
    values = {"lost_because": reason.value, "source": "", "due_at": tell_at}
    await unit.connection.execute(update(fetches).where(this).values(values))


async def call_off(unit: Unit, ids: Collection[str]) -> None:
    """Those of the files that are yet to be fetched never will be, and nobody is told of any that was lost."""
    await _call_off.execute(unit, [(id,) for id in ids])


async def states(unit: Unit, receipt: str) -> Mapping[str, FileState]:
    """How it stands with each file that is part of the report, by the file's id."""
    rows = await unit.connection.execute(_states, {"receipt": receipt})
    return {row.id: FileState(row.state) for row in rows}


def _adding_files(given: FromClause, insert: Insert) -> Any:
    return filled(insert(attachments), given, *_NEW_FILE).on_conflict_do_nothing().returning(attachments.c.id)


def _adding(given: FromClause, insert: Insert) -> Any:
    return filled(insert(fetches), given, "attachment_id", "channel", "source", "due_at")


def _calling_off(given: FromClause, insert: Insert) -> Any:
    reason = case((fetches.c.lost_because == "", FORGOTTEN), else_=fetches.c.lost_because)
    values = {"lost_because": reason, "source": "", "due_at": None}
    return update(fetches).where(fetches.c.attachment_id.in_(select(given.c.id))).values(values)


_NEW_FILE: dict[str, Any] = {
    "id": String(),
    "complainant_id": Id,
    "kind": String(),
    "file_name": Text(),
    "caption": Text(),
    "media_type": String(),
    "size": BigInteger(),
    "sha256": String(),
    "object_key": String(),
    "created_at": Instant(),
}
_add_files = Bulk(_adding_files, **_NEW_FILE)
_add = Bulk(_adding, attachment_id=String(), channel=String(), source=Text(), due_at=Instant())
_call_off = Bulk(_calling_off, id=String())
state_of_file = case(
    (fetches.c.attachment_id.is_(None), FileState.KEPT.value),
    (fetches.c.lost_because == "", FileState.PENDING.value),
    else_=FileState.LOST.value,
)
_states = (
    select(attachments.c.id, state_of_file.label("state"))
    .join(reports, reports.c.id == attachments.c.report_id)
    .outerjoin(fetches, fetches.c.attachment_id == attachments.c.id)
    .where(reports.c.receipt == bindparam("receipt"), ~is_evidence)
)
