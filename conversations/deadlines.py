"""Until when a stage may last, and which day of it this is: all days are the office's own."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from conversations.profile import Limit, Profile, Stage
from conversations.report import ReportClass

_SATURDAY = 5
_LAST_SECOND = time(23, 59, 59)


def limit_for(report_class: ReportClass, stage: Stage, profile: Profile) -> Limit | None:
    return next((each for each in profile.limits if (each.report_class, each.stage) == (report_class, stage)), None)


def due(started: datetime, limit: Limit, profile: Profile) -> datetime:
    """The last second of the last day that the limit allows, in the office's time zone.

    `started` has a time zone. Its own day does not count. Working days leave out Saturdays, Sundays, national holidays
    and the office's days off; other limits count every day.
    """
    day = profile.local_date(started)
    if not limit.working_days:
        day += timedelta(days=limit.days)
    else:
        for _ in range(limit.days):
            day = _next_working_day(day, profile)
    return end_of(day, profile)


def due_at(profile: Profile, report_class: ReportClass, stage: Stage, started: datetime) -> datetime | None:
    """`due` by the office's own limit for that class and stage, or None where it has set none."""
    limit = limit_for(report_class, stage, profile)
    return due(started, limit, profile) if limit else None


def day_count(started: datetime, now: datetime, limit: Limit, profile: Profile) -> int:
    """Which day of the limit it is ("hari kerja ke-4 dari 5"): 0 on the day it began, more than `limit.days` when late.

    On a day off it stays at the last working day's number.
    """
    begun, today = profile.local_date(started), profile.local_date(now)
    return working_days_between(begun, today, profile) if limit.working_days else max((today - begun).days, 0)


def end_of(day: date, profile: Profile) -> datetime:
    """The last second of that day at the office."""
    return datetime.combine(day, _LAST_SECOND, ZoneInfo(profile.office.timezone))


def working_days_between(start: date, end: date, profile: Profile) -> int:
    """The working days after `start`, up to `end` and with it."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, profile) for day in days)


def soon_until(now: datetime, profile: Profile) -> datetime:
    """The last second of the next working day: what is due by then can be put off no more ("besok" is too late)."""
    day = _next_working_day(profile.local_date(now), profile)
    return end_of(day, profile)


def working_day_before(day: date, number: int, profile: Profile) -> date:
    """The day that is `number` working days before `day`; `day` itself for 0."""
    for _ in range(number):
        day -= timedelta(days=1)
        while not is_working_day(day, profile):
            day -= timedelta(days=1)
    return day


def is_working_day(day: date, profile: Profile) -> bool:
    return day.weekday() < _SATURDAY and day not in profile.days_off and day not in _national_holidays(day.year)


def _next_working_day(day: date, profile: Profile) -> date:
    day += timedelta(days=1)
    while not is_working_day(day, profile):
        day += timedelta(days=1)
    return day


@lru_cache
def _national_holidays(year: int) -> frozenset[date]:
    """Those of Indonesia; Islamic ones of years not yet decreed are estimates that may be off by a day."""
    import holidays  # it takes a while, and most turns count no days

    return frozenset(holidays.country_holidays("ID", years=year))
