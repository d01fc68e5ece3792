"""What can be told of any update, also of one that cannot be read: which it is, of what kind, and whose."""

import re
from dataclasses import dataclass

import msgspec
from msgspec import Raw, Struct

NO_KIND = "unknown"
KIND = re.compile(r"[a-z_]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Head:
    """`address` is the chat's, or empty. None of them holds anything that a person wrote."""

    update_id: int | None = None
    kind: str = NO_KIND
    address: str = ""


class _Known(Struct):
    update_id: int


class _Party(Struct):
    id: int


class _Within(Struct):
    chat: _Party | None = None


class _Payload(Struct):
    chat: _Party | None = None
    message: _Within | None = None
    sender: _Party | None = msgspec.field(default=None, name="from")


_ids = msgspec.json.Decoder(_Known)
_fields = msgspec.json.Decoder(dict[str, Raw])
_payloads = msgspec.json.Decoder(_Payload)
_BROKEN = (msgspec.MsgspecError, RecursionError, UnicodeError)


def update_id_of(update: bytes) -> int | None:
    try:
        return _ids.decode(update).update_id
    except _BROKEN:
        return None


def head_of(update: bytes) -> Head:
    try:
        fields = _fields.decode(update)
    except _BROKEN:
        return Head()
    kind = next((name for name in fields if name != "update_id" and KIND.fullmatch(name)), NO_KIND)
    return Head(update_id_of(update), kind, _address(fields.get(kind, Raw(b"null"))))


def _address(payload: Raw) -> str:
    try:
        found = _payloads.decode(payload)
    except _BROKEN:
        return ""
    party = found.chat or (found.message and found.message.chat) or found.sender
    return str(party.id) if party else ""
