"""What turns want to have happened is carried out, in the unit that stores the turns: one statement per table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.effects import (
    ChooseTelling,
    DropAttachments,
    Effect,
    Follow,
    Forget,
    MarkBlocked,
    SendReport,
    SendResponse,
    Unfollow,
)
from conversations.messages import Chat
from conversations.report import without_hidden_identity, without_names
from conversations.status import Event, ResponseKind, Status
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import (
    attachments,
    complainants,
    followers,
    forgetting,
    forwardings,
    history,
    quarantine,
    reports,
    transcripts,
)
from storage.forwardings import NewForwarding
from storage.history import NewEvent
from storage.store import Unit

RECEIVED_KEY = "received"
KEY_BITS = 64


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


async def carry_out(
    unit: Unit, wanted: Sequence[Wanted], now: datetime, random_bits: Callable[[int], int]
) -> Aftermath:
    """The effects have happened. `random_bits` gives a number of that many bits.

    Raises `DatabaseRefused` when a report's receipt number is taken.
    """
    sent = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, SendReport)]
    said = [(each.complainant_id, e) for each in wanted if isinstance(e := each.effect, SendResponse)]
    await _follow(unit, wanted, now)
    dropped = [
        (each.complainant_id, id) for each in wanted if isinstance(e := each.effect, DropAttachments) for id in e.ids
    ]
    forgotten = [each for each in wanted if isinstance(each.effect, Forget)]
    if sent:
        await _send_reports(unit, sent, now)
    if said:
        await _send_responses(unit, said, now, random_bits)
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
    return Aftermath(bool(sent or said), bool(dropped or forgotten), bool(returned))


async def _send_reports(unit: Unit, wanted: Sequence[tuple[int, SendReport]], now: datetime) -> None:
    sent = [(owner, each.report) for owner, each in wanted]
    ids = await reports.add(unit, sent, {each.report.receipt: each.tracking_code for _, each in wanted})
    received = [NewEvent(id, RECEIVED_KEY, Event(now, status=Status.RECEIVED)) for id in ids.values()]
    await history.add(unit, received)
    files = [(owner, file.id, ids[report.receipt]) for owner, report in sent for file in report.attachments]
    if files:
        await attachments.tie(unit, files)
    bodies = [ReportForwarding(report.receipt, without_hidden_identity(report)) for _, report in sent]
    await forwardings.add(unit, [NewForwarding(ids[f.key], f.key, as_json(f)) for f in bodies], now)


async def _send_responses(
    unit: Unit, said: Sequence[tuple[int, SendResponse]], now: datetime, random_bits: Callable[[int], int]
) -> None:
    """Those about somebody else's report are passed over."""
    own = await reports.own(unit, [(owner, response.receipt) for owner, response in said])
    # a key by chance: one made of the chat would lead from an anonymous report to its reporter
    kept = [
        (owner, own[owner, response.receipt].id, f"{random_bits(KEY_BITS):016x}", response)
        for owner, response in said
        if (owner, response.receipt) in own
    ]
    if not kept:
        return
    events = [NewEvent(id, key, Event(now, response=said.kind, text=said.text)) for _, id, key, said in kept]
    await history.add(unit, events)
    files = [(owner, file.id, id) for owner, id, _, response in kept for file in response.attachments]
    if files:
        await attachments.tie(unit, files)
    answered = [id for _, id, _, response in kept if response.kind is ResponseKind.ANSWER]
    if answered:
        await reports.clear_questions(unit, answered)
    unsolved = [id for _, id, _, response in kept if response.kind is ResponseKind.NOT_SOLVED]
    if unsolved:
        await reports.reopen(unit, unsolved)
    bodies = [
        NewForwarding(id, key, _body(key, said, own[owner, said.receipt].is_anonymous, now))
        for owner, id, key, said in kept
    ]
    await forwardings.add(unit, bodies, now)


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


def _body(key: str, said: SendResponse, is_anonymous: bool, now: datetime) -> bytes:
    files = without_names(said.attachments) if is_anonymous else said.attachments
    return as_json(ResponseForwarding(key, said.receipt, said.kind, said.text, files, now))


async def _forget(unit: Unit, forgotten: Sequence[Wanted]) -> None:
    await forgetting.forget(unit, [each.complainant_id for each in forgotten])
    for each in forgotten:
        await quarantine.forget_chat(unit, each.chat)
        if each.chat.channel == transcripts.CHANNEL:
            await transcripts.forget(unit, each.chat.address)
