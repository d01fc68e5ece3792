"""Village lists that volunteers send: each is its volunteer's own, and nobody else's buttons reach it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Row, case, delete, exists, func, insert, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.effects import KeepRow, TakeList
from conversations.lookups import ListLookup
from conversations.village_list.at_hand import ListState, VillageList
from conversations.village_list.doubles import without_receipts
from conversations.village_list.row import Cells, FaultKind, ListRow, RowState
from storage import attachments
from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import Id, listed_reports, reports, village_list_rows, village_lists

_rows = msgspec.json.Decoder(ListRow)
OPEN = (ListState.CHECKED.value, ListState.DONE.value)
"""Of these the rows may be mended and sent."""


async def add(unit: Unit, complainant_id: int, taken: TakeList, now: datetime) -> None:
    """The list is to be read as soon as its file is there."""
    values = {
        "complainant_id": complainant_id,
        "attachment_id": taken.file_id,
        "file_name": taken.file_name,
        "state": ListState.WAITING.value,
        "came_at": taken.at,
        "due_at": now,
    }
    await unit.connection.execute(insert(village_lists).values(values))


async def known(unit: Unit, lookups: Sequence[tuple[int, ListLookup]]) -> Mapping[int, VillageList]:
    """What each volunteer asked for, of their own lists only."""
    found = {}
    for complainant_id, lookup in lookups:
        theirs = village_lists.c.complainant_id == complainant_id
        which = village_lists.c.id == lookup.id if lookup.id else village_lists.c.state == ListState.CHECKED.value
        listed = await _one(unit, theirs & which, lookup.after)
        if listed:
            found[complainant_id] = listed
    return found


async def of_id(unit: Unit, list_id: int) -> VillageList | None:
    return await _one(unit, village_lists.c.id == list_id, 0)


async def keep_row(unit: Unit, complainant_id: int, kept: KeepRow) -> None:
    """The row is so now: one that was not sent, of a list of theirs that may be mended."""
    theirs = exists().where(
        village_lists.c.id == kept.list_id,
        village_lists.c.complainant_id == complainant_id,
        village_lists.c.state.in_(OPEN),
    )
    this = (village_list_rows.c.list_id == kept.list_id) & (village_list_rows.c.number == kept.row.number)
    is_unsent = village_list_rows.c.state.in_((RowState.FAULTY.value, RowState.GOOD.value))
    values = {"state": kept.state.value, "body": msgspec.json.encode(kept.row)}
    await unit.connection.execute(update(village_list_rows).where(this, is_unsent, theirs).values(values))


async def begin_sending(unit: Unit, complainant_id: int, list_id: int, now: datetime) -> None:
    this = (village_lists.c.id == list_id) & (village_lists.c.complainant_id == complainant_id)
    values = {"state": ListState.SENDING.value, "due_at": now}
    await unit.connection.execute(update(village_lists).where(this, village_lists.c.state.in_(OPEN)).values(values))


async def drop(unit: Unit, complainant_id: int, list_id: int) -> None:
    this = (village_lists.c.id == list_id) & (village_lists.c.complainant_id == complainant_id)
    await unit.connection.execute(delete(village_lists).where(this, village_lists.c.state.in_(OPEN)))


async def drop_all(unit: Unit, complainant_ids: Sequence[int]) -> None:
    """Nothing is left of these people's lists, nor of files that nobody has read yet; what was sent stays, and nothing
    tells any more what it was.
    """
    theirs = village_lists.c.complainant_id.in_(complainant_ids)
    files = await unit.connection.scalars(select(village_lists.c.attachment_id).where(theirs))
    await attachments.drop_stray(unit, files.all())
    for table in (village_lists, listed_reports):
        await unit.connection.execute(delete(table).where(table.c.complainant_id.in_(complainant_ids)))


async def forget_sent(unit: Unit, report_ids: Sequence[int]) -> None:
    """The rows that became these reports, in whatever lists, tell nothing but what became of them."""
    await _forget_sent.execute(unit, [(id,) for id in report_ids])


def row_from_json(body: bytes) -> ListRow:
    return _rows.decode(body)


async def _one(unit: Unit, which: ColumnElement[bool], after: int) -> VillageList | None:
    newest = select(village_lists).where(which).order_by(village_lists.c.id.desc()).limit(1)
    row = (await unit.connection.execute(newest)).first()
    if row is None:
        return None
    faulty_row = await _faulty_row(unit, row.id, row.complainant_id, after)
    return _village_list(row, await _counts(unit, row.id), faulty_row)


def _village_list(row: Row[Any], counts: Mapping[str, int], faulty_row: ListRow | None) -> VillageList:
    return VillageList(
        row.id,
        row.file_name,
        ListState(row.state),
        row.came_at,
        **{state.value: counts.get(state.value, 0) for state in RowState},
        faulty_row=faulty_row,
    )


async def _counts(unit: Unit, list_id: int) -> Mapping[str, int]:
    theirs = select(village_list_rows.c.state, func.count().label("number"))
    counted = theirs.where(village_list_rows.c.list_id == list_id).group_by(village_list_rows.c.state)
    return {row.state: row.number for row in await unit.connection.execute(counted)}


async def _faulty_row(unit: Unit, list_id: int, complainant_id: int, after: int) -> ListRow | None:
    is_faulty = (village_list_rows.c.list_id == list_id) & (village_list_rows.c.state == RowState.FAULTY.value)
    first = (village_list_rows.c.number <= after, village_list_rows.c.number)
    found = select(village_list_rows.c.body).where(is_faulty).order_by(*first).limit(1)
    row = (await unit.connection.execute(found)).first()
    return (await without_others(unit, complainant_id, [row_from_json(row.body)]))[0] if row else None


async def without_others(unit: Unit, complainant_id: int, rows: Sequence[ListRow]) -> list[ListRow]:
    """The rows, in which no fault names a report that is not theirs any more."""
    named = {fault.of for row in rows for fault in row.faults if fault.kind is FaultKind.DOUBLED_OPEN}
    if not named:
        return list(rows)
    is_theirs = (reports.c.complainant_id == complainant_id) & reports.c.receipt.in_(named)
    theirs = set((await unit.connection.scalars(select(reports.c.receipt).where(is_theirs))).all())
    return [without_receipts(row, named - theirs) for row in rows]


def _forgetting_sent(given: FromClause, insert: Insert) -> Any:
    sent = (
        select(village_lists.c.id, listed_reports.c.fingerprint)
        .join(listed_reports, listed_reports.c.complainant_id == village_lists.c.complainant_id)
        .where(listed_reports.c.report_id.in_(select(given.c.id)))
        .subquery()
    )
    this = (sent.c.id == village_list_rows.c.list_id) & (sent.c.fingerprint == village_list_rows.c.fingerprint)
    is_told = case((village_list_rows.c.state == RowState.SENT.value, RowState.SENT.value), else_=RowState.KNOWN.value)
    rows = update(village_list_rows).where(village_list_rows.c.list_id.in_(select(sent.c.id)))
    return rows.where(select(sent.c.id).where(this).exists()).values(body=_EMPTY, state=is_told)


_EMPTY = msgspec.json.encode(ListRow(0, Cells()))
_forget_sent = Bulk(_forgetting_sent, id=Id)
