"""Whatever comes, in whatever order: a turn never fails, never loses its way, and never makes up a report."""

from hypothesis import given as having
from hypothesis import strategies as st

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations import messages as m
from conversations.conversation import Conversation
from conversations.effects import SendReport
from conversations.known import Known
from conversations.machine import TRIGGERS
from conversations.messages import Chat, Received
from conversations.missing import what_is_missing
from conversations.prompts import prompt_for
from conversations.state import State
from conversations.turn import Given, take_turn
from tests.conversations.inputs import INPUTS
from tests.conversations.standing import NOW, RECEIPT, REPORT, VILLAGE_LIST, VOLUNTEERING

CATALOGUE = load_catalogue(load_profile("kutai-timur"))

pressed = st.integers(0, 40)  # one of the options that are shown, whichever it is
texts = st.text(max_size=60).map(m.Text)
forged = st.one_of(st.text(max_size=30), st.sampled_from(sorted(TRIGGERS))).map(m.Choice)
sent = st.one_of(st.sampled_from(list(INPUTS.values())), texts, forged, pressed, pressed, pressed)


def message(choice: m.Incoming | int, conversation: Conversation) -> m.Incoming:
    if not isinstance(choice, int):
        return choice
    options = prompt_for(conversation, CATALOGUE.profile).options
    return m.Choice(options[choice % len(options)].data) if options else m.Text("ya")


@having(st.lists(sent, max_size=25), st.booleans())
def test_goes_on_after_any_sequence(choices: list[m.Incoming | int], is_volunteer: bool) -> None:
    conversation = Conversation(volunteering=VOLUNTEERING if is_volunteer else None)
    for number, choice in enumerate(choices):
        incoming = message(choice, conversation)
        received = Received(Chat("test", "1"), str(number), NOW, incoming)
        given = Given(NOW, CATALOGUE, RECEIPT, Known((REPORT,), village_list=VILLAGE_LIST))
        before, outcome = conversation, take_turn(conversation, received, given)
        conversation = outcome.conversation
        assert conversation.state is not State.NEXT
        assert all(CATALOGUE.render(reply, "id").text for reply in outcome.replies)
        assert len(conversation.shelf) <= 3
        for effect in outcome.effects:
            if isinstance(effect, SendReport):
                assert before.state is State.REVIEW
                assert before.draft is not None
                assert what_is_missing(before.draft, CATALOGUE.profile) is None
                assert before.person.consented_at is not None
                assert effect.report.description
                assert effect.represents is None or effect.represents.agrees_to(effect.report.visibility)
                assert not (effect.report.reporter_name and effect.report.visibility.is_anonymous)
