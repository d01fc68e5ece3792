"""What turns want to have happened is carried out, in the unit that stores the turns: one statement per table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    TakeOver,
    Unfollow,
)
from conversations.following import Telling
from conversations.messages import Chat
from conversations.profile import Profile
from conversations.report import Attachment, Report, without_hidden_identity, without_names
from conversations.routing import DESK
from conversations.status import Event, ResponseKind, Status
from handlers import handing_over
from handlers.consents import take_back
from handlers.forwarding_body import as_json, key_by_chance
from handlers.list_effects import carry_out_lists
from handlers.ports import ReportForwarding, ResponseForwarding
from handlers.standing import stop
from handlers.telling_no_more import tell_no_more
from storage import (
    attachments,
    complainants,
    file_owners,
    filings,
    followers,
    forgetting,
    forwardings,
    history,
    outbox,
    quarantine,
    reports,
    transcripts,
    volunteers,
)
from storage.forwardings import NewForwarding
from storage.history import NewEvent
from storage.outbox import NewMessage
from storage.reports import NewReport
from storage.store import Unit

ENDS_A_QUESTION = (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL)
Route = Callable[[Report], str]
"""The name of the routing backend that a report goes to."""

RECEIVED_KEY = "received"


def to_desk(report: Report) -> str:
    return DESK


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
    has_asked: bool = False
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
    sent = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, SendReport)]
    said = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, SendResponse)]
    await _follow(unit, wanted, now)
    dropped = [
        (each.complainant_id, id) for each in wanted if isinstance(e := each.effect, DropAttachments) for id in e.ids
    ]
    forgotten = [each for each in wanted if isinstance(each.effect, Forget)]
    lists = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, ListEffect)]
    hidden = any(isinstance(each.effect, HideMore) for each in wanted)
    if sent:
        await _send_reports(unit, sent, now, route)
    if said:
        await _send_responses(unit, said, now, random_bits)
    if lists:
        await carry_out_lists(unit, lists, now)
    taken_back = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, TakeBackConsent)]
    if taken_back:
        await _take_back_consents(unit, taken_back, now, profile, random_bits)
    await _volunteer(unit, wanted, now, profile, random_bits)
    await _hand_over(unit, wanted, now, profile, random_bits)
    asked = [(each.chat, e) for each in wanted if isinstance(e := each.effect, AskInGroup)]
    if asked:
        await _ask_in_groups(unit, asked, now)
    if dropped:
        await attachments.drop(unit, dropped)
    if forgotten:
        await _forget(unit, forgotten)
    returned = [each.complainant_id for each in wanted if each.effect == MarkBlocked(False)]
    if returned:
        await complainants.mark_blocked(unit, returned, False)
    blocked = [each.complainant_id for each in wanted if each.effect == MarkBlocked(True)]
    if blocked:
        await complainants.mark_blocked(unit, blocked, True)
    stopped = any(isinstance(each.effect, StopVolunteering) for each in wanted)
    has_unwanted_files = bool(dropped or forgotten or taken_back or stopped)
    has_forwardings = bool(sent or said or hidden or taken_back)
    return Aftermath(has_forwardings, has_unwanted_files, bool(returned), bool(asked))


async def _send_reports(unit: Unit, wanted: Sequence[tuple[int, SendReport]], now: datetime, route: Route) -> None:
    sent = [NewReport(owner, each.report, route(each.report), each.tracking_code) for owner, each in wanted]
    ids = await reports.add(unit, sent)
    received = [NewEvent(id, RECEIVED_KEY, Event(now, status=Status.RECEIVED)) for id in ids.values()]
    await history.add(unit, received)
    filed = [(ids[e.report.receipt], owner, e.represents) for owner, e in wanted if e.represents]
    files = [(owner, file.id, ids[e.report.receipt]) for owner, e in wanted for file in _kept_with(e)]
    if filed:
        await filings.add(unit, filed)
    if files:
        await attachments.tie(unit, files)
    await forwardings.add(unit, [_forwarding(ids[each.report.receipt], each) for each in sent], now)


def _kept_with(sent: SendReport) -> tuple[Attachment, ...]:
    """The report's files; and, where it was filed for somebody, what shows that they agreed."""
    consent = sent.represents.consent if sent.represents else None
    return (*sent.report.attachments, *((consent.evidence,) if consent and consent.evidence else ()))


def _forwarding(id: int, sent: NewReport) -> NewForwarding:
    body = as_json(ReportForwarding(sent.report.receipt, without_hidden_identity(sent.report)))
    return NewForwarding(id, sent.report.receipt, sent.backend, body)


