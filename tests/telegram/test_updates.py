"""The strategy makes valid updates of every kind, and both libraries read each of them."""

from random import Random

import aiogram
import pytest
import telegram
from hypothesis import Phase, find, given, settings

from tests.telegram.account import KINDS
from tests.telegram.libraries import Aiogram, Ptb
from tests.telegram.schema import DEFINITIONS, DOCUMENT, Json, faults_of
from tests.telegram.updates import CONTENT, updates

LIBRARIES = (Aiogram(aiogram.Bot("1:a")), Ptb(telegram.Bot("1:a")))
UNSHRUNK = settings(phases=[Phase.generate], max_examples=5000)


@settings(max_examples=100)
@given(updates())
def test_every_update_is_valid(update: Json) -> None:
    assert faults_of("Update", update) == []


@settings(max_examples=100)
@given(updates())
def test_both_libraries_read_every_valid_update(update: Json) -> None:
    for library in LIBRARIES:
        assert library.read(update).update_id == update["update_id"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_there_are_updates_of_every_kind(kind: str) -> None:
    assert kind in find(updates([kind]), lambda update: True, settings=UNSHRUNK)


@pytest.mark.parametrize("field", ["photo", "media_group_id", "forward_origin", "reply_markup", "entities"])
def test_messages_hold_what_people_send(field: str) -> None:
    # the same search each time: by chance five thousand messages may be without it
    update = find(
        updates(["message"]),
        lambda update: bool(update["message"].get(field)),
        settings=UNSHRUNK,
        random=Random(20261121),
    )
    assert faults_of("Update", update) == []
    assert field not in CONTENT or update["message"][field]


def test_a_broken_update_is_seen_to_be_broken() -> None:
    user = {"id": 7, "is_bot": False, "first_name": "Sari"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}, "from": user, "text": "halo"}
    assert faults_of("Update", {"update_id": 1, "message": message}) == []
    for broken in (
        {"message": message},
        {"update_id": 1},
        {"update_id": 1, "message": message, "edited_message": message},
        {"update_id": 1, "telepathy": {}},
        {"update_id": 1, "message": {**message, "text": 5}},
        {"update_id": 1, "message": {**message, "chat": {"id": 7, "type": "dream"}}},
    ):
        assert faults_of("Update", broken)


def test_the_schema_says_where_it_is_from() -> None:
    assert "Telegram Bot API" in DOCUMENT["title"]
    assert "aiogram-" in DOCUMENT["$comment"]
    assert {"sendMessage", "getUpdates", "Update", "CallbackQuery"} <= DEFINITIONS.keys()
