"""What a complainant hears when the routing backend has said something, wherever their conversation stands."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.profile import load_profile
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Question
from conversations.deadlines import due_at
from conversations.known import Known
from conversations.messages import Chat, Choice, Received
from conversations.notices import hear
from conversations.profile import Level, Stage
from conversations.prompts import prompt_for
from conversations.report import ReportClass
from conversations.state import State
from conversations.status import Status, StatusUpdate
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in

PROFILE = load_profile("kutai-timur")


def update(status: Status, text: str = "Berapa tiang?", agency: str = "dishub") -> StatusUpdate:
    return StatusUpdate("k", RECEIPT, 1, status, NOW, text, agency, Level.REGENCY, "#1916449", NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agency", ["dishub", "", "Balai Jalan Nasional"])
@pytest.mark.parametrize("status", Status)
def test_every_status_is_told_with_its_receipt_number(
    status: Status, agency: str, language: str, catalogue: Catalogue
) -> None:
    (told,) = hear(standing_in(State.IDLE), REPORT, update(status, agency=agency), PROFILE).replies
    assert RECEIPT in catalogue.render(told, language).text


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.REGISTERED])
def test_registered_is_said_only_with_lapors_own_number(status: Status, catalogue: Catalogue) -> None:
    (told,) = hear(standing_in(State.IDLE), REPORT, update(status), PROFILE).replies
    assert "terdaftar" not in catalogue.render(told, "id").text


def test_an_idle_conversation_waits_for_the_answer() -> None:
    after = hear(standing_in(State.IDLE), REPORT, update(Status.QUESTION), PROFILE).conversation
    assert (after.state, after.about) == (State.ANSWERING, RECEIPT)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.IDLE, State.NEXT)])
@pytest.mark.parametrize("status", [Status.QUESTION, Status.VERIFIED])
def test_a_busy_conversation_keeps_its_place(state: State, status: Status) -> None:
    before = standing_in(state)
    after = hear(before, REPORT, update(status), PROFILE).conversation
    assert (after.state, after.draft, after.shelf, after.about) == (state, before.draft, before.shelf, before.about)


def test_a_question_that_came_meanwhile_is_taken_up_afterwards(catalogue: Catalogue) -> None:
    busy = standing_in(State.REVIEW)
    heard = hear(busy, REPORT, update(Status.QUESTION), PROFILE).conversation
    send = next(o.data for o in prompt_for(heard, catalogue.profile).options if o.data.startswith("send"))
    received = Received(Chat("test", "1"), "k", NOW, Choice(send))
    after = take_turn(heard, received, Given(NOW, catalogue, "KTM-1111-1111", Known((REPORT,)))).conversation
    assert (after.state, after.about) == (State.ANSWERING, RECEIPT)


def test_nobody_waits_for_an_answer_after_the_report_is_closed() -> None:
    closed = hear(
        standing_in(State.ANSWERING), replace(REPORT, question=""), update(Status.CLOSED), PROFILE
    ).conversation
    assert (closed.state, closed.questions) == (State.IDLE, ())


def test_an_answer_for_another_report_is_still_waited_for() -> None:
    other = Question("KTM-1111-1111", "RT berapa?")
    waiting = replace(standing_in(State.ANSWERING), about=other.receipt, questions=(other,))
    after = hear(waiting, replace(REPORT, question=""), update(Status.CLOSED), PROFILE).conversation
    assert (after.state, after.about) == (State.ANSWERING, other.receipt)


def test_the_newest_question_is_answered_first() -> None:
    other = Question("KTM-1111-1111", "RT berapa?")
    waiting = replace(standing_in(State.ANSWERING), about=other.receipt, questions=(other,))
    assert hear(waiting, REPORT, update(Status.QUESTION), PROFILE).conversation.about == RECEIPT


@pytest.mark.parametrize(
    ("status", "stage", "said"),
    [
        (Status.FORWARDED, Stage.FIRST_FOLLOW_UP, "Batasnya 5 hari kerja (menurut LAPOR!)."),
        (Status.FOLLOWED_UP, Stage.HANDLING, "Batasnya 30 hari (menurut Diskominfo Kutai Timur)."),
        (Status.QUESTION, Stage.ANSWER, "Batasnya 10 hari kerja (menurut LAPOR!)."),
    ],
)
def test_a_deadline_comes_with_its_limit_and_who_names_it(
    status: Status, stage: Stage, said: str, catalogue: Catalogue
) -> None:
    due = due_at(PROFILE, ReportClass.COMPLAINT, stage, NOW)
    (told,) = hear(standing_in(State.IDLE), REPORT, replace(update(status), due_at=due), PROFILE).replies
    assert said in catalogue.render(told, "id").text.splitlines()


def test_a_deadline_of_the_backends_own_is_told_without_a_limit_of_ours(catalogue: Catalogue) -> None:
    due = NOW + timedelta(days=100)
    (told,) = hear(standing_in(State.IDLE), REPORT, replace(update(Status.FORWARDED), due_at=due), PROFILE).replies
    assert "Batasnya" not in catalogue.render(told, "id").text
