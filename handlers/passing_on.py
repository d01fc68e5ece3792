"""Notices on their way to complainants: now, or held for their hour. Those on one report never overtake each other."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.digest import in_one
from conversations.messages import Outgoing
from conversations.missed import Missed
from handlers.unreadable import log_dropped
from storage import held_notices, outbox
from storage.held_notices import NewHeld
from storage.outbox import NewMessage
from storage.store import Unit

About = tuple[int, int]
"""A person's id, and the id of a report."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a complainant is told of their report, and when."""

    complainant_id: int
    report_id: int
    outgoing: Outgoing
    at: datetime

    @property
    def about(self) -> About:
        return self.complainant_id, self.report_id


async def pass_on(unit: Unit, notices: Sequence[Notice], now: datetime) -> set[About]:
    """Each is in the outbox, or held until its time. Before one that goes now goes what was held on the same report.

    For whom, and on which report, something that was held has gone. The caller has these people locked.
    """
    urgent = {each.about for each in notices if each.at == now}
    earlier = await _take(unit, urgent) if urgent else {}
    gone = set(earlier)
    messages: list[NewMessage] = []
    held: dict[About, list[NewHeld]] = defaultdict(list)
    for each in notices:
        id, report_id = each.about
        if each.at != now:
            held[each.about].append(NewHeld(id, report_id, each.outgoing, each.at))
            continue
        before = earlier.pop(each.about, []) + [Missed(other.outgoing, now) for other in held.pop(each.about, [])]
        if before:
            messages.append(NewMessage(id, in_one(before, is_planned=True), is_notice=True))
        messages.append(NewMessage(id, each.outgoing, is_notice=True))
    if messages:
        await outbox.add(unit, messages, now)
    if waiting := [each for theirs in held.values() for each in theirs]:
        await held_notices.add(unit, waiting, now)
    return gone


async def _take(unit: Unit, about: set[About]) -> dict[About, list[Missed]]:
    taken = await held_notices.take(unit, sorted(about))
    log_dropped(taken)
    found: dict[About, list[Missed]] = defaultdict(list)
    for each in taken:
        if each.outgoing and each.report_id is not None:
            found[each.complainant_id, each.report_id].append(Missed(each.outgoing, each.at))
    return found
