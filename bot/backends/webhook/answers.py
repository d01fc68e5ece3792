"""What an answer of the backend asks of us: its status alone decides."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from handlers.errors import Misconfigured, Rejected, TakesNothing

TAKEN_ALREADY = HTTPStatus.CONFLICT
LATER = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
TO_BE_MENDED = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
        HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
        HTTPStatus.GONE,
    }
)
"""The address is another one, or the secret."""
LONGEST_WAIT = timedelta(days=1)


def obey(status: int, retry_after: str, now: datetime) -> None:
    """It was taken, now or before. Raises `TakesNothing`, `Rejected` or `Misconfigured`."""
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES or status == TAKEN_ALREADY:
        return
    reason = f"the backend answered {status}"
    if status in TO_BE_MENDED or status < HTTPStatus.BAD_REQUEST:  # a redirect would take reports elsewhere
        raise Misconfigured(reason)
    if status in LATER or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TakesNothing(reason, wait_of(retry_after, now))
    raise Rejected(reason)


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
