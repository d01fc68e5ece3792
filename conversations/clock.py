"""Which day of its limit a report's stage is in, as people are told: "hari kerja ke-4 dari 5"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from conversations.deadlines import day_count, due, limit_for
from conversations.messages import Line, line
from conversations.profile import Limit, Profile, Stage
from conversations.report import ReportClass
from conversations.status import Event, Status

STAGES = {
    Status.RECEIVED: Stage.VERIFICATION,
    Status.HANDED_OVER: Stage.VERIFICATION,
    Status.REGISTERED: Stage.VERIFICATION,
    Status.VERIFIED: Stage.VERIFICATION,
    Status.QUESTION: Stage.ANSWER,
    Status.FORWARDED: Stage.FIRST_FOLLOW_UP,
    Status.FOLLOWED_UP: Stage.HANDLING,
}
"""What runs while a report has that status: verifying ends with forwarding it, and in a closed one nothing runs."""


@dataclass(frozen=True, slots=True)
class Running:
    """A limit that runs. `day` is 0 until its first day has begun, and stays at its last working day on days off."""

    limit: Limit
    day: int
    is_over: bool


def running_limit(
    report_class: ReportClass,
    status: Status,
    due_at: datetime | None,
    begins: Iterable[datetime],
    now: datetime,
    profile: Profile,
) -> Running | None:
    """The limit that ends at `due_at`, begun at one of these moments.

    None where nothing runs, and where the day is not one that our own limit leads to: a routing backend has counted by
    a rule of its own, and then nobody is told which day of ours it is.
    """
    limit = limit_for(report_class, STAGES[status], profile) if status in STAGES else None
    if limit is None or due_at is None:
        return None
    last_day = profile.local_date(due_at)
    fitting = [at for at in begins if at <= now and profile.local_date(due(at, limit, profile)) == last_day]
    if not fitting:
        return None
    return Running(limit, day_count(max(fitting), now, limit, profile), profile.local_date(now) > last_day)


def beginnings(sent_at: datetime, history: Iterable[Event]) -> tuple[datetime, ...]:
    """The moments at which a limit may have begun to run."""
    return (sent_at, *(event.at for event in history))


def clock_line(running: Running) -> Line:
    """The day and the limit, with who names it: true today."""
    limit = running.limit
    if running.is_over:
        key = "clock.over_working" if limit.working_days else "clock.over"
    elif running.day < 1:
        return limit_line(limit)
    else:
        key = "clock.day_working" if limit.working_days else "clock.day"
    return line(key, day=running.day, days=limit.days, source=limit.source)


def limit_line(limit: Limit) -> Line:
    """The limit with who names it: true whenever it is read."""
    key = "clock.limit_working" if limit.working_days else "clock.limit"
    return line(key, days=limit.days, source=limit.source)
