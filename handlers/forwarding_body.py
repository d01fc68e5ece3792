"""A forwarding as it is kept until the routing backend has it."""

from dataclasses import dataclass

import msgspec

from handlers.errors import Rejected
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding

UNREADABLE = "what is stored of it cannot be read"


@dataclass(frozen=True, slots=True)
class _Body:
    report: ReportForwarding | None = None
    response: ResponseForwarding | None = None


def as_json(forwarding: Forwarding) -> bytes:
    body = _Body(forwarding) if isinstance(forwarding, ReportForwarding) else _Body(response=forwarding)
    return msgspec.json.encode(body)


def from_json(body: bytes) -> Forwarding:
    """Raises `Rejected` for what an older or newer version, or nobody, could have written."""
    try:
        read = msgspec.json.decode(body, type=_Body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise Rejected(UNREADABLE) from None
    forwarding = read.report or read.response
    if forwarding is None:
        raise Rejected(UNREADABLE)
    return forwarding
