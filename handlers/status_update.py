"""What a routing backend says of reports: noted, and told to their complainants and followers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from conversations.messages import Outgoing
from conversations.profile import Profile
from conversations.question_reminders import reminder_at
from conversations.status import (
    BEGINNINGS,
    Status,
    StatusUpdate,
    after_update,
    as_event,
    is_late,
    missing_before,
    no_more_than_known,
)
from handlers.telling import Moved, tell
from storage import history, report_standings
from storage.history import NewEvent
from storage.report_standings import Standing
from storage.store import Unit


class Fate(StrEnum):
    APPLIED = "applied"
    REPEATED = "repeated"  # heard before: nothing changed
    LATE = "late"  # something newer was heard before: only the history has it
    UNKNOWN = "unknown"  # there is no such report, or none of this backend's
    FAILED = "failed"  # our own fault: nothing of it was noted


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """`told` are the messages that the complainant gets: none where nobody has the report, or wants it.

    They are held where it is night, or the complainant wants them once a day. `missing` are the running numbers that
    should have come before: their updates were lost, or are late.
    """

    fate: Fate
    told: tuple[Outgoing, ...] = ()
    is_held: bool = False
    missing: range = range(0)


async def apply_update(unit: Unit, update: StatusUpdate, now: datetime, profile: Profile) -> UpdateResult:
    """As `apply_updates`, with one."""
    return (await apply_updates(unit, [update], now, profile))[0]


async def apply_updates(
    unit: Unit, updates: Sequence[StatusUpdate], now: datetime, profile: Profile
) -> Sequence[UpdateResult]:
    """The updates are in their reports and histories, and what is told of them in the outbox, or held for its hour.

    They are taken in their order, with a few statements for all of them, and so are the results. The caller wakes the
    delivery once the unit is committed.
    """
    standings = dict(await report_standings.of_many(unit, [update.receipt for update in updates]))
    updates = _no_more_than_known(updates, standings)
    known = [update for update in updates if _is_about_own(update, standings)]
    if not known:
        return [UpdateResult(Fate.UNKNOWN) for _ in updates]
    events = [NewEvent(standings[each.receipt].id, each.key, as_event(each), each.number) for each in known]
    new = await history.add(unit, events)
    results: list[UpdateResult] = []
    moved: dict[int, Moved] = {}
    changed: dict[int, Standing] = {}
    for place, update in enumerate(updates):
        before = standings.get(update.receipt)
        if before is None or not _is_about_own(update, standings):
            results.append(UpdateResult(Fate.UNKNOWN))
        elif (before.id, update.key) not in new:
            results.append(UpdateResult(Fate.REPEATED))
        else:
            new.remove((before.id, update.key))
            after = standings[update.receipt] = changed[before.id] = standing_after(before, update, profile)
            if is_late(before.number, update):
                results.append(UpdateResult(Fate.LATE))
            else:
                results.append(UpdateResult(Fate.APPLIED, missing=missing_before(before.number, update)))
                moved[place] = Moved(update, after)
    if changed:
        await report_standings.store(unit, list(changed.values()))
    if moved:
        told = await tell(unit, list(moved.values()), now, profile)
        for place, each in zip(moved, told, strict=True):
            results[place] = replace(results[place], told=each.messages, is_held=each.is_held)
    return results


def standing_after(standing: Standing, update: StatusUpdate, profile: Profile) -> Standing:
    report = after_update(standing.report, standing.number, update)
    if is_late(standing.number, update):
        return replace(standing, report=report)
    closed_at = (standing.closed_at or update.at) if report.status.is_final else None
    level = update.level or standing.level
    remind_at = standing.remind_at
    if update.status not in (*BEGINNINGS, Status.OTHER):
        remind_at = reminder_at(update.at, report.due_at, profile) if report.question else None
    return replace(standing, report=report, number=update.number, level=level, closed_at=closed_at, remind_at=remind_at)


def _is_about_own(update: StatusUpdate, standings: Mapping[str, Standing]) -> bool:
    """A backend knows nothing of reports that others have."""
    standing = standings.get(update.receipt)
    return standing is not None and update.backend in ("", standing.backend)


def _no_more_than_known(updates: Sequence[StatusUpdate], standings: Mapping[str, Standing]) -> list[StatusUpdate]:
    """A Tracking ID that one of them brings is known to those after it."""
    ids = {receipt: standing.report.tracking_id for receipt, standing in standings.items()}
    sober = []
    for update in updates:
        ids[update.receipt] = update.tracking_id or ids.get(update.receipt, "")
        sober.append(no_more_than_known(update, ids[update.receipt]))
    return sober
