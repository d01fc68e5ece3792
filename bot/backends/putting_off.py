"""Answers by which a server asks for another try later, and when."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""Of those that blame what was sent, these do not mean it."""
LONGEST_WAIT = timedelta(days=1)


def wait_of(retry_after: str, now: datetime) -> timedelta | None:
    """What `Retry-After` says, in seconds or as a date (RFC 9110, section 10.2.3), at most a day; None for nonsense."""
    value = retry_after.strip()
    if value.isascii() and value.isdecimal():
        return timedelta(seconds=min(int(value[:9]), LONGEST_WAIT.total_seconds()))
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta()), LONGEST_WAIT)
