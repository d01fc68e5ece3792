"""What the conversation itself costs, without any storing or sending."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from benchmarks.dialogue import LENGTH, Person
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.hearing import hear_out
from conversations.lookups import what_it_needs
from conversations.receipt import make_receipt
from conversations.turn import Given, take_turn
from storage.bodies import conversation_as_json, conversation_from_json

WARM_UP = 20


@dataclass(frozen=True, slots=True)
class TurnCost:
    """Microseconds per message: each the median of all dialogues, in which it is the mean of the messages."""

    look_ahead: float
    turn: float
    rendering: float
    stored_form: float


def measure_turns(dialogues: int, catalogue: Catalogue) -> TurnCost:
    costs = [_dialogue(number, catalogue) for number in range(WARM_UP + dialogues)][WARM_UP:]
    look_ahead, turn, rendering, stored_form = (median(part) for part in zip(*costs, strict=True))
    return TurnCost(look_ahead, turn, rendering, stored_form)


def _dialogue(number: int, catalogue: Catalogue) -> list[float]:
    person, conversation, given = Person(number), Conversation(), _given(number, catalogue)
    totals = [0, 0, 0, 0]
    while not person.is_done:
        received = person.next_message()
        clock = [time.perf_counter_ns()]
        heard = hear_out(conversation, received, catalogue)
        what_it_needs(conversation, received, heard)
        clock.append(time.perf_counter_ns())
        outcome = take_turn(conversation, received, given)
        clock.append(time.perf_counter_ns())
        answer = catalogue.render(outcome.replies[0], outcome.conversation.person.language)
        clock.append(time.perf_counter_ns())
        body = conversation_as_json(outcome.conversation)
        conversation = conversation_from_json(body, outcome.conversation.person)
        clock.append(time.perf_counter_ns())
        totals = [total + end - begin for total, begin, end in zip(totals, clock, clock[1:], strict=False)]
        person.read(answer)
    return [total / 1_000 / LENGTH for total in totals]


def _given(number: int, catalogue: Catalogue) -> Given:
    receipt = make_receipt(catalogue.profile.office.prefix, number)
    return Given(datetime.now(UTC), catalogue, receipt)
