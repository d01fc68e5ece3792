"""What a routing backend says of a report: noted, and told to its complainant."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from conversations.messages import Outgoing
from conversations.notices import hear
from conversations.profile import Profile
from conversations.question_reminders import reminder_at
from conversations.reminders import wake_at
from conversations.status import (
    BEGINNINGS,
    StatusUpdate,
    after_update,
    as_event,
    is_late,
    missing_before,
    no_more_than_known,
)
from storage import conversations, history, outbox, reports
from storage.conversations import Change
from storage.history import NewEvent
from storage.outbox import NewMessage
from storage.reports import Standing
from storage.store import Unit


class Fate(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"  # heard before: nothing changed
    LATE = "late"  # something newer was heard before: only the history has it
    UNKNOWN = "unknown"  # there is no such report, or none of this backend's
    FAILED = "failed"  # our own fault: nothing of it was noted


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """`told` are the messages that the complainant gets: none for one who is forgotten.

    `missing` are the running numbers that should have come before: their updates were lost, or are late.
    """

    fate: Fate
    told: tuple[Outgoing, ...] = ()
    missing: range = range(0)


async def apply_update(unit: Unit, update: StatusUpdate, now: datetime, profile: Profile) -> UpdateResult:
    """The update is in the report and its history, and what the complainant is told of it in the outbox.

    The caller wakes the delivery once the unit is committed.
    """
    standing = await reports.standing(unit, update.receipt)
    if standing is None or update.backend not in ("", standing.backend):
        return UpdateResult(Fate.UNKNOWN)
    update = no_more_than_known(update, standing.report.tracking_id)
    if not await history.add(unit, [NewEvent(standing.id, update.key, as_event(update), update.number)]):
        return UpdateResult(Fate.REPEATED)
    fate = Fate.LATE if is_late(standing.number, update) else Fate.APPLIED
    after = standing_after(standing, update, profile)
    await reports.store_standing(unit, after)
    if fate is Fate.LATE:
        return UpdateResult(fate)
    told = await _tell(unit, after, update, now, profile)
    return UpdateResult(fate, told, missing_before(standing.number, update))


def standing_after(standing: Standing, update: StatusUpdate, profile: Profile) -> Standing:
    report = after_update(standing.report, standing.number, update)
    if is_late(standing.number, update):
        return replace(standing, report=report)
    closed_at = (standing.closed_at or update.at) if report.status.is_final else None
    level = update.level or standing.level
    remind_at = standing.remind_at
    if update.status not in BEGINNINGS:
        remind_at = reminder_at(update.at, report.due_at, profile) if report.question else None
    return replace(standing, report=report, number=update.number, level=level, closed_at=closed_at, remind_at=remind_at)


async def _tell(
    unit: Unit, standing: Standing, update: StatusUpdate, now: datetime, profile: Profile
) -> tuple[Outgoing, ...]:
    id = standing.complainant_id
    owner = (await conversations.load_by_id(unit, [id])).get(id) if id is not None else None
    if owner is None:
        return ()
    outcome = hear(owner.conversation, standing.report, update, profile)
    change = Change(owner.id, outcome.conversation, wake_at(outcome.conversation, profile))
    await conversations.store(unit, [change], now)
    await outbox.add(unit, [NewMessage(owner.id, told, is_notice=True) for told in outcome.replies], now)
    return outcome.replies
