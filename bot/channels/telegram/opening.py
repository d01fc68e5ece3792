"""An update before a library reads it: what kind it is, and only the fields that matter here.

What is not read cannot make an update unreadable: Telegram adds fields, and kinds of content, several times a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from bot.channels.telegram.errors import Unreadable

UNKNOWN = "unknown"

MESSAGE = (
    "message_id", "date", "chat", "from", "text", "entities", "caption", "caption_entities", "media_group_id",
    "reply_to_message", "photo", "animation", "video", "video_note", "voice", "audio", "document", "venue", "location",
    "contact",
)  # fmt: skip
REPLIED_TO = ("message_id", "date", "chat", "from", "text", "caption")
PROMPT = ("message_id", "date", "chat")
READ: Mapping[str, tuple[str, ...]] = {
    "message": MESSAGE,
    "edited_message": MESSAGE,
    "callback_query": ("id", "from", "chat_instance", "message", "data"),
    "my_chat_member": ("chat", "from", "date", "old_chat_member", "new_chat_member"),
}
PRIVATE_ONLY = frozenset({"edited_message", "my_chat_member"})
"""Kinds that say nothing to us in a group or a channel: there they are not even read."""
WITHIN: Mapping[str, tuple[str, ...]] = {"reply_to_message": REPLIED_TO, "message": PROMPT}
POINTED_TO = tuple(field for field in MESSAGE if field != "reply_to_message")
IN_GROUP: Mapping[str, tuple[str, ...]] = {**WITHIN, "reply_to_message": POINTED_TO}
"""Of a message in a group to which somebody replies with a command, all its content is read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """`payload` is Telegram's object of this kind, as far as it is read; `left_out` names its other fields."""

    update_id: int
    kind: str
    payload: dict[str, Any]
    left_out: tuple[str, ...]


def open_update(update: bytes) -> Opened | None:
    """None for a kind that is nothing to us. Raises `Unreadable` where it is no update."""
    try:
        found = msgspec.json.decode(update)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        problem = type(error).__name__
    else:
        return _opened(found)
    raise Unreadable(UNKNOWN, None, problem)


def _opened(found: object) -> Opened | None:
    update_id = found.get("update_id") if isinstance(found, dict) else None
    if not isinstance(found, dict) or not isinstance(update_id, int):
        raise Unreadable(UNKNOWN, None, "NoUpdate")
    kind = next((kind for kind in READ if kind in found), "")
    if not kind:
        return None
    whole = found[kind]
    if not isinstance(whole, dict):
        raise Unreadable(kind, update_id, "NoObject")
    if kind in PRIVATE_ONLY and _is_elsewhere(whole.get("chat")):
        return None
    fields = READ[kind]
    within = IN_GROUP if _is_command_in_group(whole) else WITHIN
    payload = {name: _within(whole[name], within.get(name)) for name in fields if name in whole}
    return Opened(update_id, kind, payload, tuple(name for name in whole if name not in fields))


def _within(value: Any, fields: tuple[str, ...] | None) -> Any:
    if fields and isinstance(value, dict):
        return {inner: value[inner] for inner in fields if inner in value}
    return value


def _is_command_in_group(whole: Mapping[str, Any]) -> bool:
    words = whole.get("text")
    return isinstance(words, str) and words.startswith("/") and _is_elsewhere(whole.get("chat"))


def _is_elsewhere(chat: object) -> bool:
    return isinstance(chat, dict) and chat.get("type") in ("group", "supergroup", "channel")
