"""Codes that hand a report over to whom it was filed for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, and_, bindparam, case, exists, func, or_, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.handovers import Handover
from conversations.messages import Chat
from conversations.report import Visibility
from conversations.tracking import TrackedReport
from conversations.volunteering import Standing
from storage.bulk import NOW, Bulk, Insert
from storage.complainants import is_in
from storage.store import Unit
from storage.tables import Id, complainants, filings, followers, handovers, reports, volunteers
from storage.tracking import tracked
from storage.types import Instant


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on a slip. `person` is empty where nothing may lead from the report to its reporter."""

    receipt: str
    code: str
    expires_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Whose the report was until now (None for nobody's), and the complainant id of its volunteer, if still active."""

    report_id: int
    had_it: int | None
    helper: int | None


async def make(unit: Unit, slips: Sequence[tuple[int, str, str]], now: datetime, until: datetime) -> None:
    """Each of these reports (volunteer's complainant id, receipt number, code) can be handed over by its code.

    One that has a good code keeps it. Others than those that an active volunteer filed and has are passed over.
    """
    await _make.execute(unit, slips, now=now, until=until)


async def opened(unit: Unit, codes: Sequence[tuple[int, str]], now: datetime) -> Mapping[tuple[int, str], Handover]:
    """What each of these people (complainant's id) is shown who has opened this code: nothing where it is not good."""
    rows = await _opened.execute(unit, codes, now=now)
    return {(row.opener_id, row.code): _handover(row) for row in rows}


async def holder(unit: Unit, receipt: str) -> int | None:
    """Whose the report is; None for nobody's, and where there is none."""
    whose = select(reports.c.complainant_id).where(reports.c.receipt == receipt)
    return (await unit.connection.execute(whose)).scalar()


async def use(unit: Unit, receipt: str, code: str, now: datetime) -> HandedOver | None:
    """The code is used up, and the report handed over; None where it is not good any more."""
    found = (await unit.connection.execute(_use, {"receipt": receipt, "used_code": code, "now": now})).first()
    if found is None:
        return None
    theirs = filings.c.report_id == found.report_id
    await unit.connection.execute(update(filings).where(theirs).values(handed_over_at=now))
    row = (await unit.connection.execute(_owners.where(reports.c.id == found.report_id))).one()
    return HandedOver(row.id, row.complainant_id, row.helper_id)


async def helpers(unit: Unit, owned: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], tuple[int, int, bool]]:
    """For each of these (owner's id, receipt number) that was handed over to them, unless its volunteer has ended:
    the report's id, the volunteer's complainant id, and whether they are active.
    """
    rows = await _helpers.execute(unit, owned)
    is_active = Standing.ACTIVE.value
    return {(row.complainant_id, row.receipt): (row.id, row.helper_id, row.standing == is_active) for row in rows}


async def checked(unit: Unit, slips: Sequence[tuple[int, str, str]]) -> Mapping[tuple[int, str, str], TrackedReport]:
    """Where those reports stand that fit: (an active volunteer's complainant id, receipt number, village's code).

    Only those that were filed for somebody, who still agrees. A report of which only the kecamatan is known fits every
    village in it. Nothing for the very volunteer who filed it, once its owner lets them know nothing.
    """
    rows = await _checked.execute(unit, slips)
    return {(row.volunteer_id, row.receipt, row.asked_area): tracked(row) for row in rows}


async def printed(unit: Unit, chat: Chat, receipts: Sequence[str], now: datetime) -> list[Printed]:
    """Those of the slips that are good, of reports that are this volunteer's now; in the order of their numbers."""
    rows = await unit.connection.execute(_printed.where(is_in(chat), reports.c.receipt.in_(receipts)), {"now": now})
    return [
        Printed(row.receipt, row.code, row.expires_at, "" if Visibility(row.visibility).is_anonymous else row.name)
        for row in rows
    ]


def _handover(row: Any) -> Handover:
    is_helpers = row.opener_id in (row.helper_id, row.complainant_id, row.made_by)
    told = (row.code, row.receipt, row.title, row.volunteer or "", row.kim_group)
    return Handover(*told, is_helpers, row.question, row.agency)


def _is_good() -> Any:
    return and_(handovers.c.used_at.is_(None), handovers.c.expires_at > NOW, filings.c.withdrawn_at.is_(None))


