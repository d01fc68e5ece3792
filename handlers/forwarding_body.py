"""A forwarding as it is kept until the routing backend has it."""

from contextlib import suppress
from dataclasses import dataclass

import msgspec

from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding


@dataclass(frozen=True, slots=True)
class _Body:
    report: ReportForwarding | None = None
    response: ResponseForwarding | None = None


def as_json(forwarding: Forwarding) -> bytes:
    body = _Body(forwarding) if isinstance(forwarding, ReportForwarding) else _Body(response=forwarding)
    return msgspec.json.encode(body)


def is_report_of(body: bytes) -> bool:
    """Whether it is a report; what cannot be read is taken for one."""
    with suppress(msgspec.MsgspecError):
        return isinstance(from_json(body), ReportForwarding)
    return True


def from_json(body: bytes) -> Forwarding:
    read = msgspec.json.decode(body, type=_Body)
    forwarding = read.report or read.response
    assert forwarding, "written by as_json"
    return forwarding
