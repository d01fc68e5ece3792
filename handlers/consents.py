"""Consents are taken back: the office is told, and nothing here leads to the person or their volunteer any more."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.profile import Profile
from handlers.ownership import move
from storage import filings
from storage.store import Unit


async def take_back(
    unit: Unit, report_ids: Sequence[int], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    """Nobody has these reports, and nothing names for whom they were filed. Those that are their owners' stay so.

    Raises `DatabaseRefused` when another unit was in the way.
    """
    taken = await filings.take_back_consents(unit, report_ids, now)
    if taken:
        await filings.forget_people(unit, taken)
        await move(unit, taken, None, now, profile, random_bits)
