"""Consents are taken back: the office is told, and nothing here leads to the person or their volunteer any more."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from conversations.effects import SendResponse, TakeBackConsent
from conversations.profile import Profile
from conversations.report import Report
from conversations.status import ResponseKind
from handlers.ownership import move
from handlers.responses import send_responses, withdraw_nobodys
from handlers.waiting_report import change_waiting
from storage import filings, reports
from storage.store import Unit


async def take_back(
    unit: Unit,
    wanted: Sequence[tuple[int, TakeBackConsent]],
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
) -> None:
    """Nobody has these reports any more, and nothing names for whom they were filed, nor who did.

    Those about somebody else's report are passed over, and those that are their owners' stay so. Raises
    `DatabaseRefused` when another unit was in the way.
    """
    own = await reports.own(unit, [(owner, effect.receipt) for owner, effect in wanted])
    told = [
        (owner, SendResponse(effect.receipt, ResponseKind.WITHDRAWAL))
        for owner, effect in wanted
        if not effect.is_withdrawn
    ]
    await send_responses(unit, told, now, random_bits)
    await _stand_without(unit, {report.id: receipt for (_, receipt), report in own.items()}, now, profile, random_bits)


async def take_back_refused(
    unit: Unit, asked: Collection[str], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    """As `take_back`, of those reports which nobody has and about which these questions were asked in a group."""
    nobodys = await filings.nobodys(unit, asked)
    await withdraw_nobodys(unit, nobodys, now, random_bits)
    await _stand_without(unit, nobodys, now, profile, random_bits)


async def _stand_without(
    unit: Unit, receipts: Mapping[int, str], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    taken = await filings.take_back_consents(unit, list(receipts), now)
    if taken:
        for id in taken:
            await change_waiting(unit, receipts[id], _nameless)
        await filings.forget_people(unit, taken)
        await move(unit, taken, None, now, profile, random_bits)


def _nameless(report: Report) -> Report:
    return replace(report, reporter_name="", reporter_contact="", filed_by=None)
