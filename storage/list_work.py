"""What is still to be done for village lists, and what came of their rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Integer, LargeBinary, Row, String, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Chat
from conversations.village_list.at_hand import ListState
from conversations.village_list.doubles import OpenReport
from conversations.village_list.results import RowResult
from conversations.village_list.row import Cells, ListRow, RowState
from conversations.volunteering import Standing
from storage.bulk import Bulk, Insert, filled
from storage.complainants import is_in
from storage.store import Unit
from storage.tables import (
    Id,
    attachments,
    complainants,
    fetches,
    filings,
    listed_reports,
    reports,
    village_list_rows,
    village_lists,
    volunteers,
)
from storage.village_lists import row_from_json, without_others


@dataclass(frozen=True, slots=True)
class DueList:
    """A list to be read, or to be gone on with. `object_key` is where its file's bytes are.

    `is_lost`: its file will never be had. `told` is how many rows were sent when that was last told.
    """

    id: int
    complainant_id: int
    attachment_id: str
    object_key: str
    file_name: str
    state: ListState
    came_at: datetime
    told: int = 0
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class StoredRow:
    """`fingerprint` is that of the row as it came: it may have been mended since."""

    row: ListRow
    state: RowState
    fingerprint: str


async def due(unit: Unit, now: datetime, limit: int) -> Sequence[DueList]:
    """Lists for which there is something to do: those whose file is still being fetched are not among them."""
    is_lost = attachments.c.id.is_(None) | (fetches.c.lost_because != "")
    is_there = is_lost | (attachments.c.object_key != "")
    found = (
        select(village_lists, attachments.c.object_key, is_lost.label("is_lost"))
        .outerjoin(attachments, attachments.c.id == village_lists.c.attachment_id)
        .outerjoin(fetches, fetches.c.attachment_id == attachments.c.id)
        .where(village_lists.c.due_at <= now, is_there | (village_lists.c.state == ListState.SENDING.value))
        .order_by(village_lists.c.due_at, village_lists.c.id)
        .limit(limit)
    )
    return [
        DueList(
            row.id,
            row.complainant_id,
            row.attachment_id,
            row.object_key or "",
            row.file_name,
            ListState(row.state),
            row.came_at,
            row.told,
            bool(row.is_lost) and row.state == ListState.WAITING.value,
        )
        for row in await unit.connection.execute(found)
    ]


async def state_of(unit: Unit, list_id: int) -> ListState | None:
    found = await unit.connection.scalar(select(village_lists.c.state).where(village_lists.c.id == list_id))
    return ListState(found) if found else None


async def go_on(unit: Unit, list_id: int, state: ListState, due_at: datetime | None, told: int = 0) -> None:
    """The list stands so, and is looked at again then; never, without a time."""
    values = {"state": state.value, "due_at": due_at, "told": told}
    await unit.connection.execute(update(village_lists).where(village_lists.c.id == list_id).values(values))


async def put_off(unit: Unit, due: DueList, until: datetime) -> None:
    """The list is looked at again then, if nobody has gone on with it meanwhile."""
    this = (village_lists.c.id == due.id) & (village_lists.c.state == due.state.value)
    await unit.connection.execute(update(village_lists).where(this).values(due_at=until))


async def remove(unit: Unit, list_ids: Collection[int]) -> None:
    await unit.connection.execute(delete(village_lists).where(village_lists.c.id.in_(list_ids)))


async def put_rows(unit: Unit, list_id: int, rows: Iterable[StoredRow]) -> None:
    await _put_rows.execute(
        unit, [(list_id, r.row.number, r.state.value, msgspec.json.encode(r.row), r.fingerprint, "") for r in rows]
    )


async def good_rows(unit: Unit, list_id: int, limit: int) -> Sequence[StoredRow]:
    """The next that can be sent."""
    is_good = (village_list_rows.c.list_id == list_id) & (village_list_rows.c.state == RowState.GOOD.value)
    found = select(village_list_rows).where(is_good).order_by(village_list_rows.c.number).limit(limit)
    return [
        StoredRow(row_from_json(row.body), RowState(row.state), row.fingerprint)
        for row in await unit.connection.execute(found)
    ]


async def mark(unit: Unit, list_id: int, marked: Sequence[tuple[ListRow, RowState, str]]) -> None:
    """Each of these rows stands so now, with the receipt number of what was sent for it."""
    await _mark.execute(
        unit, [(list_id, row.number, state.value, msgspec.json.encode(row), receipt) for row, state, receipt in marked]
    )


async def sent_before(unit: Unit, complainant_id: int, fingerprints: Collection[str]) -> set[str]:
    """Those that this volunteer has sent, with whatever list."""
    rows = await _sent_before.execute(unit, [(complainant_id, each) for each in fingerprints])
    return set(rows.scalars())


async def note_sent(unit: Unit, complainant_id: int, sent: Sequence[tuple[str, str]]) -> None:
    """These (fingerprint, receipt number) were sent: nothing with the same fingerprint is sent again."""
    await _note_sent.execute(unit, [(complainant_id, *each) for each in sent])


async def open_reports(unit: Unit, complainant_id: int) -> Sequence[OpenReport]:
    """What this volunteer filed, still has, and the office has not closed."""
    found = (
        select(reports, filings.c.person_name)
        .join(filings, filings.c.report_id == reports.c.id)
        .where(reports.c.complainant_id == complainant_id, reports.c.closed_at.is_(None))
        .order_by(reports.c.id.desc())
    )
    return [
        OpenReport(row.receipt, row.person_name, row.description, row.category, row.village)
        for row in await unit.connection.execute(found)
    ]


async def results(unit: Unit, chat: Chat, list_id: int) -> Sequence[RowResult]:
    """What became of each row of the list of whoever writes in `chat`, if they are an active volunteer.

    Of a report that is not theirs any more no more than that it was sent.
    """
    is_active = volunteers.c.standing == Standing.ACTIVE.value
    is_still = (reports.c.receipt == village_list_rows.c.receipt) & (reports.c.complainant_id == complainants.c.id)
    known = reports.alias("known")
    is_listed = (listed_reports.c.complainant_id == complainants.c.id) & (
        listed_reports.c.fingerprint == village_list_rows.c.fingerprint
    )
    is_known = (known.c.id == listed_reports.c.report_id) & (known.c.complainant_id == complainants.c.id)
    shown = village_lists.c.complainant_id, reports.c.receipt.label("theirs"), known.c.id.label("known")
    found = (
        select(village_list_rows, *shown)
        .join(village_lists, village_lists.c.id == village_list_rows.c.list_id)
        .join(complainants, complainants.c.id == village_lists.c.complainant_id)
        .join(volunteers, volunteers.c.complainant_id == complainants.c.id)
        .outerjoin(reports, is_still)
        .outerjoin(listed_reports, is_listed)
        .outerjoin(known, is_known)
        .where(village_lists.c.id == list_id, is_in(chat), is_active)
        .order_by(village_list_rows.c.number)
    )
    rows = (await unit.connection.execute(found)).all()
    kept = [_kept(row) for row in rows]
    mine = await without_others(unit, rows[0].complainant_id, kept) if rows else []
    return [RowResult(each, RowState(row.state), row.theirs or "") for each, row in zip(mine, rows, strict=True)]


def _kept(row: Row[Any]) -> ListRow:
    found = replace(row_from_json(row.body), number=row.number)
    whose = {RowState.SENT: row.theirs, RowState.KNOWN: row.known}
    is_others = whose.get(RowState(row.state), found) is None
    return ListRow(found.number, Cells()) if is_others else found


async def old(unit: Unit, before: datetime) -> Sequence[int]:
    """Lists that came before then and have nothing left to do."""
    is_old = (village_lists.c.came_at < before) & village_lists.c.due_at.is_(None)
    return (await unit.connection.scalars(select(village_lists.c.id).where(is_old))).all()


def _putting(given: FromClause, insert: Insert) -> Any:
    return filled(insert(village_list_rows), given, *_ROW)


def _marking(given: FromClause, insert: Insert) -> Any:
    this = (village_list_rows.c.list_id == given.c.list_id) & (village_list_rows.c.number == given.c.number)
    values = {name: given.c[name] for name in ("state", "body", "receipt")}
    return update(village_list_rows).where(this).values(values)


def _finding_sent(given: FromClause, insert: Insert) -> Any:
    this = listed_reports.c.complainant_id == given.c.complainant_id
    return select(listed_reports.c.fingerprint).join(
        given, this & (listed_reports.c.fingerprint == given.c.fingerprint)
    )


def _noting_sent(given: FromClause, insert: Insert) -> Any:
    sent = select(given.c.complainant_id, given.c.fingerprint, reports.c.id).join(
        reports, reports.c.receipt == given.c.receipt
    )
    names = ["complainant_id", "fingerprint", "report_id"]
    # SQLite would take an ON CONFLICT behind a join for the join's own ON: a WHERE stands between them
    return insert(listed_reports).from_select(names, sent.where(reports.c.id > 0)).on_conflict_do_nothing()


_ROW: dict[str, Any] = {
    "list_id": Id,
    "number": Integer(),
    "state": String(),
    "body": LargeBinary(),
    "fingerprint": String(),
    "receipt": String(),
}
_put_rows = Bulk(_putting, **_ROW)
_mark = Bulk(_marking, list_id=Id, number=Integer(), state=String(), body=LargeBinary(), receipt=String())
_sent_before = Bulk(_finding_sent, complainant_id=Id, fingerprint=String())
_note_sent = Bulk(_noting_sent, complainant_id=Id, fingerprint=String(), receipt=String())
