"""Keeping the chat tidy: at most one question with buttons, and above it what was chosen before."""

from typing import Any

import msgspec
from msgspec import Struct

from bot.channels.telegram.calls import LONGEST_TEXT, Call, utf16_length
from conversations.messages import Rendered

CHOSEN = "▸ "
OF_ONE_QUESTION = "|"
"""In the data of options that hold for one question (`conversations.prompts.options`); others hold for ever."""


class _Button(Struct):
    text: str = ""
    callback_data: str = ""


class _Keyboard(Struct):
    inline_keyboard: list[list[_Button]]


class _Chat(Struct):
    id: int


class _Entity(Struct):
    type: str
    offset: int
    length: int


class _Message(Struct):
    message_id: int
    chat: _Chat
    text: str = ""
    entities: list[_Entity] = []
    reply_markup: _Keyboard | None = None


class _Query(Struct):
    id: str
    data: str = ""
    message: _Message | None = None


class _Update(Struct):
    callback_query: _Query | None = None


_updates = msgspec.json.Decoder(_Update)


def after_press(update: bytes) -> tuple[Call, ...]:
    """What a pressed button asks for beside a reply; nothing where the update is no such thing.

    It stops turning. The question that it belongs to loses its buttons and shows instead what was pressed; what holds
    for ever, as in a menu or a notice, stays.
    """
    try:
        query = _updates.decode(update).callback_query
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return ()
    if query is None:
        return ()
    answer = Call("answerCallbackQuery", {"callback_query_id": query.id})
    message = query.message
    if message is None or message.reply_markup is None:
        return (answer,)
    buttons = [button for row in message.reply_markup.inline_keyboard for button in row]
    if not any(OF_ONE_QUESTION in button.callback_data for button in buttons):
        return (answer,)
    label = next((button.text for button in buttons if button.callback_data == query.data), "")
    return (answer, _answered(message, label))


def closing(chat_id: int, live: int | None, message: Rendered) -> Call | None:
    """What takes the buttons from the question `live`, a message's id, once `message` has been sent after it."""
    return None if live is None or not message.closes_prompt else _without_buttons(chat_id, live)


def is_question(message: Rendered) -> bool:
    """Whether its buttons hold only until the next message: then its id is to be kept as `live`."""
    return not message.asks_location and any(OF_ONE_QUESTION in option.data for option in message.options)


def _answered(message: _Message, label: str) -> Call:
    text = f"{_without_progress(message)}\n\n{CHOSEN}{label}"
    if not label or not message.text or utf16_length(text) > LONGEST_TEXT:
        return _without_buttons(message.chat.id, message.message_id)
    edited: dict[str, Any] = {"chat_id": message.chat.id, "message_id": message.message_id, "text": text}
    return Call("editMessageText", edited | {"link_preview_options": {"is_disabled": True}})


def _without_progress(message: _Message) -> str:
    """Our only italics are the line that says how far it is: no longer of interest."""
    last = message.entities[-1] if message.entities else None
    if last and last.type == "italic" and last.offset + last.length == utf16_length(message.text):
        return message.text.encode("utf-16-le")[: 2 * last.offset].decode("utf-16-le").rstrip()
    return message.text


def _without_buttons(chat_id: int, message_id: int) -> Call:
    return Call("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id})
