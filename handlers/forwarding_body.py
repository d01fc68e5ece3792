"""A forwarding as it is kept until the routing backend has it."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from handlers.errors import Rejected
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding

UNREADABLE = "what is stored of it cannot be read"
KEY_BITS = 64


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


def key_by_chance(random_bits: Callable[[int], int]) -> str:
    """For a response: a key made of the chat would lead from an anonymous report to its reporter."""
    return f"{random_bits(KEY_BITS):016x}"
