"""Who follows a report besides whoever sent it, how each of them wants to be told, and the telling itself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String, bindparam, delete, exists, func, literal, or_, select, true
from sqlalchemy.sql.selectable import FromClause

from conversations.following import Followed, Telling
from conversations.lookups import Lookup
from conversations.messages import Outgoing
from conversations.tracking import without_words
from storage import history
from storage.bodies import outgoing_as_json
from storage.bulk import NOW, Bulk, Insert
from storage.held_notices import taking
from storage.store import Unit
from storage.tables import Id, followers, held_notices, outbox, reports
from storage.tracking import tracked
from storage.types import Instant


async def add(unit: Unit, following: Sequence[tuple[int, str, str]], now: datetime) -> None:
    """Each of these (person's id, receipt number, code) follows the report that has this number and this code."""
    await _add.execute(unit, following, now=now)


async def remove(unit: Unit, left: Sequence[tuple[int, str]]) -> None:
    """These (person's id, receipt number) follow the reports no more."""
    await _remove.execute(unit, left)


async def choose(unit: Unit, chosen: Sequence[tuple[int, str, Telling]], now: datetime) -> None:
    """So these people want to be told of reports that they sent or follow (person's id, receipt number, how)."""
    await _choose.execute(unit, chosen, now=now)


async def known(unit: Unit, lookups: Sequence[tuple[int, Lookup]]) -> Mapping[int, tuple[Followed, ...]]:
    """What each person asked for of others' reports: all that they follow, newest first; or one, with its history.

    One that they do not follow only where they have its code.
    """
    asked = [(id, lookup.receipt, lookup.code) for id, lookup in lookups if lookup.receipt]
    listed = [(id,) for id, lookup in lookups if lookup.all_reports]
    one = (await _one.execute(unit, asked)).all() if asked else []
    events = await history.of(unit, [row.id for row in one]) if one else {}
    rows = [*one, *((await _all.execute(unit, listed)).all() if listed else [])]
    found: dict[int, list[Followed]] = {}
    for row in rows:
        report = tracked(row, tuple(without_words(event) for event in events.get(row.id, ())))
        followed = Followed(report, Telling(row.telling) if row.telling else None)
        found.setdefault(row.follower_id, []).append(followed)
    return {id: tuple(theirs) for id, theirs in found.items()}


async def lock(unit: Unit, report_ids: Sequence[int]) -> None:
    """Nobody leaves these reports, or wants to be told otherwise, until the unit ends."""
    if unit.is_postgres:  # SQLite has one writer
        await _lock.execute(unit, [(id,) for id in report_ids])


async def tell(unit: Unit, notices: Sequence[tuple[int, Outgoing]], telling: Telling, now: datetime) -> None:
    """The notice on each of these reports (by id) is in the outbox for all of its followers who want it so.

    Before it comes what was held for them on the same report. The database writes the rows by itself: of any number of
    followers none comes into this process's memory.
    """
    await _tell_held(unit, dict.fromkeys(report_id for report_id, _ in notices), telling, now)
    rows = [(report_id, outgoing_as_json(outgoing)) for report_id, outgoing in notices]
    await _tell.execute(unit, rows, now=now, telling=telling.value)


async def _tell_held(unit: Unit, report_ids: Iterable[int], telling: Telling, now: datetime) -> None:
    ids = [(id,) for id in report_ids]
    if unit.is_postgres:
        await _move_held.execute(unit, ids, now=now, telling=telling.value)
    else:  # SQLite deletes and inserts in two statements, between which nobody writes
        await _copy_held.execute(unit, ids, now=now, telling=telling.value)
        await _drop_held.execute(unit, ids, telling=telling.value)


async def hold(
    unit: Unit, notices: Sequence[tuple[int, Outgoing]], telling: Telling, due_at: datetime, now: datetime
) -> None:
    """As `tell`, for later: the notices are held until then."""
    rows = [(report_id, outgoing_as_json(outgoing)) for report_id, outgoing in notices]
    await _hold.execute(unit, rows, now=now, telling=telling.value, due_at=due_at)


async def tellings(unit: Unit, complainant_ids: Mapping[int, int]) -> Mapping[int, Telling]:
    """How the complainants of these reports (by the reports' ids) want to be told, where they chose."""
    rows = await _tellings.execute(unit, list(complainant_ids.items()))
    return {row.report_id: Telling(row.telling) for row in rows}


async def followed(unit: Unit, report_ids: Sequence[int]) -> set[int]:
    """Those of the reports that anybody follows besides whoever sent them."""
    return set((await _followed.execute(unit, [(id,) for id in report_ids])).scalars())


async def of_theirs(unit: Unit, complainant_ids: Sequence[int]) -> Mapping[int, list[str]]:
    """Who follows reports that these people sent: by the followers' ids the receipt numbers."""
    found: dict[int, list[str]] = {}
    for row in await _of_theirs.execute(unit, [(id,) for id in complainant_ids]):
        found.setdefault(row.complainant_id, []).append(row.receipt)
    return found


_TOLD = ["complainant_id", "body", "created_at", "due_at", "is_notice"]


def _is_not_owner() -> Any:
    return followers.c.complainant_id.is_distinct_from(reports.c.complainant_id)


def _finding_of_theirs(given: FromClause, insert: Insert) -> Any:
    is_theirs = reports.c.complainant_id.in_(select(given.c.id)) & _is_not_owner()
    return select(followers.c.complainant_id, reports.c.receipt).join(reports).where(is_theirs)


def _adding(given: FromClause, insert: Insert) -> Any:
    fits = (reports.c.receipt == given.c.receipt) & (reports.c.tracking_code == given.c.code)
    new = (
        select(reports.c.id, given.c.complainant_id, literal(Telling.AT_ONCE.value), NOW)
        .select_from(given)
        .join(reports, fits)
        .where(given.c.code != "", reports.c.complainant_id.is_distinct_from(given.c.complainant_id))
    )
    return (
        insert(followers).from_select(["report_id", "complainant_id", "telling", "since"], new).on_conflict_do_nothing()
    )


def _removing(given: FromClause, insert: Insert) -> Any:
    left = (
        select(literal(1))
        .select_from(given)
        .join(reports, reports.c.receipt == given.c.receipt)
        .where(reports.c.id == followers.c.report_id, given.c.complainant_id == followers.c.complainant_id)
        .correlate(followers)
    )
    return delete(followers).where(left.exists())


def _choosing(given: FromClause, insert: Insert) -> Any:
    follows = exists().where(
        followers.c.report_id == reports.c.id, followers.c.complainant_id == given.c.complainant_id
    )
    new = (
        select(reports.c.id, given.c.complainant_id, given.c.telling, NOW)
        .select_from(given)
        .join(reports, reports.c.receipt == given.c.receipt)
        .where(or_(reports.c.complainant_id == given.c.complainant_id, follows))
    )
    chosen = insert(followers).from_select(["report_id", "complainant_id", "telling", "since"], new)
    return chosen.on_conflict_do_update(
        index_elements=["report_id", "complainant_id"], set_={"telling": chosen.excluded.telling}
    )


def _theirs(given: FromClause, *columns: Any) -> Any:
    """A row for each follower of the given reports who wants to be told so, in one order everywhere."""
    return (
        select(followers.c.complainant_id, given.c.body, NOW, *columns)
        .select_from(given)
        .join(followers, followers.c.report_id == given.c.report_id)
        .join(reports, reports.c.id == followers.c.report_id)
        .where(followers.c.telling == bindparam("telling"), _is_not_owner())
        .order_by(given.c.place, followers.c.complainant_id)
    )


def _telling(given: FromClause, insert: Insert) -> Any:
    return insert(outbox).from_select(_TOLD, _theirs(given, NOW, true()))


def _holding(given: FromClause, insert: Insert) -> Any:
    names = ["complainant_id", "body", "created_at", "due_at", "report_id"]
    due_at = bindparam("due_at", type_=Instant())
    return insert(held_notices).from_select(names, _theirs(given, due_at, given.c.report_id))


def _held(given: FromClause) -> Any:
    """Ids of what is held on the given reports for those followers who want to be told so."""
    of = held_notices.alias("of")
    is_theirs = (followers.c.report_id == of.c.report_id) & (followers.c.complainant_id == of.c.complainant_id)
    return (
        select(of.c.id)
        .join(followers, is_theirs)
        .join(reports, reports.c.id == of.c.report_id)
        .where(of.c.report_id.in_(select(given.c.id)))
        .where(followers.c.telling == bindparam("telling"), _is_not_owner())
    )


def _moving_held(given: FromClause, insert: Insert) -> Any:
    taken = taking(_held(given)).returning(*held_notices.c).cte("taken")
    never_tried = literal(0), literal("")  # beside a DELETE the columns' own defaults would come as NULL
    rows = select(taken.c.complainant_id, taken.c.body, taken.c.created_at, NOW, true(), *never_tried)
    return insert(outbox).from_select([*_TOLD, "attempts", "last_error"], rows.order_by(taken.c.id))


def _copying_held(given: FromClause, insert: Insert) -> Any:
    held = held_notices.c
    rows = select(held.complainant_id, held.body, held.created_at, NOW, true()).where(held.id.in_(_held(given)))
    return insert(outbox).from_select(_TOLD, rows.order_by(held.id))


def _dropping_held(given: FromClause, insert: Insert) -> Any:
    return taking(_held(given))


def _locking(given: FromClause, insert: Insert) -> Any:
    theirs = select(followers.c.complainant_id).where(followers.c.report_id.in_(select(given.c.id)))
    in_order = theirs.order_by(followers.c.report_id, followers.c.complainant_id)
    # counted, so that none of them comes into this process's memory
    return select(func.count()).select_from(in_order.with_for_update(read=True).subquery())


def _choices(given: FromClause, insert: Insert) -> Any:
    is_owner = (followers.c.report_id == given.c.report_id) & (followers.c.complainant_id == given.c.complainant_id)
    return select(followers.c.report_id, followers.c.telling).join(given, is_owner)


def _finding_followed(given: FromClause, insert: Insert) -> Any:
    has_others = exists().where(followers.c.report_id == reports.c.id, _is_not_owner())
    return select(reports.c.id).join(given, reports.c.id == given.c.id).where(has_others)


def _finding_one(given: FromClause, insert: Insert) -> Any:
    is_theirs = (followers.c.report_id == reports.c.id) & (followers.c.complainant_id == given.c.complainant_id)
    is_opened = (given.c.code != "") & (reports.c.tracking_code == given.c.code)
    return (
        select(reports, followers.c.telling, given.c.complainant_id.label("follower_id"))
        .select_from(given)
        .join(reports, reports.c.receipt == given.c.receipt)
        .outerjoin(followers, is_theirs)
        .where(reports.c.complainant_id.is_distinct_from(given.c.complainant_id))
        .where(or_(followers.c.telling.is_not(None), is_opened))
    )


def _finding_all(given: FromClause, insert: Insert) -> Any:
    return (
        select(reports, followers.c.telling, followers.c.complainant_id.label("follower_id"))
        .select_from(given)
        .join(followers, followers.c.complainant_id == given.c.id)
        .join(reports, reports.c.id == followers.c.report_id)
        .where(_is_not_owner())
        .order_by(followers.c.since.desc(), reports.c.id.desc())
    )


_one = Bulk(_finding_one, complainant_id=Id, receipt=String(), code=String())
_all = Bulk(_finding_all, id=Id)
_add = Bulk(_adding, complainant_id=Id, receipt=String(), code=String())
_remove = Bulk(_removing, complainant_id=Id, receipt=String())
_choose = Bulk(_choosing, complainant_id=Id, receipt=String(), telling=String())
_of_theirs = Bulk(_finding_of_theirs, id=Id)
_lock = Bulk(_locking, id=Id)
_move_held = Bulk(_moving_held, id=Id)
_copy_held = Bulk(_copying_held, id=Id)
_drop_held = Bulk(_dropping_held, id=Id)
_tell = Bulk(_telling, report_id=Id, body=LargeBinary())
_hold = Bulk(_holding, report_id=Id, body=LargeBinary())
_tellings = Bulk(_choices, report_id=Id, complainant_id=Id)
_followed = Bulk(_finding_followed, id=Id)
