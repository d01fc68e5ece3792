"""Consents are taken back: the office is told, and nothing here leads to the person or their volunteer any more."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import msgspec

from conversations.profile import Profile
from handlers.forwarding_body import as_json, from_json
from handlers.ownership import move
from handlers.ports import ReportForwarding
from storage import filings, village_lists, visibilities
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
            await _forget_names_in_queue(unit, receipts[id])
        await filings.forget_people(unit, taken)
        await village_lists.forget_sent(unit, taken)
        await move(unit, taken, None, now, profile, random_bits)


async def _forget_names_in_queue(unit: Unit, receipt: str) -> None:
    """In the report itself, where it has yet to go."""
    body = await visibilities.waiting_body(unit, receipt)
    try:
        waiting = from_json(body) if body else None
    except msgspec.MsgspecError:
        return
    if isinstance(waiting, ReportForwarding):
        nameless = replace(waiting.report, reporter_name="", reporter_contact="", filed_by=None)
        await visibilities.store_waiting(unit, receipt, as_json(replace(waiting, report=nameless)))
