"""Consents are taken back: the office is told, and nothing here leads to the person or their volunteer any more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from conversations.profile import Profile
from conversations.report import Report
from handlers.ownership import move
from handlers.waiting_report import change_waiting
from storage import filings
from storage.store import Unit


async def take_back(
    unit: Unit, receipts: Mapping[int, str], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    """Nobody has these reports (receipt numbers by ids), and nothing names for whom they were filed, nor who did.

    Those that are their owners' stay so. Raises `DatabaseRefused` when another unit was in the way.
    """
    taken = await filings.take_back_consents(unit, list(receipts), now)
    if taken:
        for id in taken:
            await change_waiting(unit, receipts[id], _nameless)
        await filings.forget_people(unit, taken)
        await move(unit, taken, None, now, profile, random_bits)


def _nameless(report: Report) -> Report:
    return replace(report, reporter_name="", reporter_contact="", filed_by=None)
