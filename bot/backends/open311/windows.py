"""Which stretch of time a server is asked for news of: some of it each time again, since news come late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.polls import Asked

OVERLAP = timedelta(hours=2)
A_DAY = timedelta(hours=24)
"""Asked for once a day. Both are FixMyStreet's."""
LONGEST = timedelta(days=89)
"""By the specification a question may not span more than 90 days."""


@dataclass(frozen=True, slots=True)
class Window:
    begin: datetime
    end: datetime
    looks_back: bool


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
