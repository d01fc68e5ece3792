"""What is told of an update that could not be handled: never what somebody wrote in it."""

import pytest

from bot.channels.telegram.heads import Head, head_of


@pytest.mark.parametrize(
    ("update", "head"),
    [
        (b'{"update_id": 5, "message": {"chat": {"id": -7}, "from": {"id": 9}}}', Head(5, "message", "-7")),
        (b'{"update_id": 5, "callback_query": {"message": {"chat": {"id": 7}}}}', Head(5, "callback_query", "7")),
        (b'{"update_id": 5, "inline_query": {"from": {"id": 9}}}', Head(5, "inline_query", "9")),
        (b'{"kind_of_tomorrow": [1], "update_id": 5}', Head(5, "kind_of_tomorrow", "")),
        (b'{"update_id": "5", "message": {"chat": "x"}}', Head(None, "message", "")),
        (b'{"update_id": 5, "Nama saya Siti": {}}', Head(5)),
        (b'{"update_id": 5}', Head(5)),
        (b"[]", Head()),
        (b'{"update_id": 5, "message": {"text": "\xff"}}', Head(5, "message")),
        (b"", Head()),
    ],
)
def test_it_has_a_number_a_kind_and_a_chat_as_far_as_these_can_be_told(update: bytes, head: Head) -> None:
    assert head_of(update) == head
