"""What a complainant hears when the routing backend has said something, wherever their conversation stands."""

from dataclasses import replace

import pytest

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.notices import hear
from conversations.profile import Level
from conversations.state import State
from conversations.status import Status, StatusUpdate
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in


def update(status: Status, text: str = "Berapa tiang?", agency: str = "dishub") -> StatusUpdate:
    return StatusUpdate("k", RECEIPT, 1, status, NOW, text, agency, Level.REGENCY, "#1916449", NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agency", ["dishub", "", "Balai Jalan Nasional"])
@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_with_its_receipt_number(
    status: Status, agency: str, language: str, catalogue: Catalogue
) -> None:
    (told,) = hear(standing_in(State.IDLE), REPORT, update(status, agency=agency)).replies
    assert RECEIPT in catalogue.render(told, language).text


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.REGISTERED])
def test_registered_is_said_only_with_lapors_own_number(status: Status, catalogue: Catalogue) -> None:
    (told,) = hear(standing_in(State.IDLE), REPORT, update(status)).replies
    assert "terdaftar" not in catalogue.render(told, "id").text


def test_an_idle_conversation_waits_for_the_answer() -> None:
    after = hear(standing_in(State.IDLE), REPORT, update(Status.QUESTION)).conversation
    assert (after.state, after.about) == (State.ANSWERING, RECEIPT)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.IDLE, State.NEXT)])
@pytest.mark.parametrize("status", [Status.QUESTION, Status.VERIFIED])
def test_a_busy_conversation_keeps_its_place(state: State, status: Status) -> None:
    before = standing_in(state)
    assert hear(before, REPORT, update(status)).conversation == before


def test_nobody_waits_for_an_answer_after_the_report_is_closed() -> None:
    waiting = replace(standing_in(State.ANSWERING), about=RECEIPT)
    assert hear(waiting, REPORT, update(Status.CLOSED)).conversation.state is State.IDLE


def test_an_answer_for_another_report_is_still_waited_for() -> None:
    waiting = replace(standing_in(State.ANSWERING), about="KTM-1111-1111")
    assert hear(waiting, REPORT, update(Status.CLOSED)).conversation == waiting
