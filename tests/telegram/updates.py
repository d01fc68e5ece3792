"""A Hypothesis strategy: every update that the Bot API's description allows, of every kind that it knows."""

from collections.abc import Callable, Collection
from functools import cache, partial
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.telegram.account import KINDS
from tests.telegram.markup import utf16
from tests.telegram.schema import DEFINITIONS, Json, followed

# How deep an update goes beyond what it must have, and how much it has at each depth.
DEPTH = 4
OPTIONAL_FIELDS = 5

TEXTS = (
    "/start",
    "/start lapor_42",
    "/batal@pintulapor_bot",
    "Lampu jalan mati 🏳️‍🌈",
    "\u202etebalik",
    "a\0b",
    "0",
    " ",
)
WHOLE = st.integers(0, 2**31 - 1)
IDS = st.integers(1, 2**52 - 1)
TEXT = st.text() | st.sampled_from(TEXTS)

# What a type alone does not say of a field with this name.
BY_NAME: dict[str, SearchStrategy[Any]] = {
    "latitude": st.floats(-90, 90),
    "longitude": st.floats(-180, 180),
    "file_size": st.integers(0, 2**40),
    "offset": st.just(0) | WHOLE,
    "id": IDS,
    "user_id": IDS,
    "chat_id": st.integers(-(2**52) + 1, 2**52 - 1),
    "migrate_to_chat_id": st.integers(-(10**13), -(10**12)),
    "language_code": st.sampled_from(["id", "en", "jv", "pt-br", "zh-hans"]),
    "url": st.just("https://example.com/a?b=c"),
    "emoji": st.sampled_from(["👍", "🎲", "❤️", "🏳️‍🌈"]),
    "mime_type": st.sampled_from(["image/jpeg", "application/pdf", "video/mp4", "x"]),
    "currency": st.sampled_from(["IDR", "XTR", "USD"]),
}

NEVER_EMPTY = {"photo", "new_chat_photo", "new_chat_members", "users", "message_ids"}

# Of these at most one, or exactly one, is there.
ACTIONS = set(DEFINITIONS["InlineKeyboardButton"]["properties"]) - {"text", "icon_custom_emoji_id", "style"}
DECORATIONS = set(
    """from sender_chat sender_boost_count sender_business_bot business_connection_id forward_origin is_topic_message
    is_automatic_forward reply_to_message external_reply quote reply_to_story via_bot edit_date has_protected_content
    is_from_offline media_group_id author_signature paid_star_count entities caption caption_entities
    show_caption_above_media has_media_spoiler effect_id reply_markup message_thread_id link_preview_options""".split()
)
EVERYDAY = ("text", "photo", "document", "voice", "video", "location", "contact", "sticker", "venue")
CONTENT = sorted(set(DEFINITIONS["Message"]["properties"]) - DECORATIONS - {"message_id", "date", "chat"})

OF_ENTITY = {
    "text_link": {"url": BY_NAME["url"]},
    "text_mention": {"user": st.just({"id": 7, "is_bot": False, "first_name": "Sari"})},
    "pre": {"language": st.just("python")},
    "custom_emoji": {"custom_emoji_id": st.just("5368324170671202286")},
    "date_time": {"unix_time": WHOLE, "date_time_format": st.just("wDT")},
}


def updates(kinds: Collection[str] = KINDS, depth: int = DEPTH) -> SearchStrategy[Json]:
    """Valid updates of these kinds."""
    return st.sampled_from(sorted(kinds)).flatmap(lambda kind: _updates_of(kind, depth))


@cache
def _updates_of(kind: str, depth: int) -> SearchStrategy[Json]:
    schema = DEFINITIONS["Update"]["properties"][kind]
    payload = values(schema, depth, kind).map(partial(_consistent, kind))
    return st.fixed_dictionaries({"update_id": WHOLE, kind: payload})


def _consistent(kind: str, payload: Json) -> Json:
    """A post in a channel is the channel's; what is written in private comes from whom the chat is with."""
    if kind in ("channel_post", "edited_channel_post"):
        chat = {"id": -1_001_000_000_000 - payload["message_id"] % 1000, "type": "channel", "title": "Kabar Desa"}
        return {key: value for key, value in payload.items() if key != "from"} | {"chat": chat, "sender_chat": chat}
    if kind in ("message", "edited_message", "business_message", "edited_business_message", "guest_message"):
        chat = payload["chat"] if payload["chat"]["type"] != "channel" else {"id": 7, "type": "private"}
        sender = payload.get("from", {"id": 7, "is_bot": False, "first_name": "Sari"})
        if chat["type"] == "private":
            chat = {**chat, "id": sender["id"], "first_name": sender["first_name"]}
        return {**payload, "chat": chat, "from": sender}
    return payload


