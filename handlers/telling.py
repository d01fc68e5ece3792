"""Whoever sent a report, and whoever follows it, is told of an update: at once, at their hour, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.following import Telling
from conversations.messages import Outgoing
from conversations.notice_times import owner_told_at, told_at
from conversations.notices import for_followers, hear
from conversations.profile import Profile
from conversations.reminders import wake_at
from conversations.status import StatusUpdate
from handlers.passing_on import Notice, pass_on
from storage import conversations, followers
from storage.conversations import Change
from storage.report_standings import Standing
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class Told:
    """The `messages` that a complainant gets of an update: now, or when the hour comes for which they are held."""

    messages: tuple[Outgoing, ...] = ()
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """An update, and where its report stands after it."""

    update: StatusUpdate
    standing: Standing


async def tell(unit: Unit, moved: Sequence[Moved], now: datetime, profile: Profile) -> Sequence[Told]:
    """Everybody is told of these updates. What each complainant is told, in the order of the updates.

    Nothing of a report that is nobody's, or for one who does not want to be told.
    """
    told = await _tell_owners(unit, moved, now, profile)
    await _tell_followers(unit, moved, now, profile)
    return told


async def _tell_owners(unit: Unit, moved: Sequence[Moved], now: datetime, profile: Profile) -> Sequence[Told]:
    owners = {each.standing.id: id for each in moved if (id := each.standing.complainant_id) is not None}
    if not owners:
        return [Told()] * len(moved)
    people = await conversations.load_by_id(unit, sorted(set(owners.values())))
    tellings = await followers.tellings(unit, owners)
    talks = {id: person.conversation for id, person in people.items()}
    notices: list[Notice] = []
    told: list[Told] = []
    for each in moved:
        id = each.standing.complainant_id
        if id is None or id not in talks:
            told.append(Told())
            continue
        is_in_care = bool(each.standing.report.filed_for)
        usual = talks[id].care_telling if is_in_care else Telling.AT_ONCE
        telling = tellings.get(each.standing.id, usual)
        at = owner_told_at(each.update, telling, talks[id].heard_at, now, profile, is_in_care=is_in_care)
        outcome = hear(talks[id], each.standing.report, each.update, profile)
        # nobody's words answer what they have not been shown
        unseen = replace(talks[id], questions=outcome.conversation.questions)
        talks[id] = outcome.conversation if at == now else unseen
        told.append(Told(outcome.replies, at != now) if at else Told())
        if at:
            notices += [Notice(id, each.standing.id, reply, at) for reply in outcome.replies]
    await conversations.store(unit, [Change(id, talk, wake_at(talk, profile)) for id, talk in talks.items()], now)
    await pass_on(unit, notices, now)
    return told


async def _tell_followers(unit: Unit, moved: Sequence[Moved], now: datetime, profile: Profile) -> None:
    ids = sorted({each.standing.id for each in moved})
    await followers.lock(unit, ids)  # one who leaves meanwhile waits, and then finds what they are told no more
    followed = await followers.followed(unit, ids)
    notices = [
        (each.standing.id, for_followers(each.update, each.standing.report.is_elsewhere))
        for each in moved
        if each.standing.id in followed
    ]
    if not notices:
        return
    for telling in (Telling.AT_ONCE, Telling.DAILY):
        at = told_at(telling, now, profile)
        if at == now:
            await followers.tell(unit, notices, telling, now)
        elif at:
            await followers.hold(unit, notices, telling, at, now)
