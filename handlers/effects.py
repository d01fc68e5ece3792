"""What turns want to have happened is carried out, in the unit that stores the turns: one statement per table."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from conversations.effects import (
    AskInGroup,
    AskToVolunteer,
    ChooseTelling,
    DropAttachments,
    Effect,
    Follow,
    Forget,
    HideMore,
    LetHelperFollow,
    ListEffect,
    MakeSlips,
    MarkBlocked,
    SendReport,
    SendResponse,
    StopVolunteering,
    TakeBackConsent,
    TakeBackRefused,
    TakeOver,
    Unfollow,
)
from conversations.following import Telling
from conversations.messages import Chat
from conversations.profile import Profile
from handlers import handing_over
from handlers.consents import take_back, take_back_refused
from handlers.list_effects import carry_out_lists
from handlers.new_reports import Route, send_reports, to_desk
from handlers.responses import send_responses
from handlers.standing import stop
from handlers.telling_no_more import say_nothing_more, tell_no_more
from storage import (
    attachments,
    complainants,
    followers,
    forgetting,
    outbox,
    quarantine,
    transcripts,
    volunteers,
)
from storage.outbox import NewMessage
from storage.store import Unit

E = TypeVar("E", bound=Effect)
FORWARDS = (SendReport, SendResponse, TakeBackConsent, TakeBackRefused, HideMore)
DROPS_FILES = (DropAttachments, Forget, TakeBackConsent, TakeBackRefused, StopVolunteering)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One effect of a turn of this complainant."""

    complainant_id: int
    chat: Chat
    effect: Effect


@dataclass(frozen=True, slots=True)
class Aftermath:
    """For whom there is work once the unit is committed."""

    has_forwardings: bool = False
    has_unwanted_files: bool = False
    has_returned: bool = False
    """Somebody can be written to again, for whom messages may be waiting."""
    has_told_others: bool = False
    """Messages wait for others than those whose turns they were."""


async def carry_out(
    unit: Unit,
    wanted: Sequence[Wanted],
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
    route: Route = to_desk,
) -> Aftermath:
    """The effects have happened. `random_bits` gives a number of that many bits.

    Raises `DatabaseRefused` when a report's receipt number is taken, or an invitation has just been used up.
    """
    lists = [(each.complainant_id, each.effect) for each in wanted if isinstance(each.effect, ListEffect)]
    forgotten = [each for each in wanted if isinstance(each.effect, Forget)]
    asked = [(each.chat, each.effect) for each in wanted if isinstance(each.effect, AskInGroup)]
    await _follow(unit, wanted, now)
    if sent := _of(wanted, SendReport):
        await send_reports(unit, sent, now, route)
    if said := _of(wanted, SendResponse):
        await send_responses(unit, said, now, random_bits)
    if lists:
        await carry_out_lists(unit, lists, now)
    await _take_back(unit, wanted, now, profile, random_bits)
    await _volunteer(unit, wanted, now, profile, random_bits)
    await _hand_over(unit, wanted, now, profile, random_bits)
    if asked:
        await _ask_in_groups(unit, asked, now)
    if dropped := [(id, file) for id, effect in _of(wanted, DropAttachments) for file in effect.ids]:
        await attachments.drop(unit, dropped)
    if forgotten:
        await _forget(unit, forgotten)
    await _mark_blocked(unit, _of(wanted, MarkBlocked))
    kinds = {type(each.effect) for each in wanted}
    return Aftermath(
        has_forwardings=not kinds.isdisjoint(FORWARDS),
        has_unwanted_files=not kinds.isdisjoint(DROPS_FILES),
        has_returned=any(each.effect == MarkBlocked(False) for each in wanted),
        has_told_others=not kinds.isdisjoint((AskInGroup, TakeOver)),
    )


def _of(wanted: Sequence[Wanted], kind: type[E]) -> list[tuple[int, E]]:
    """The effects of one kind, each with its complainant's id."""
    return [(each.complainant_id, each.effect) for each in wanted if isinstance(each.effect, kind)]


async def _follow(unit: Unit, wanted: Sequence[Wanted], now: datetime) -> None:
    left = [(id, effect.receipt) for id, effect in _of(wanted, Unfollow)]
    chosen = [(id, effect.receipt, effect.telling) for id, effect in _of(wanted, ChooseTelling)]
    if followed := _of(wanted, Follow):
        await followers.add(unit, [(id, effect.receipt, effect.code) for id, effect in followed], now)
    if left:
        await followers.remove(unit, left)
    if chosen:
        await followers.choose(unit, chosen, now)
    silenced: dict[int, list[str]] = defaultdict(list)
    for id, receipt in (*left, *((id, receipt) for id, receipt, telling in chosen if telling is Telling.NEVER)):
        silenced[id].append(receipt)
    if silenced:
        await tell_no_more(unit, silenced)


async def _take_back(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    if taken_back := _of(wanted, TakeBackConsent):
        await take_back(unit, taken_back, now, profile, random_bits)
    if refused := {effect.asked for _, effect in _of(wanted, TakeBackRefused)}:
        await take_back_refused(unit, refused, now, profile, random_bits)


async def _volunteer(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    if wishes := _of(wanted, AskToVolunteer):
        await volunteers.ask(unit, [(id, effect.code, effect.name) for id, effect in wishes], now)
    if stopped := _of(wanted, StopVolunteering):
        await stop(unit, [(id, effect.forgets_name) for id, effect in stopped], now, profile, random_bits)


async def _hand_over(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    if made := _of(wanted, MakeSlips):
        await handing_over.make_slips(unit, made, now, random_bits)
    if told := _of(wanted, LetHelperFollow):
        await handing_over.let_helpers_follow(unit, told, now)
    if hidden := _of(wanted, HideMore):
        await handing_over.hide_more(unit, hidden, now, random_bits)
    if taken := _of(wanted, TakeOver):
        await handing_over.take_over(unit, taken, now, profile, random_bits)


async def _ask_in_groups(unit: Unit, asked: Sequence[tuple[Chat, AskInGroup]], now: datetime) -> None:
    """The questions wait for the groups, which are chats of the same messaging app."""
    new = [
        NewMessage(await complainants.of_chat(unit, Chat(chat.channel, effect.group), now), effect.question)
        for chat, effect in asked
    ]
    await outbox.add(unit, new, now)


async def _mark_blocked(unit: Unit, marks: Sequence[tuple[int, MarkBlocked]]) -> None:
    for is_blocked in (False, True):
        if people := [id for id, effect in marks if effect.is_blocked is is_blocked]:
            await complainants.mark_blocked(unit, people, is_blocked)


async def _forget(unit: Unit, forgotten: Sequence[Wanted]) -> None:
    people = [each.complainant_id for each in forgotten]
    await say_nothing_more(unit, await followers.of_theirs(unit, people))
    await forgetting.forget(unit, people)
    for each in forgotten:
        await quarantine.forget_chat(unit, each.chat)
        if each.chat.channel == transcripts.CHANNEL:
            await transcripts.forget(unit, each.chat.address)
