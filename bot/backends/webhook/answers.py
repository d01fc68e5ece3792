"""What an answer of the backend asks of us: its status alone decides."""

from datetime import datetime
from http import HTTPStatus

from bot.backends.putting_off import LATER, wait_of
from handlers.errors import Misconfigured, Rejected, TakesNothing

TAKEN_ALREADY = HTTPStatus.CONFLICT
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
