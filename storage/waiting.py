"""Everything that waits for somebody to be told it: in the outbox, or held for its hour."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import LargeBinary, Table, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.messages import Outgoing
from storage.bodies import outgoing_as_json, readable_outgoing
from storage.bulk import Bulk, Insert
from storage.store import Unit
from storage.tables import Id, held_notices, outbox


@dataclass(frozen=True, slots=True)
class Waiting:
    """`outgoing` is None where it cannot be read any more: then nobody will ever be shown it."""

    id: int
    complainant_id: int
    outgoing: Outgoing | None
    is_notice: bool
    is_held: bool


async def of(unit: Unit, complainant_ids: Collection[int]) -> list[Waiting]:
    """What waits for these people, due or not."""
    people = [(id,) for id in complainant_ids]
    sent = [_waiting(row, False) for row in await _in_outbox.execute(unit, people)]
    return sent + [_waiting(row, True) for row in await _held.execute(unit, people)]


async def remove(unit: Unit, waiting: Sequence[Waiting]) -> None:
    for statement, is_held in ((_remove, False), (_remove_held, True)):
        if ids := [(each.id,) for each in waiting if each.is_held is is_held]:
            await statement.execute(unit, ids)


async def rewrite(unit: Unit, changed: Sequence[tuple[Waiting, Outgoing]]) -> None:
    """Each waits on, with this said instead. Whoever has it in hand already sees by its edition that it is another."""
    for statement, is_held in ((_rewrite, False), (_rewrite_held, True)):
        if rows := [(each.id, outgoing_as_json(said)) for each, said in changed if each.is_held is is_held]:
            await statement.execute(unit, rows)


def _waiting(row: Any, is_held: bool) -> Waiting:
    is_notice = is_held or row.is_notice
    return Waiting(row.id, row.complainant_id, readable_outgoing(row.body), is_notice, is_held)


def _finding(table: Table) -> Any:
    def build(given: FromClause, insert: Insert) -> Any:
        return select(table).where(table.c.complainant_id.in_(select(given.c.id))).order_by(table.c.id)

    return build


def _removing(table: Table) -> Any:
    def build(given: FromClause, insert: Insert) -> Any:
        return delete(table).where(table.c.id.in_(select(given.c.id)))

    return build


def _rewriting(table: Table) -> Any:
    def build(given: FromClause, insert: Insert) -> Any:
        said = select(given.c.body).where(given.c.id == table.c.id).scalar_subquery()
        new = {"body": said} if table is held_notices else {"body": said, "edition": outbox.c.edition + 1}
        return update(table).where(table.c.id.in_(select(given.c.id))).values(new)

    return build


_in_outbox = Bulk(_finding(outbox), id=Id)
_held = Bulk(_finding(held_notices), id=Id)
_remove = Bulk(_removing(outbox), id=Id)
_remove_held = Bulk(_removing(held_notices), id=Id)
_rewrite = Bulk(_rewriting(outbox), id=Id, body=LargeBinary())
_rewrite_held = Bulk(_rewriting(held_notices), id=Id, body=LargeBinary())
