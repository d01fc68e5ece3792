"""What Open311 servers answer, read as widely as they write it.

Lists may be wrapped, ids may be numbers, booleans may be words, and fields may be missing, null or of another type.
What cannot be read at all is `Unreadable`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

LONGEST_ID = 255
"""Characters; an id that is longer is none."""
DEEPEST = 4
"""Wrappers round a list: `{"service_requests": {"request": […]}}` is two."""
WRAPPERS = ("services", "service_definition", "service_requests", "service_request_updates", "errors")
YES = ("true", "yes", "1")

Item = Mapping[str, Any]


class Unreadable(Exception):
    """The answer is not of this protocol: a page for people, something cut off."""


@dataclass(frozen=True, slots=True)
class Service:
    """`has_attributes` says whether its definition is worth asking for."""

    code: str
    name: str
    has_attributes: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    code: str
    is_required: bool
    takes_several: bool


@dataclass(frozen=True, slots=True)
class Posted:
    """What a server made of a new request: its id, or a token that its id can be asked for with; at least one."""

    id: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A request as the server has it. `words` is all that is said in it, to look for a receipt number in."""

    id: str
    status: str
    notes: str
    agency: str
    updated_at: datetime | None
    expected_at: datetime | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestUpdate:
    """`id` is empty where the server gave it none."""

    id: str
    request_id: str
    status: str
    text: str
    media_url: str
    updated_at: datetime | None


def items_in(body: bytes) -> list[Item]:
    """The objects in an answer: of a bare list, one in wrappers, or the one that stands alone. Raises `Unreadable`."""
    told = _decoded(body)
    for _ in range(DEEPEST):
        if not isinstance(told, dict) or (inner := _wrapped(told)) is None:
            break
        told = inner
    if not isinstance(told, list | dict):
        raise Unreadable("no object")
    found = told if isinstance(told, list) else [told]
    return [item for item in found if isinstance(item, dict)]


def _decoded(body: bytes) -> Any:
    """Letters that are broken cost no more than themselves."""
    try:
        return msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    try:
        return json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None


def _wrapped(told: Item) -> object:
    """A wrapper may carry more than what is wrapped, where it has a name that is known."""
    named = [told[name] for name in WRAPPERS if name in told] or list(told.values())
    return named[0] if len(named) == 1 and isinstance(named[0], dict | list) else None


def service(item: Item) -> Service | None:
    code = text_of(item, "service_code")
    return Service(code, text_of(item, "service_name"), is_true(item.get("metadata"))) if code else None


def attributes_in(item: Item) -> Iterator[Attribute]:
    """Those of a service's definition that are to be filled in, and not only read."""
    listed = item.get("attributes")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and (code := text_of(each, "code")) and is_true(each.get("variable", True)):
            takes_several = text_of(each, "datatype").lower() == "multivaluelist"
            yield Attribute(code, is_true(each.get("required")), takes_several)


def posted(item: Item) -> Posted | None:
    found = Posted(id_of(item, "service_request_id"), id_of(item, "token"))
    return found if found.id or found.token else None


def service_request(item: Item) -> ServiceRequest | None:
    id = id_of(item, "service_request_id")
    if not id:
        return None
    return ServiceRequest(
        id,
        text_of(item, "status").lower(),
        text_of(item, "status_notes"),
        _agency(item.get("agency_responsible")),
        moment(item.get("updated_datetime")),
        moment(item.get("expected_datetime")),
        tuple(_words(item)),
    )


def request_update(item: Item) -> RequestUpdate | None:
    request_id = id_of(item, "service_request_id")
    if not request_id:
        return None
    return RequestUpdate(
        id_of(item, "update_id"),
        request_id,
        text_of(item, "status").lower(),
        text_of(item, "description"),
        text_of(item, "media_url"),
        moment(item.get("updated_datetime")),
    )


def codes_in(body: bytes) -> tuple[str, ...]:
    """The codes of the errors in an answer, and none of its words: they may repeat what was sent."""
    try:
        items = items_in(body)
    except Unreadable:
        return ()
    return tuple(code[:16] for item in items if (code := text_of(item, "code")))


def says(body: bytes, *words: str) -> bool:
    """Whether one of these is in an answer, in whatever form it came."""
    told = body[:100_000].decode("utf-8", "replace").lower()
    return any(word in told for word in words)


def text_of(item: Item, name: str) -> str:
    value = item.get(name)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "").strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def id_of(item: Item, name: str) -> str:
    """The id as text, whatever type it has today; "" for none."""
    value = item.get(name)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    id = text_of({name: value}, name)
    return id if len(id) <= LONGEST_ID else ""


def is_true(value: object) -> bool:
    return value.strip().lower() in YES if isinstance(value, str) else bool(value)


def moment(value: object) -> datetime | None:
    """A W3C datetime; one without a zone is taken for UTC."""
    if not isinstance(value, str):
        return None
    try:
        read = datetime.fromisoformat(value.strip())
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _agency(value: object) -> str:
    """FixMyStreet names its recipients: `{"recipient": ["…"]}`."""
    return next((word for each in _words(value) if (word := text_of({"": each}, ""))), "")


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)
