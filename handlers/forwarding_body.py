"""A forwarding as it is kept until the routing backend has it."""

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


def from_json(body: bytes) -> Forwarding:
    read = msgspec.json.decode(body, type=_Body)
    forwarding = read.report or read.response
    assert forwarding, "written by as_json"
    return forwarding
