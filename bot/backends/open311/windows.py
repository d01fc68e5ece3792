"""Which stretches of time a server is asked for: for news some of it each time again, since they come late."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.polls import Asked

OVERLAP = timedelta(hours=2)
A_DAY = timedelta(hours=24)
"""Asked for once a day. Both are FixMyStreet's."""
LONGEST = timedelta(days=89)
"""By the specification a question may not span more than 90 days."""
CLOCKS_DIFFER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Window:
    begin: datetime
    end: datetime
    looks_back: bool

    def days(self) -> Iterator[tuple[datetime, datetime]]:
        """Its parts, none longer than a day: after a long outage one answer for all of it would be too large."""
        return _days(self.begin, self.end)


def next_window(asked: Asked, now: datetime) -> Window:
    """From two hours before the end of the last one, or from a day ago where that was not asked for all day."""
    looks_back = asked.looked_back_at is None or now - asked.looked_back_at >= A_DAY
    begin = min(asked.until or now, now) - OVERLAP
    if looks_back:
        begin = min(begin, now - A_DAY)
    return Window(max(begin, now - LONGEST), now, looks_back)


def asked_after(asked: Asked, window: Window) -> Asked:
    """How far the server has been asked once it has answered."""
    return Asked(window.end, window.end if window.looks_back else asked.looked_back_at)


def search_days(since: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Where a request may stand that was posted then or later, none of them longer than a day, the oldest first."""
    end = now + CLOCKS_DIFFER
    return _days(max(since - CLOCKS_DIFFER, end - LONGEST), end)


def _days(begin: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    while begin < end:
        yield begin, min(begin + A_DAY, end)
        begin += A_DAY
