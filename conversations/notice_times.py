"""When somebody is told: not in the night, or once a day; but a question that has a limit always comes through."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.following import Telling
from conversations.profile import Profile
from conversations.status import Status, StatusUpdate

AWAKE_FOR = timedelta(hours=1)
"""Whoever has written within so long is not asleep."""


def told_at(telling: Telling, now: datetime, profile: Profile) -> datetime | None:
    """When somebody who wants it so is told of what is known `now`: never before, and None for never."""
    match telling:
        case Telling.AT_ONCE:
            return _after_quiet_hours(now, profile)
        case Telling.DAILY:
            return _next_at(profile.notice_hours.digest, now, profile)
        case Telling.NEVER:
            return None


def owner_told_at(
    update: StatusUpdate,
    telling: Telling,
    heard_at: datetime | None,
    now: datetime,
    profile: Profile,
    *,
    is_in_care: bool = False,
) -> datetime | None:
    """When the complainant is told of the update. They wrote last `heard_at`; `is_in_care` what they filed for others.

    A question reaches them whatever they want to be told; one that has a limit also in the night.
    """
    is_question = update.status is Status.QUESTION
    if is_question and update.due_at:
        return now
    if is_question or telling is Telling.AT_ONCE:
        return unless_asleep(heard_at, now, profile)
    if is_in_care and telling is Telling.DAILY:
        return _next_at(profile.notice_hours.volunteers, now, profile)
    return told_at(telling, now, profile)


def unless_asleep(heard_at: datetime | None, now: datetime, profile: Profile) -> datetime:
    """When somebody who wrote last `heard_at` is told what does not depend on how they want to be told."""
    is_awake = heard_at is not None and now < heard_at + AWAKE_FOR
    return now if is_awake else _after_quiet_hours(now, profile)


def _after_quiet_hours(moment: datetime, profile: Profile) -> datetime:
    hours, local = profile.notice_hours, _local(moment, profile)
    is_quiet = hours.quiet_from <= local.hour or local.hour < hours.quiet_until
    if hours.quiet_from < hours.quiet_until:
        is_quiet = hours.quiet_from <= local.hour < hours.quiet_until
    is_quiet &= hours.quiet_from != hours.quiet_until
    return _next_at(hours.quiet_until, moment, profile) if is_quiet else moment


def _next_at(hour: int, moment: datetime, profile: Profile) -> datetime:
    """The next time that it is that hour at the office."""
    local = _local(moment, profile)
    day = local.date() + timedelta(days=1 if local.hour >= hour else 0)
    return datetime.combine(day, time(hour), local.tzinfo).astimezone(UTC)


def _local(moment: datetime, profile: Profile) -> datetime:
    return moment.astimezone(ZoneInfo(profile.office.timezone))
