"""Whose a report is: who is shown it, and told of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.following import Telling
from storage.bulk import Bulk, Insert, insert_of
from storage.store import Unit
from storage.tables import Id, attachments, followers, reports


async def lock(unit: Unit, report_ids: Sequence[int]) -> Mapping[int, tuple[int | None, str]]:
    """The owner (None where it is nobody's) and the receipt number of each of the reports, which nobody else changes
    until the unit ends. Whoever also locks a report's complainant locks them first.
    """
    rows = await _lock.execute(unit, [(id,) for id in report_ids])
    return {row.id: (row.complainant_id, row.receipt) for row in rows}


async def set_owner(unit: Unit, moved: Sequence[tuple[int, int | None, str]]) -> None:
    """Each of these reports (report's id, owner or None for nobody, tracking code) has this owner and this code.

    So have its files. Nobody else's old code opens its page any more.
    """
    await _set_owner.execute(unit, moved)
    await _set_owner_of_files.execute(unit, [(id, owner) for id, owner, _ in moved])


async def follow(unit: Unit, report_id: int, complainant_id: int, telling: Telling, now: datetime) -> None:
    """The person follows somebody else's report, and is told of it so; one who follows it already goes on as before."""
    values = {"report_id": report_id, "complainant_id": complainant_id, "telling": telling.value, "since": now}
    new = insert_of(unit.is_postgres)(followers).values(values)
    await unit.connection.execute(new.on_conflict_do_nothing())


async def drop_following(unit: Unit, left: Sequence[tuple[int, int]]) -> None:
    """These people (report's id, person's id) have no row of their own on these reports: no choice how to be told."""
    await _drop_following.execute(unit, left)


def _locking(given: FromClause, insert: Insert) -> Any:
    theirs = select(reports.c.id, reports.c.complainant_id, reports.c.receipt)
    in_order = theirs.where(reports.c.id.in_(select(given.c.id))).order_by(reports.c.id)
    return in_order.with_for_update(of=reports, key_share=True)  # SQLite has one writer and ignores it


def _setting_owner(given: FromClause, insert: Insert) -> Any:
    this = given.c.id == reports.c.id
    owner = select(given.c.owner).where(this).scalar_subquery()
    code = select(given.c.code).where(this).scalar_subquery()
    these = reports.c.id.in_(select(given.c.id))
    return update(reports).where(these).values(complainant_id=owner, tracking_code=code)


def _setting_owner_of_files(given: FromClause, insert: Insert) -> Any:
    owner = select(given.c.owner).where(given.c.id == attachments.c.report_id).scalar_subquery()
    these = attachments.c.report_id.in_(select(given.c.id))
    return update(attachments).where(these).values(complainant_id=owner)


def _dropping(given: FromClause, insert: Insert) -> Any:
    is_given = (given.c.report_id == followers.c.report_id) & (given.c.complainant_id == followers.c.complainant_id)
    return delete(followers).where(select(given.c.report_id).where(is_given).exists())


_lock = Bulk(_locking, id=Id)
_set_owner = Bulk(_setting_owner, id=Id, owner=Id, code=String())
_set_owner_of_files = Bulk(_setting_owner_of_files, id=Id, owner=Id)
_drop_following = Bulk(_dropping, report_id=Id, complainant_id=Id)
