"""What a press in a group asks for beside what it means: a word for whoever pressed, and that the question goes."""

import json

import pytest

from bot.channels.telegram.calls import Call
from bot.channels.telegram.group_press import after_group_press, group_toasts
from bot.locale import load_catalogue
from bot.profile import load_profile

TOASTS = group_toasts(load_catalogue(load_profile("kutai-timur")))
QUESTION = {"chat_id": -50, "message_id": 30}


def pressed(by: int, data: str = "group:y.71.3.2.81", chat_id: int = -50, language: str = "id") -> bytes:
    sender = {"id": by, "is_bot": False, "first_name": "Budi", "language_code": language}
    message = {"message_id": 30, "chat": {"id": chat_id, "type": "group"}, "date": 1795222800}
    return json.dumps(
        {"update_id": 1, "callback_query": {"id": "9", "from": sender, "message": message, "data": data}}
    ).encode()


def toast(text: str) -> Call:
    return Call("answerCallbackQuery", {"callback_query_id": "9", "text": text})


def test_whoever_was_asked_is_thanked_and_the_question_goes() -> None:
    assert after_group_press(pressed(by=81), TOASTS) == (
        toast("Terima kasih atas jawabannya."),
        Call("editMessageReplyMarkup", QUESTION),
        Call("deleteMessage", QUESTION),
    )


def test_others_are_told_so_in_their_language_and_the_question_stays() -> None:
    assert after_group_press(pressed(by=82), TOASTS) == (toast("Ini hanya untuk penulis pesannya."),)
    said = toast("This is only for whoever wrote the message.")
    assert after_group_press(pressed(by=82, language="en-GB"), TOASTS) == (said,)


@pytest.mark.parametrize(
    "update",
    [
        pressed(by=81, data="send|3.review"),
        pressed(by=81, chat_id=81),
        b'{"update_id": 1, "message": {}}',
        b"[" * 5_000,
        b"\xff",
    ],
    ids=["another button", "in private", "no press", "deep", "no text"],
)
def test_anything_else_asks_for_nothing(update: bytes) -> None:
    assert after_group_press(update, TOASTS) == ()
