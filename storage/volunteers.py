"""Volunteers: who they are to the office, and which reports they filed for others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from conversations.messages import Chat
from conversations.volunteering import Standing
from storage import volunteer_invitations
from storage.complainants import is_in
from storage.errors import DatabaseRefused
from storage.store import Unit
from storage.tables import complainants, filings, followers, reports, volunteers


@dataclass(frozen=True, slots=True)
class Volunteer:
    """`complainant_id` is None once they have ended or were forgotten; then nothing leads to their chat any more."""

    id: int
    complainant_id: int | None
    name: str
    kim_group: str
    area: str
    standing: Standing
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Reachable:
    """A volunteer, and whether they do not want to be written to."""

    standing: Standing
    is_blocked: bool

    @property
    def may_file(self) -> bool:
        return self.standing is Standing.ACTIVE


async def ask(unit: Unit, asked: Sequence[tuple[int, str, str]], now: datetime) -> None:
    """Each of these (complainant's id, invitation's code, name) has asked to be a volunteer, and spent one use of it.

    Raises `DatabaseRefused` where an invitation is not good any more.
    """
    for complainant_id, code, name in asked:  # one at a time: they may hold the same invitation
        invitation = await volunteer_invitations.spend(unit, code, now)
        if invitation is None:
            raise DatabaseRefused("the invitation is used up or has expired")
        values = {
            "complainant_id": complainant_id,
            "name": name,
            "kim_group": invitation.kim_group,
            "area": invitation.area,
            "standing": Standing.ASKED.value,
            "asked_at": now,
        }
        await unit.connection.execute(insert(volunteers).values(values))


async def find(unit: Unit, id: int) -> Volunteer | None:
    row = (await unit.connection.execute(select(volunteers).where(volunteers.c.id == id))).first()
    return _volunteer(row) if row else None


async def of(unit: Unit, complainant_ids: Sequence[int]) -> Mapping[int, Volunteer]:
    """Those of these people who are volunteers, or have asked to be, by their complainants' ids."""
    theirs = select(volunteers).where(volunteers.c.complainant_id.in_(complainant_ids))
    return {row.complainant_id: _volunteer(row) for row in await unit.connection.execute(theirs)}


async def reachable(unit: Unit, chat: Chat) -> Reachable | None:
    """Who in `chat` is a volunteer, or has asked to be one."""
    theirs = select(volunteers.c.standing, complainants.c.is_blocked).join(complainants).where(is_in(chat))
    row = (await unit.connection.execute(theirs)).first()
    return Reachable(Standing(row.standing), row.is_blocked) if row else None


async def listed(unit: Unit) -> list[Volunteer]:
    """All who have not ended, whoever asked first first."""
    here = select(volunteers).where(volunteers.c.standing != Standing.ENDED.value)
    in_order = here.order_by(volunteers.c.asked_at, volunteers.c.id)
    return [_volunteer(row) for row in await unit.connection.execute(in_order)]


async def count_asking(unit: Unit) -> int:
    """How many wait for the office to approve them."""
    asking = select(func.count()).select_from(volunteers).where(volunteers.c.standing == Standing.ASKED.value)
    return int(await unit.connection.scalar(asking) or 0)


async def set_standing(unit: Unit, id: int, standing: Standing, now: datetime) -> None:
    await _change(unit, id, standing=standing.value, decided_at=now)


async def end(unit: Unit, id: int, now: datetime, *, forgets_name: bool = False) -> None:
    """Nothing leads from the volunteer to their chat, nor back, but slips that they made: these are not for them."""
    blank = {"name": ""} if forgets_name else {}
    await _change(unit, id, standing=Standing.ENDED.value, decided_at=now, complainant_id=None, **blank)


async def reports_at_hand(unit: Unit, id: int) -> list[int]:
    """Ids of the reports that the volunteer filed for others and that are with the volunteer now."""
    is_theirs = reports.c.complainant_id == volunteers.c.complainant_id
    mine = _filed_by(id).join(volunteers, volunteers.c.id == filings.c.volunteer_id).where(is_theirs)
    return list(await unit.connection.scalars(mine))


async def reports_kept_back(unit: Unit, id: int) -> list[int]:
    """Ids of the reports that would be with the volunteer if they were not suspended: nobody else has them."""
    is_nobodys = reports.c.complainant_id.is_(None) & filings.c.handed_over_at.is_(None)
    mine = _filed_by(id).where(is_nobodys, filings.c.withdrawn_at.is_(None))
    return list(await unit.connection.scalars(mine))


async def reports_followed(unit: Unit, id: int) -> Mapping[int, str]:
    """The receipt numbers, by ids, of the reports of others that the volunteer filed once, and follows."""
    follows = (followers.c.report_id == reports.c.id) & (followers.c.complainant_id == volunteers.c.complainant_id)
    is_others = reports.c.complainant_id.is_distinct_from(volunteers.c.complainant_id)
    filed = _filed_by(id).add_columns(reports.c.receipt)
    theirs = filed.join(volunteers, volunteers.c.id == filings.c.volunteer_id).join(followers, follows)
    return {row.id: row.receipt for row in await unit.connection.execute(theirs.where(is_others))}


def _filed_by(id: int) -> Select[Any]:
    return (
        select(reports.c.id)
        .select_from(filings)
        .join(reports, reports.c.id == filings.c.report_id)
        .where(filings.c.volunteer_id == id)
        .order_by(reports.c.id)
    )


async def _change(unit: Unit, id: int, **values: Any) -> None:
    await unit.connection.execute(update(volunteers).where(volunteers.c.id == id).values(values))


def _volunteer(row: Row[Any]) -> Volunteer:
    standing = Standing(row.standing)
    return Volunteer(row.id, row.complainant_id, row.name, row.kim_group, row.area, standing, row.asked_at)
