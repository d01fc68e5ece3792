"""Invitations to volunteer: codes that the office hands out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from conversations.volunteering import Invitation
from storage.store import Unit
from storage.tables import volunteer_invitations as table


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """One that is good still; `uses_left` people may ask with it."""

    id: int
    invitation: Invitation
    uses_left: int
    expires_at: datetime


async def add(unit: Unit, invitation: Invitation, uses: int, expires_at: datetime, now: datetime) -> int:
    """Its id. Raises `DatabaseRefused` when the code is taken."""
    values = {
        "code": invitation.code,
        "kim_group": invitation.kim_group,
        "area": invitation.area,
        "uses_left": uses,
        "expires_at": expires_at,
        "created_at": now,
    }
    added = await unit.connection.execute(insert(table).values(values).returning(table.c.id))
    return int(added.scalar_one())


async def good(unit: Unit, codes: Collection[str], now: datetime) -> Mapping[str, Invitation]:
    """Those of the codes with which somebody may ask now."""
    these = select(table).where(table.c.code.in_(codes), *_is_good(now))
    return {row.code: _invitation(row) for row in await unit.connection.execute(these)}


async def listed(unit: Unit, now: datetime) -> list[OpenInvitation]:
    """All that are good now, the newest first."""
    rows = await unit.connection.execute(select(table).where(*_is_good(now)).order_by(table.c.id.desc()))
    return [OpenInvitation(row.id, _invitation(row), row.uses_left, row.expires_at) for row in rows]


async def spend(unit: Unit, code: str, now: datetime) -> Invitation | None:
    """The invitation, of which one use is spent; None where it is not good any more."""
    one_less = update(table).where(table.c.code == code, *_is_good(now)).values(uses_left=table.c.uses_left - 1)
    row = (await unit.connection.execute(one_less.returning(*table.c))).first()
    return _invitation(row) if row else None


async def revoke(unit: Unit, id: int, now: datetime) -> bool:
    """Nobody may ask with it any more; False where nobody could."""
    emptied = update(table).where(table.c.id == id, *_is_good(now)).values(uses_left=0)
    return bool((await unit.connection.execute(emptied)).rowcount)


def _is_good(now: datetime) -> tuple[Any, ...]:
    return (table.c.uses_left > 0, table.c.expires_at > now)


def _invitation(row: Any) -> Invitation:
    return Invitation(row.code, row.kim_group, row.area)
