"""Whoever has not answered the office's question is reminded before their own limit ends, and the report closes."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.deadlines import working_day_before
from conversations.profile import Profile

WORKING_DAYS_BEFORE = (2, 1, 0)
"""The first of these that fits: two days leave time to look something up, and to be reached on the day after."""
SOONEST = timedelta(days=1)
"""After the question itself: it still stands in the chat."""


def reminder_at(asked_at: datetime, due_at: datetime | None, profile: Profile) -> datetime | None:
    """The morning on which the complainant is reminded of a question, or None where the time is too short for that."""
    if due_at is None:
        return None
    last_day = profile.local_date(due_at)
    mornings = (_morning(working_day_before(last_day, number, profile), profile) for number in WORKING_DAYS_BEFORE)
    return next((at for at in mornings if asked_at + SOONEST <= at < due_at), None)


def _morning(day: date, profile: Profile) -> datetime:
    return datetime.combine(day, time(profile.patience.day_begins_hour), ZoneInfo(profile.office.timezone))
