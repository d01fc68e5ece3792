"""Complainants are told what became of their own words, whatever else they want to be told; but not in the night."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.conversation import Conversation
from conversations.messages import Outgoing
from conversations.notice_times import unless_asleep
from conversations.notices import shown
from conversations.profile import Profile
from conversations.reminders import wake_at
from handlers.passing_on import Notice, pass_on
from storage import conversations, reports
from storage.conversations import Change
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class Listener:
    """Whose report has this receipt number, and when they are told what is known now."""

    complainant_id: int
    receipt: str
    conversation: Conversation
    told_at: datetime


async def listeners(unit: Unit, report_ids: Sequence[int], now: datetime, profile: Profile) -> Mapping[int, Listener]:
    """By the reports' ids, those that are somebody's; nobody else changes these people from now on.

    To be asked for before anything of the reports is changed: people are locked first.
    """
    expected = await reports.owners(unit, report_ids)
    people = await conversations.load_by_id(unit, sorted({owner.complainant_id for owner in expected.values()}))
    owners = await reports.owners(unit, report_ids)  # again: one of them may have been forgotten before the lock
    found = {}
    for report_id, owner in owners.items():
        talk = people[owner.complainant_id].conversation
        told_at = unless_asleep(talk.heard_at, now, profile)
        found[report_id] = Listener(owner.complainant_id, owner.receipt, talk, told_at)
    return found


async def tell_of_own_words(
    unit: Unit, told: Sequence[tuple[int, Outgoing]], to: Mapping[int, Listener], now: datetime, profile: Profile
) -> bool:
    """Each notice on a report (by its id) is in the outbox, or held, where somebody listens. Whether any goes now."""
    heard = [(to[id], Notice(to[id].complainant_id, id, said, to[id].told_at)) for id, said in told if id in to]
    gone = await pass_on(unit, [notice for _, notice in heard], now)
    talks = {
        notice.complainant_id: shown(listener.conversation, notice.outgoing)
        for listener, notice in heard
        if notice.about in gone
    }
    if talks:
        changes = [Change(id, talk, wake_at(talk, profile)) for id, talk in talks.items()]
        await conversations.store(unit, changes, now)
    return any(notice.at == now for _, notice in heard)
