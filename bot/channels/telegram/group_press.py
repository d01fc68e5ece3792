"""What a button pressed in a group asks for: whoever was asked is thanked and the question goes, others are told so."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec import Struct

from bot.channels.telegram.calls import Call
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.group_questions import GroupButton
from conversations.messages import line


@dataclass(frozen=True, slots=True)
class Toasts:
    """What is shown for a moment to whoever has pressed the button, and nobody else."""

    thanks: str
    not_asked: str


def group_toasts(catalogue: Catalogue) -> Mapping[str, Toasts]:
    """By language."""
    return {language: _toasts(catalogue, language) for language in LANGUAGES}


def _toasts(catalogue: Catalogue, language: str) -> Toasts:
    thanks, not_asked = line("group.thanks"), line("group.not_asked")
    return Toasts(catalogue.text(thanks, language), catalogue.text(not_asked, language))


class _Presser(Struct):
    id: int
    language_code: str = ""


class _Group(Struct):
    id: int


class _Question(Struct):
    message_id: int
    chat: _Group


class _Query(Struct):
    id: str
    data: str
    message: _Question
    sender: _Presser = msgspec.field(name="from")


class _Update(Struct):
    callback_query: _Query


_updates = msgspec.json.Decoder(_Update)


def after_group_press(update: bytes, toasts: Mapping[str, Toasts]) -> tuple[Call, ...]:
    """Nothing where the update is no such thing. A question too old to be deleted is left without its buttons."""
    try:
        query = _updates.decode(update).callback_query
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return ()
    button, group_id = GroupButton.read(query.data), query.message.chat.id
    if button is None or group_id > 0:
        return ()
    said = toasts.get(query.sender.language_code[:2], toasts[LANGUAGES[0]])
    is_asked = button.writer == str(query.sender.id)
    toast = said.thanks if is_asked else said.not_asked
    answer = Call("answerCallbackQuery", {"callback_query_id": query.id, "text": toast})
    if not is_asked:
        return (answer,)
    question = {"chat_id": group_id, "message_id": query.message.message_id}
    return (answer, Call("editMessageReplyMarkup", question), Call("deleteMessage", question))