async def _send_responses(
    unit: Unit, said: Sequence[tuple[int, SendResponse]], now: datetime, random_bits: Callable[[int], int]
) -> None:
    """To the backend that has the report. Those about somebody else's report are passed over."""
    own = await reports.own(unit, [(owner, response.receipt) for owner, response in said])
    kept = [
        (own[owner, response.receipt], owner, key_by_chance(random_bits), response)
        for owner, response in said
        if (owner, response.receipt) in own
    ]
    if not kept:
        return
    events = [NewEvent(to.id, key, Event(now, response=said.kind, text=said.text)) for to, _, key, said in kept]
    await history.add(unit, events)
    files = [(owner, file.id, to.id) for to, owner, _, said in kept for file in said.attachments]
    if files:
        await attachments.tie(unit, files)
    answered = [to.id for to, _, _, said in kept if said.kind in ENDS_A_QUESTION]
    if answered:
        await reports.clear_questions(unit, answered)
    unsolved = [to.id for to, _, _, said in kept if said.kind is ResponseKind.NOT_SOLVED]
    if unsolved:
        await reports.reopen(unit, unsolved)
    new = [NewForwarding(to.id, key, to.backend, _body(key, said, to.is_anonymous, now)) for to, _, key, said in kept]
    await forwardings.add(unit, new, now)


async def _take_back_consents(
    unit: Unit,
    wanted: Sequence[tuple[int, TakeBackConsent]],
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
) -> None:
    """Those about somebody else's report are passed over."""
    own = await reports.own(unit, [(owner, effect.receipt) for owner, effect in wanted])
    told = [
        (owner, SendResponse(effect.receipt, ResponseKind.WITHDRAWAL))
        for owner, effect in wanted
        if not effect.is_withdrawn
    ]
    await _send_responses(unit, told, now, random_bits)
    await take_back(unit, {report.id: receipt for (_, receipt), report in own.items()}, now, profile, random_bits)


async def _volunteer(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    asked = [(each.complainant_id, e.code, e.name) for each in wanted if isinstance(e := each.effect, AskToVolunteer)]
    stopped = [
        (each.complainant_id, e.forgets_name) for each in wanted if isinstance(e := each.effect, StopVolunteering)
    ]
    if asked:
        await volunteers.ask(unit, asked, now)
    if stopped:
        await stop(unit, stopped, now, profile, random_bits)


async def _hand_over(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> None:
    made = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, MakeSlips)]
    taken = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, TakeOver)]
    told = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, LetHelperFollow)]
    hidden = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, HideMore)]
    if made:
        await handing_over.make_slips(unit, made, now, random_bits)
    if told:
        await handing_over.let_helpers_follow(unit, told, now)
    if hidden:
        await handing_over.hide_more(unit, hidden, now, random_bits)
    if taken:
        await handing_over.take_over(unit, taken, now, profile, random_bits)


async def _ask_in_groups(unit: Unit, asked: Sequence[tuple[Chat, AskInGroup]], now: datetime) -> None:
    """The questions wait for the groups, which are chats of the same messaging app."""
    new = [
        NewMessage(await file_owners.owner(unit, Chat(chat.channel, effect.group), now), effect.question)
        for chat, effect in asked
    ]
    await outbox.add(unit, new, now)


async def _follow(unit: Unit, wanted: Sequence[Wanted], now: datetime) -> None:
    followed = [(each.complainant_id, e.receipt, e.code) for each in wanted if isinstance(e := each.effect, Follow)]
    left = [(each.complainant_id, e.receipt) for each in wanted if isinstance(e := each.effect, Unfollow)]
    chosen = [
        (each.complainant_id, e.receipt, e.telling) for each in wanted if isinstance(e := each.effect, ChooseTelling)
    ]
    if followed:
        await followers.add(unit, followed, now)
    if left:
        await followers.remove(unit, left)
    if chosen:
        await followers.choose(unit, chosen, now)
    muted = [(id, receipt) for id, receipt, telling in chosen if telling is Telling.NEVER]
    if left or muted:
        await tell_no_more(unit, [*left, *muted])


def _body(key: str, said: SendResponse, is_anonymous: bool, now: datetime) -> bytes:
    files = without_names(said.attachments) if is_anonymous else said.attachments
    return as_json(ResponseForwarding(key, said.receipt, said.kind, said.text, files, now))


async def _forget(unit: Unit, forgotten: Sequence[Wanted]) -> None:
    await forgetting.forget(unit, [each.complainant_id for each in forgotten])
    for each in forgotten:
        await quarantine.forget_chat(unit, each.chat)
        if each.chat.channel == transcripts.CHANNEL:
            await transcripts.forget(unit, each.chat.address)
