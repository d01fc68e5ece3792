"""A volunteer files for somebody else: whatever is said and pressed, only what that person agreed to is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations import messages as m
from conversations.conversation import Conversation, Draft, Field
from conversations.effects import SendReport
from conversations.known import Known
from conversations.machine import TRIGGERS
from conversations.messages import Chat, Received
from conversations.prompts import prompt_for
from conversations.state import State
from conversations.step import LONGEST_ON_ITS_WAY
from conversations.turn import Given, take_turn
from tests.conversations.filing import CATALOGUE, NAMES, agreed, take
from tests.conversations.inputs import INPUTS
from tests.conversations.standing import NOW, RECEIPT, REPORT, VOLUNTEERING, standing_in

# --- whatever comes ---

pressed = st.integers(0, 40)
named = st.sampled_from(NAMES).map(m.Text)
shared = st.sampled_from(NAMES).map(lambda name: m.Contact(name, "0812 3456 7890"))
forged = st.sampled_from(sorted(TRIGGERS)).map(m.Choice)
said = st.one_of(st.sampled_from(list(INPUTS.values())), named, shared, forged, pressed, pressed, pressed, pressed)
BEGUN = [State.IDLE, State.FOR_WHOM, State.PERSON_NAME, State.PERSON_CONSENT, State.REVIEW]


@given(st.sampled_from(BEGUN), st.lists(said, max_size=25))
def test_only_what_the_person_agreed_to_is_sent(begun: State, choices: list[m.Incoming | int]) -> None:
    conversation = replace(standing_in(begun), volunteering=VOLUNTEERING)
    for number, choice in enumerate(choices):
        before = conversation
        outcome = take(before, _message(choice, before), str(number))
        conversation = outcome.conversation
        for effect in outcome.effects:
            if isinstance(effect, SendReport) and before.draft and before.draft.represents:
                _assert_agreed(effect, before.draft)


def _message(choice: m.Incoming | int, conversation: Conversation) -> m.Incoming:
    if not isinstance(choice, int):
        return choice
    options = prompt_for(conversation, CATALOGUE.profile).options
    return m.Choice(options[choice % len(options)].data) if options else m.Text("ya")


def _assert_agreed(sent: SendReport, draft: Draft) -> None:
    person, report = sent.represents, sent.report
    assert person is not None
    assert person.consent is not None
    assert person.consent.allows(report.visibility)
    assert person.consent.evidence not in report.attachments
    if report.visibility.is_anonymous:
        assert (report.reporter_name, report.reporter_contact, report.filed_by) == ("", "", None)
    else:
        assert (report.reporter_name, report.reporter_contact) == (person.name, person.contact)
        assert report.filed_by is not None
        assert report.filed_by.name == VOLUNTEERING.name


@pytest.mark.parametrize("state", [State.FOR_WHOM, State.PERSON_NAME])
@pytest.mark.parametrize("words", ["lewati", "Assalamualaikum pak", "terima kasih", "ya", "tidak tahu", "anonim saja"])
def test_talk_is_nobodys_name(state: State, words: str) -> None:
    after = take(replace(standing_in(state), volunteering=VOLUNTEERING), m.Text(words)).conversation
    assert after.state is state


@pytest.mark.parametrize("state", [State.PERSON_NAME, State.PERSON_CONTACT])
@pytest.mark.parametrize("words", ["Pompa air di balai desa rusak", "Lampu jalan depan pasar mati sejak senin"])
def test_a_story_that_comes_where_the_person_is_asked_for_is_kept(state: State, words: str) -> None:
    asked = replace(standing_in(state), volunteering=VOLUNTEERING)
    assert asked.draft is not None
    untold = tuple(field for field in asked.draft.settled if field is not Field.DESCRIPTION)
    for draft in (asked.draft, replace(asked.draft, told=(), title="", settled=untold)):
        after = take(replace(asked, draft=draft), m.Text(words)).conversation
        assert after.state is state
        assert after.draft is not None
        assert after.draft.represents == asked.draft.represents
        assert after.draft.description == f"{draft.description}\n{words}".strip()


@pytest.mark.parametrize("state", [State.PERSON_NAME, State.PERSON_CONTACT])
@pytest.mark.parametrize(
    "words",
    [
        "sebentar saya cari dulu nomornya",
        "nomornya nol delapan satu dua tiga",
        "hp nya rusak kena air laut",
        "nanti saya tanyakan dulu ke orangnya",
        "Namanya siapa ya saya lupa",
        "no wa nya sama dengan saya",
    ],
)
def test_talk_of_the_person_is_neither_their_name_nor_part_of_the_story(state: State, words: str) -> None:
    asked = replace(standing_in(state), volunteering=VOLUNTEERING)
    assert asked.draft is not None
    after = take(asked, m.Text(words)).conversation
    assert after.draft is not None
    assert after.draft.description == asked.draft.description
    assert after.draft.represents == asked.draft.represents


# --- what was told, and when ---


def test_an_edit_of_what_was_said_of_the_person_never_leaves() -> None:
    asked = replace(standing_in(State.PERSON_NAME), volunteering=VOLUNTEERING)
    after = take(asked, m.Text(NAMES[0]), "name").conversation
    edited = take(after, m.Edited("name", NAMES[1]), "edit").conversation
    assert edited.draft is not None
    assert edited.draft.represents is not None
    assert edited.draft.represents.name == NAMES[1]
    ready = replace(after, state=State.REVIEW, draft=replace(agreed(edited.draft), settled=tuple(Field)))
    sent = take(ready, m.Choice("send"))
    assert any(isinstance(effect, SendReport) for effect in sent.effects)
    assert take(sent.conversation, m.Edited("name", "Budi"), "later").effects == ()


def test_a_message_that_says_to_be_from_long_ago_or_to_come_is_from_now() -> None:
    for ago in (LONGEST_ON_ITS_WAY + timedelta(seconds=1), -timedelta(minutes=1)):
        draft = take(Conversation(), m.Text("Lampu jalan mati di depan pasar"), ago=ago).conversation.draft
        assert draft is not None
        assert draft.begun_at == NOW


@pytest.mark.parametrize("state", [State.ANSWERING, State.ADDING, State.NOT_SOLVED])
def test_who_was_writing_about_a_report_that_is_refused_in_the_group_is_not_asked_to_go_on(state: State) -> None:
    writing = Conversation(state, about=REPORT.receipt, volunteering=VOLUNTEERING)
    refuses = Received(Chat("test", "1"), "now", NOW, m.GroupAnswer("-50", "81", 1, 1, "n"))
    filed = replace(REPORT, filed_for=NAMES[0])
    outcome = take_turn(writing, refuses, Given(NOW, CATALOGUE, RECEIPT, Known((filed,))))
    assert (outcome.conversation.state, outcome.conversation.about) == (State.IDLE, "")
    assert [each.key for reply in outcome.replies for each in reply.lines] == ["said.refused_sent"]
