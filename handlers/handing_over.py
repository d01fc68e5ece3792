"""A report goes over to whom it was filed for; and what they then decide of the volunteer, and of who may see it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from conversations.effects import HideMore, LetHelperFollow, MakeSlips, SendResponse, TakeOver
from conversations.following import Telling
from conversations.handovers import LASTS, taken_notice
from conversations.notice_times import unless_asleep
from conversations.one_time_code import ONE_TIME_BITS, make_one_time_code
from conversations.profile import Profile
from conversations.report import Report, Visibility, without_hidden_identity
from conversations.status import ResponseKind
from handlers.ownership import move
from handlers.passing_on import Notice, pass_on
from handlers.responses import send_responses
from handlers.telling_no_more import say_nothing_more
from handlers.waiting_report import change_waiting
from storage import conversations, followers, handovers, ownership, reports, village_lists, visibilities
from storage.errors import DatabaseRefused
from storage.store import Unit

RandomBits = Callable[[int], int]


async def make_slips(
    unit: Unit, wanted: Sequence[tuple[int, MakeSlips]], now: datetime, random_bits: RandomBits
) -> None:
    slips = [
        (volunteer, receipt, code or make_one_time_code(random_bits(ONE_TIME_BITS)))
        for volunteer, effect in wanted
        for receipt, code in effect.slips
    ]
    await handovers.make(unit, slips, now, now + LASTS)


async def take_over(
    unit: Unit, wanted: Sequence[tuple[int, TakeOver]], now: datetime, profile: Profile, random_bits: RandomBits
) -> None:
    """Each report is its taker's. Raises `DatabaseRefused` when its code is not good any more, or others were there."""
    for taker, effect in wanted:  # one at a time: two may hold the same slip
        if had_it := await handovers.holder(unit, effect.receipt):  # people are locked before what is theirs
            await conversations.load_by_id(unit, [had_it])
        handed = await handovers.use(unit, effect.receipt, effect.code, now)
        if handed is None:
            raise DatabaseRefused("the code has been used meanwhile")
        helper = handed.helper if handed.helper == handed.had_it else None
        chosen = await followers.tellings(unit, {handed.report_id: helper}) if helper else {}
        await village_lists.forget_sent(unit, [handed.report_id])
        await move(unit, [handed.report_id], taker, now, profile, random_bits)
        if helper:
            await ownership.follow(unit, handed.report_id, helper, chosen.get(handed.report_id, Telling.DAILY), now)
            at = unless_asleep(None, now, profile)
            await pass_on(unit, [Notice(helper, handed.report_id, taken_notice(effect.receipt), at)], now)


async def let_helpers_follow(unit: Unit, wanted: Sequence[tuple[int, LetHelperFollow]], now: datetime) -> None:
    """A suspended volunteer is told nothing, and follows no more either what they were given the link of."""
    helpers = await handovers.helpers(unit, [(owner, effect.receipt) for owner, effect in wanted])
    for owner, effect in wanted:
        if found := helpers.get((owner, effect.receipt)):
            report_id, helper, is_active = found
            if effect.is_told and is_active:
                await ownership.follow(unit, report_id, helper, Telling.DAILY, now)
            elif not effect.is_told:
                await ownership.drop_following(unit, [(report_id, helper)])
                await say_nothing_more(unit, {helper: [effect.receipt]})


async def hide_more(unit: Unit, wanted: Sequence[tuple[int, HideMore]], now: datetime, random_bits: RandomBits) -> None:
    """Seen so by us at once, and by the routing backend once it has heard of it: then no more than an addendum's words.

    What waits for it still goes without what is hidden now. Reports of others are passed over.
    """
    own = await reports.own(unit, [(owner, effect.receipt) for owner, effect in wanted])
    for owner, effect in wanted:
        if report := own.get((owner, effect.receipt)):
            await visibilities.hide(unit, report.id, effect.visibility)
            await change_waiting(unit, effect.receipt, partial(_hidden, visibility=effect.visibility))
    told = [
        (owner, SendResponse(effect.receipt, ResponseKind.ADDENDUM, effect.text, visibility=effect.visibility))
        for owner, effect in wanted
    ]
    await send_responses(unit, told, now, random_bits)


def _hidden(report: Report, visibility: Visibility) -> Report:
    return without_hidden_identity(replace(report, visibility=visibility))
