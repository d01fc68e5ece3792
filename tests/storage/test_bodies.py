"""JSON of other versions of the program."""

from dataclasses import fields

import msgspec
import pytest

from conversations.conversation import Conversation, Person
from conversations.messages import Line, Option, Outgoing
from conversations.state import State
from storage.bodies import conversation_as_json, conversation_from_json, outgoing_as_json, outgoing_from_json
from tests.storage.test_conversations import TOLD


def test_a_field_that_a_newer_version_wrote_is_passed_over() -> None:
    body = msgspec.json.decode(conversation_as_json(TOLD)) | {"mood": "good"}
    body["draft"]["mood"] = "better"
    assert conversation_from_json(msgspec.json.encode(body), Person()) == TOLD


def test_a_field_that_an_older_version_did_not_write_has_its_default() -> None:
    assert conversation_from_json(b'{"state": "review"}', Person()) == Conversation(state=State.REVIEW)


def test_nothing_of_the_person_is_in_the_body() -> None:
    body = conversation_as_json(Conversation(person=Person("Siti", "0812", "en")))
    assert msgspec.json.decode(body) == {}


@pytest.mark.parametrize("name", [field.name for field in fields(Conversation) if field.name != "person"])
def test_every_field_but_the_person_is_in_the_body(name: str) -> None:
    assert (name in msgspec.json.decode(conversation_as_json(TOLD))) == (
        getattr(TOLD, name) != getattr(Conversation(), name)
    )


def test_a_message_comes_back_as_it_was() -> None:
    line = Line("a", {"text": "“hujan”", "count": 3, "far": 0.5, "is_new": True, "none": None})
    said = Outgoing((line, Line("b")), (Option("x:1|2", line, is_quiet=True),), asks_location=True)
    assert outgoing_from_json(outgoing_as_json(said)) == said
