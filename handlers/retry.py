"""When something that failed is tried again: a decision, obeyed by whoever sends."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=1)
# A messaging app or backend that was away for hours is found again at most this long after it came back.
LONGEST_WAIT = timedelta(minutes=5)
SPREAD = 0.25
"""How much of a wait jitter may add, so that what failed together does not come back together."""


def retry_decision(attempts: int, after: timedelta | None, now: datetime, jitter: float = 0.0) -> datetime:
    """When to try again after `attempts` failed ones (at least 1): each wait twice the last, never before `after`.

    `jitter` is a random number from 0 to 1.
    """
    doublings = min(max(attempts, 1) - 1, 16)  # beyond that the longest wait holds anyway
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return now + max(wait, after or timedelta()) * (1 + SPREAD * jitter)
