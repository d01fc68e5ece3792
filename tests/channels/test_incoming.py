"""What people do means the same, whichever library reads it, and in the web chat where it can be done there."""

import json

import pytest

from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.errors import Unreadable
from tests.channels.suite import Json, cases, params, received, update_of
from tests.telegram.schema import faults_of


def test_there_are_cases_of_everything_that_people_do() -> None:
    names = [(case.file, case.name) for case in cases("incoming_*")]
    assert len(names) == len(set(names)) >= 60
    meant = {
        kind for case in cases("incoming_*") for kind in (case.told.get("received") or {"incoming": {}})["incoming"]
    }
    assert meant == {
        "Text", "Choice", "Command", "Media", "RefusedMedia", "Location", "Contact", "Edited", "Blocked", "Unblocked",
        "InGroup", "Overheard", "GroupAnswer", "Unsupported",
    }  # fmt: skip


@pytest.mark.parametrize("told", params("incoming_*", "received"))
def test_the_case_is_one_that_telegram_can_send(told: Json) -> None:
    assert bool(faults_of("Update", told["update"])) == told.get("is_of_another_version", False)


@pytest.mark.parametrize("told", params("incoming_*", "received"))
def test_it_is_read_as_what_it_means(reader: Carrier, told: Json) -> None:
    assert reader.read(update_of(told)) == received(told["received"])


@pytest.mark.parametrize("told", params("incoming_*", "unreadable"))
def test_what_cannot_be_read_is_named_without_its_content(reader: Carrier, told: Json) -> None:
    with pytest.raises(Unreadable) as caught:
        reader.read(update_of(told))
    error = caught.value
    assert (error.kind, error.update_id) == (told["unreadable"]["kind"], told["unreadable"]["update_id"])
    assert (error.__cause__, error.__context__) == (None, None)
    assert "halo" not in f"{error} {error.error}"


def test_a_message_read_twice_has_the_same_key_and_the_same_file(reader: Carrier) -> None:
    told = next(case.told for case in cases("incoming_files"))
    again = json.dumps({**told["update"], "update_id": 900_000}).encode()
    assert reader.read(again) == reader.read(update_of(told))


def test_before_the_bots_name_is_known_a_command_in_a_group_counts_and_a_mention_does_not(reader: Carrier) -> None:
    known, reader.username = reader.username, ""
    try:
        read = {case.name: reader.read(update_of(case.told)) for case in cases("incoming_groups")}
    finally:
        reader.username = known
    assert read["a command for another bot"] is not None
    assert read["the bot is mentioned"] is None