def values(schema: Json, depth: int, name: str = "") -> SearchStrategy[Any]:
    """What the schema allows; with no depth left, the least that it does."""
    if "$ref" in schema:
        return _referred(schema["$ref"].rsplit("/", 1)[1], depth)
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        plain = [choice for choice in schema["anyOf"] if "type" in choice]
        choices = schema["anyOf"] if depth > 0 or not plain else plain[:1]
        return st.one_of([values(choice, depth, name) for choice in choices])
    return _plain(schema, depth, name)


def _plain(schema: Json, depth: int, name: str) -> SearchStrategy[Any]:
    kind = schema["type"]
    if kind == "array":
        least = 1 if name in NEVER_EMPTY else 0
        return st.lists(values(schema["items"], depth, name), min_size=least, max_size=2 if depth > 0 else least)
    if kind == "integer":
        bounded = st.integers(schema.get("minimum", 0), schema.get("maximum", 2**31 - 1))
        return BY_NAME.get(name, bounded) if "minimum" not in schema else bounded
    if kind == "number":
        return BY_NAME.get(name, st.floats(-1e6, 1e6))
    if kind == "boolean":
        return st.booleans()
    return BY_NAME[name] if name in BY_NAME and name not in ("id", "user_id", "chat_id", "offset") else TEXT


@cache
def _referred(name: str, depth: int) -> SearchStrategy[Any]:
    schema = DEFINITIONS[name]
    if "anyOf" in schema:
        return st.deferred(lambda: values(schema, depth))
    return objects(name, depth - 1) if schema.get("type") == "object" else values(schema, depth)


@st.composite
def objects(draw: DrawFn, name: str, depth: int) -> Json:
    """One object of this type, whose fields fit together."""
    schema = DEFINITIONS[name]
    fields = schema.get("properties", {})
    chosen = [*schema.get("required", ()), *draw(_optional(name, depth))]
    drawn = {
        field: draw(values(fields[field], depth, field))
        for field in dict.fromkeys(chosen)
        if not _is_entities(fields[field])
    }
    for field in chosen:
        text = drawn.get("text" if field == "entities" else field.removesuffix("_entities"))
        if _is_entities(fields[field]) and isinstance(text, str):
            drawn[field] = draw(st.lists(entities(text), max_size=2)) if text else []
    return FITTED[name](drawn) if name in FITTED else drawn


@cache
def _optional(name: str, depth: int) -> SearchStrategy[list[str]]:
    schema = DEFINITIONS[name]
    optional = sorted(set(schema.get("properties", {})) - set(schema.get("required", ())))
    if name == "InlineKeyboardButton":
        return st.sampled_from(sorted(ACTIONS)).map(lambda action: [action])
    if depth <= 0 or not optional:
        return st.just([])
    if name == "Message":
        content = (st.sampled_from(EVERYDAY) | st.sampled_from(CONTENT)).map(lambda field: [field])
        return st.tuples(content, _some(sorted(DECORATIONS))).map(lambda two: [*two[0], *two[1]])
    return _some(optional)


def _some(fields: list[str]) -> SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(fields), max_size=OPTIONAL_FIELDS, unique=True)


def _is_entities(schema: Json) -> bool:
    return bool(schema.get("items", {}).get("$ref", "").endswith("/MessageEntity"))


@st.composite
def entities(draw: DrawFn, text: str) -> Json:
    """An entity that lies within the text, and does not cut a character in two."""
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    kind = draw(st.sampled_from(followed(DEFINITIONS["MessageEntity"]["properties"]["type"])["enum"]))
    more = {field: draw(strategy) for field, strategy in OF_ENTITY.get(kind, {}).items()}
    return {"type": kind, "offset": utf16(text[:start]), "length": utf16(text[start:end]), **more}


def _fitted_chat(chat: Json) -> Json:
    """The sign of its id says what it is, and so do the names that it has."""
    if chat["type"] == "private":
        named = {key: value for key, value in chat.items() if key not in ("title", "is_forum", "is_direct_messages")}
        return {**named, "id": abs(chat["id"]) or 1, "first_name": chat.get("first_name", "Sari")}
    nameless = {key: value for key, value in chat.items() if key not in ("first_name", "last_name")}
    return {**nameless, "id": -(abs(chat["id"]) or 1), "title": chat.get("title", "Warga RT 3")}


def _fitted_query(query: Json) -> Json:
    """It has either data or a game, and comes from either a message or an inline one."""
    one = {key: value for key, value in query.items() if key not in ("game_short_name", "inline_message_id")}
    return one if "message" in one else {**one, "inline_message_id": "AQAAAA"}


def _fitted_message(message: Json) -> Json:
    if "caption_entities" in message and "caption" not in message:
        message = {key: value for key, value in message.items() if key != "caption_entities"}
    return message if message["date"] else {**message, "date": 1}


FITTED: dict[str, Callable[[Json], Json]] = {
    "Chat": _fitted_chat,
    "CallbackQuery": _fitted_query,
    "Message": _fitted_message,
}
