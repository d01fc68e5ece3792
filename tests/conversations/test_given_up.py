"""Of a report that the office gave up on its way nothing is offered that nobody would get."""

from dataclasses import replace

import pytest

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import SendResponse
from conversations.hearing import hear_out
from conversations.history import history_lines
from conversations.known import Known
from conversations.lookups import what_it_needs
from conversations.messages import Chat, Received, line
from conversations.state import State
from conversations.status import Event, KnownReport, Status
from conversations.step import Outcome
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, RECEIPT, standing_in

RECEIVED, ARCHIVED = Event(NOW, Status.RECEIVED), Event(NOW, Status.ARCHIVED, text="Sudah dilaporkan warga lain.")
GIVEN_UP = KnownReport(RECEIPT, "Lampu mati", Status.ARCHIVED, NOW, history=(RECEIVED, ARCHIVED))
ARCHIVED_THERE = replace(GIVEN_UP, is_handed_over=True)


def take(conversation: Conversation, incoming: m.Incoming, report: KnownReport, catalogue: Catalogue) -> Outcome:
    received = Received(Chat("test", "1"), "now", NOW, incoming)
    needed = what_it_needs(conversation, received, hear_out(conversation, received, catalogue))
    known = (report,) if needed.all_reports or needed.receipt == RECEIPT else ()
    return take_turn(conversation, received, Given(NOW, catalogue, "KTM-1111-1111", Known(known)))


def verbs(outcome: Outcome) -> set[str]:
    return {option.data.partition(":")[0] for reply in outcome.replies for option in reply.options}


def test_nothing_is_offered_that_needs_somebody_who_has_it(catalogue: Catalogue) -> None:
    see, idle = m.Choice(f"status:{RECEIPT}"), standing_in(State.IDLE)
    responses = {"add", "satisfied", "not_solved", "withdraw"}
    assert not responses & verbs(take(idle, see, GIVEN_UP, catalogue))
    assert {"add", "satisfied", "not_solved"} <= verbs(take(idle, see, ARCHIVED_THERE, catalogue))


@pytest.mark.parametrize("verb", ["add", "satisfied", "not_solved", "withdraw", "withdraw_now"])
def test_an_older_button_says_so_and_sends_nothing(verb: str, catalogue: Catalogue) -> None:
    outcome = take(standing_in(State.IDLE), m.Choice(f"{verb}:{RECEIPT}"), GIVEN_UP, catalogue)

    assert outcome.effects == ()
    assert line("said.given_up", receipt=RECEIPT) in outcome.replies[0].lines
    assert outcome.conversation.state is State.IDLE


@pytest.mark.parametrize("state", [State.ADDING, State.NOT_SOLVED, State.ANSWERING])
def test_what_is_being_said_when_it_is_given_up_goes_nowhere_and_that_is_told(
    state: State, catalogue: Catalogue
) -> None:
    outcome = take(standing_in(state), m.Text("Dua tiang lagi mati di ujung jalan"), GIVEN_UP, catalogue)

    assert not any(isinstance(effect, SendResponse) for effect in outcome.effects)
    assert line("said.given_up", receipt=RECEIPT) in outcome.replies[0].lines
    assert outcome.conversation.state is State.IDLE


def test_an_edit_of_what_was_sent_goes_nowhere(catalogue: Catalogue) -> None:
    outcome = take(standing_in(State.IDLE), m.Edited("sent", "Ada dua tiang"), GIVEN_UP, catalogue)
    assert not any(isinstance(effect, SendResponse) for effect in outcome.effects)


def test_its_page_says_that_it_was_not_passed_on(catalogue: Catalogue) -> None:
    assert line("report.given_up") in history_lines(GIVEN_UP, NOW, catalogue.profile)
    assert line("report.given_up") not in history_lines(ARCHIVED_THERE, NOW, catalogue.profile)
