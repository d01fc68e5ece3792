"""What complainants say to the routing backends of their sent reports is stored, and waits to be forwarded."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from conversations.effects import SendResponse
from conversations.report import without_names
from conversations.status import Event, ResponseKind
from handlers.forwarding_body import as_json, key_by_chance
from handlers.ports import ResponseForwarding
from storage import attachments, forwardings, history, reports
from storage.forwardings import NewForwarding
from storage.history import NewEvent
from storage.reports import OwnReport
from storage.store import Unit

Kept = tuple[OwnReport, int | None, str, SendResponse]
"""The report, whose it is, the response's key, and what is said."""
ENDS_A_QUESTION = (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL)


async def send_responses(
    unit: Unit, said: Sequence[tuple[int, SendResponse]], now: datetime, random_bits: Callable[[int], int]
) -> None:
    """To the backend that has the report. Those about somebody else's report are passed over."""
    own = await reports.own(unit, [(owner, response.receipt) for owner, response in said])
    kept = [
        (own[owner, response.receipt], owner, key_by_chance(random_bits), response)
        for owner, response in said
        if (owner, response.receipt) in own
    ]
    if kept:
        await _keep(unit, kept, now)


async def withdraw_nobodys(
    unit: Unit, receipts: Mapping[int, str], now: datetime, random_bits: Callable[[int], int]
) -> None:
    """The backends of these reports (receipt numbers by their ids), which nobody has, hear of a withdrawal, once."""
    known = await history.of(unit, list(receipts))
    open_ = {id for id, events in known.items() if ResponseKind.WITHDRAWAL not in {each.response for each in events}}
    kept = [
        (to, None, key_by_chance(random_bits), SendResponse(receipts[to.id], ResponseKind.WITHDRAWAL))
        for to in await reports.bare(unit, sorted(open_))
    ]
    if kept:
        await _keep(unit, kept, now)


async def _keep(unit: Unit, kept: Sequence[Kept], now: datetime) -> None:
    events = [NewEvent(to.id, key, Event(now, response=said.kind, text=said.text)) for to, _, key, said in kept]
    await history.add(unit, events)
    files = [(owner, file.id, to.id) for to, owner, _, said in kept if owner for file in said.attachments]
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


def _body(key: str, said: SendResponse, is_anonymous: bool, now: datetime) -> bytes:
    files = without_names(said.attachments) if is_anonymous else said.attachments
    return as_json(ResponseForwarding(key, said.receipt, said.kind, said.text, files, now, said.visibility))