def _making(given: FromClause, insert: Insert) -> Any:
    is_theirs = (reports.c.receipt == given.c.receipt) & (reports.c.complainant_id == given.c.complainant_id)
    is_active = (volunteers.c.id == filings.c.volunteer_id) & (volunteers.c.standing == Standing.ACTIVE.value)
    new = (
        select(reports.c.id, given.c.code, given.c.complainant_id, NOW, bindparam("until", type_=Instant()))
        .select_from(given)
        .join(reports, is_theirs)
        .join(filings, filings.c.report_id == reports.c.id)
        .join(volunteers, is_active & (volunteers.c.complainant_id == given.c.complainant_id))
        .where(filings.c.handed_over_at.is_(None), filings.c.withdrawn_at.is_(None))
    )
    made = insert(handovers).from_select(["report_id", "code", "made_by", "created_at", "expires_at"], new)
    is_over = handovers.c.expires_at <= NOW
    kept = {
        name: case((is_over, made.excluded[name]), else_=handovers.c[name])
        for name in ("code", "made_by", "created_at", "expires_at")
    }
    return made.on_conflict_do_update(index_elements=["report_id"], set_=kept)


def _opening(given: FromClause, insert: Insert) -> Any:
    return (
        select(
            handovers.c.code,
            handovers.c.made_by,
            reports.c.receipt,
            reports.c.title,
            reports.c.question,
            reports.c.agency,
            reports.c.complainant_id,
            filings.c.kim_group,
            volunteers.c.name.label("volunteer"),
            volunteers.c.complainant_id.label("helper_id"),
            given.c.complainant_id.label("opener_id"),
        )
        .select_from(given)
        .join(handovers, handovers.c.code == given.c.code)
        .join(reports, reports.c.id == handovers.c.report_id)
        .join(filings, filings.c.report_id == reports.c.id)
        .outerjoin(volunteers, volunteers.c.id == filings.c.volunteer_id)
        .where(_is_good())
    )


def _finding_helpers(given: FromClause, insert: Insert) -> Any:
    helper = volunteers.c.complainant_id.label("helper_id")
    is_owned = (reports.c.receipt == given.c.receipt) & (reports.c.complainant_id == given.c.complainant_id)
    is_here = (volunteers.c.id == filings.c.volunteer_id) & volunteers.c.complainant_id.is_not(None)
    return (
        select(reports.c.id, given.c.receipt, given.c.complainant_id, helper, volunteers.c.standing)
        .select_from(given)
        .join(reports, is_owned)
        .join(filings, (filings.c.report_id == reports.c.id) & filings.c.handed_over_at.is_not(None))
        .join(volunteers, is_here)
    )


def _checking(given: FromClause, insert: Insert) -> Any:
    is_active = volunteers.c.standing == Standing.ACTIVE.value
    is_there = or_(
        reports.c.village == given.c.area,
        (reports.c.village == "")
        & (reports.c.district != "")
        & (reports.c.district == func.substr(given.c.area, 1, 8)),
    )
    follows = exists().where(
        followers.c.report_id == reports.c.id, followers.c.complainant_id == given.c.complainant_id
    )
    may_know = (filings.c.volunteer_id != volunteers.c.id) | filings.c.handed_over_at.is_(None) | follows
    return (
        select(reports, given.c.complainant_id.label("volunteer_id"), given.c.area.label("asked_area"))
        .select_from(given)
        .join(volunteers, (volunteers.c.complainant_id == given.c.complainant_id) & is_active)
        .join(reports, reports.c.receipt == given.c.receipt)
        .join(filings, filings.c.report_id == reports.c.id)
        .where(is_there, may_know, filings.c.withdrawn_at.is_(None))
    )


_make = Bulk(_making, complainant_id=Id, receipt=String(), code=String())
_opened = Bulk(_opening, complainant_id=Id, code=String())
_helpers = Bulk(_finding_helpers, complainant_id=Id, receipt=String())
_checked = Bulk(_checking, complainant_id=Id, receipt=String(), area=String())
_of_report = select(reports.c.id).where(reports.c.receipt == bindparam("receipt"))
_still_agrees = select(filings.c.report_id).where(filings.c.withdrawn_at.is_(None))
_use = (
    update(handovers)
    .where(handovers.c.code == bindparam("used_code"), handovers.c.report_id.in_(_of_report))
    .where(handovers.c.used_at.is_(None), handovers.c.expires_at > NOW, handovers.c.report_id.in_(_still_agrees))
    .values(used_at=NOW)
    .returning(handovers.c.report_id)
)
_owners = (
    select(reports.c.id, reports.c.complainant_id, volunteers.c.complainant_id.label("helper_id"))
    .join(filings, filings.c.report_id == reports.c.id)
    .outerjoin(
        volunteers, (volunteers.c.id == filings.c.volunteer_id) & (volunteers.c.standing == Standing.ACTIVE.value)
    )
)
_printed = (
    select(
        reports.c.receipt,
        reports.c.visibility,
        handovers.c.code,
        handovers.c.expires_at,
        filings.c.person_name.label("name"),
    )
    .join(handovers, handovers.c.report_id == reports.c.id)
    .join(filings, filings.c.report_id == reports.c.id)
    .join(complainants, complainants.c.id == reports.c.complainant_id)
    .where(_is_good(), filings.c.handed_over_at.is_(None))
    .order_by(reports.c.receipt)
)
