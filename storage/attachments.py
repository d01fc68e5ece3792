"""Files that people sent. The bytes are in the object store; what is known of them is here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, String, bindparam, delete, insert, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import MediaKind
from storage import unwanted_files
from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import Id, attachments


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it was received, `size` in bytes, `sha256` in hex. `shown_key` is the cleaned copy of a picture."""

    id: str
    kind: MediaKind
    media_type: str
    size: int
    sha256: str
    object_key: str
    shown_key: str = ""
    file_name: str = ""
    caption: str = ""


async def add(unit: Unit, complainant_id: int, file: StoredFile, now: datetime) -> None:
    """The file is the complainant's, and not yet part of a report."""
    values = {
        "id": file.id,
        "complainant_id": complainant_id,
        "kind": file.kind.value,
        "file_name": file.file_name,
        "caption": file.caption,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "object_key": file.object_key,
        "shown_key": file.shown_key,
        "created_at": now,
    }
    await unit.connection.execute(insert(attachments).values(values))


async def find(unit: Unit, id: str) -> StoredFile | None:
    """None also for one that its messaging app still has, or has lost."""
    is_kept = (attachments.c.id == id) & (attachments.c.object_key != "")
    row = (await unit.connection.execute(select(attachments).where(is_kept))).first()
    return _stored_file(row) if row else None


async def tie(unit: Unit, files: Sequence[tuple[int, str, int]]) -> None:
    """Each file (complainant's id, its own, report's id) is part of that report, if it is theirs and was free."""
    rows = [{"owner": owner, "file": id, "report": report} for owner, id, report in files]
    await unit.connection.execute(_tie, rows)


async def drop(unit: Unit, files: Sequence[tuple[int, str]]) -> None:
    """The files (complainant's id, file's id) are gone, those of them that are theirs and part of no report."""
    await _put_away(unit, (await _drop.execute(unit, files)).all())


async def drop_free(unit: Unit, complainant_ids: Sequence[int]) -> None:
    """All files of these people that are part of no report are gone."""
    await _put_away(unit, (await _drop_free.execute(unit, [(id,) for id in complainant_ids])).all())


async def drop_tied(unit: Unit, report_ids: Sequence[int]) -> None:
    """All files of these reports are gone."""
    await _put_away(unit, (await _drop_tied.execute(unit, [(id,) for id in report_ids])).all())


async def drop_of(unit: Unit, files: Sequence[tuple[int, str]]) -> None:
    """The files (report's id, file's id) are gone, those of them that are part of that report."""
    await _put_away(unit, (await _drop_of.execute(unit, files)).all())


async def drop_stray(unit: Unit, ids: Sequence[str]) -> None:
    """The files are gone, whosesoever they are, those of them that are part of no report."""
    await _put_away(unit, (await _drop_stray.execute(unit, [(id,) for id in ids])).all())


async def _put_away(unit: Unit, dropped: Sequence[Row[Any]]) -> None:
    await unwanted_files.add(unit, [key for keys in dropped for key in keys if key])


def _stored_file(row: Row[Any]) -> StoredFile:
    return StoredFile(
        id=row.id,
        kind=MediaKind(row.kind),
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        object_key=row.object_key,
        shown_key=row.shown_key,
        file_name=row.file_name,
        caption=row.caption,
    )


_returned = (attachments.c.object_key, attachments.c.shown_key)
_is_free = attachments.c.report_id.is_(None)


def _dropping(given: FromClause, insert: Insert) -> Any:
    is_given = (attachments.c.id == given.c.id) & (attachments.c.complainant_id == given.c.complainant_id)
    return delete(attachments).where(_is_free, select(given.c.id).where(is_given).exists()).returning(*_returned)


def _dropping_free(given: FromClause, insert: Insert) -> Any:
    theirs = attachments.c.complainant_id.in_(select(given.c.complainant_id))
    return delete(attachments).where(_is_free, theirs).returning(*_returned)


def _dropping_tied(given: FromClause, insert: Insert) -> Any:
    theirs = attachments.c.report_id.in_(select(given.c.report_id))
    return delete(attachments).where(theirs).returning(*_returned)


def _dropping_of(given: FromClause, insert: Insert) -> Any:
    is_given = (attachments.c.id == given.c.id) & (attachments.c.report_id == given.c.report_id)
    return delete(attachments).where(select(given.c.id).where(is_given).exists()).returning(*_returned)


def _dropping_stray(given: FromClause, insert: Insert) -> Any:
    return delete(attachments).where(_is_free, attachments.c.id.in_(select(given.c.id))).returning(*_returned)


_drop = Bulk(_dropping, complainant_id=Id, id=String())
_drop_free = Bulk(_dropping_free, complainant_id=Id)
_drop_tied = Bulk(_dropping_tied, report_id=Id)
_drop_of = Bulk(_dropping_of, report_id=Id, id=String())
_drop_stray = Bulk(_dropping_stray, id=String())
_tie = (
    update(attachments)
    .where(attachments.c.id == bindparam("file"), attachments.c.complainant_id == bindparam("owner"), _is_free)
    .values(report_id=bindparam("report"))
)
