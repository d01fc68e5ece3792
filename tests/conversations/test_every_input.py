"""Every state answers every kind of input, keeps what can be kept, and has a way on or out."""

from dataclasses import replace

import pytest

from conversations import messages as m
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Conversation
from conversations.effects import DropAttachments
from conversations.hearing import hear_out
from conversations.known import Known
from conversations.lookups import what_it_needs
from conversations.messages import Chat, Received
from conversations.prompts import prompt_for
from conversations.state import State
from conversations.step import Outcome
from conversations.turn import Given, take_turn
from tests.conversations.inputs import INPUTS
from tests.conversations.standing import (
    HANDOVER,
    IN_CARE,
    INVITATION,
    NOW,
    RECEIPT,
    REPORT,
    STORY,
    VILLAGE_LIST,
    standing_in,
)

RESTING = [state for state in State if state is not State.NEXT]

SILENT = ("blocked", "answer in a group", "refusal in a group")
"""Answers of a neighbour's, where none was asked about these drafts."""


def take(state: State, incoming: m.Incoming, catalogue: Catalogue) -> Outcome:
    received = Received(Chat("test", "1"), "now", NOW, incoming, name="Budi")
    needed = what_it_needs(standing_in(state), received, hear_out(standing_in(state), received, catalogue))
    known = (REPORT,) if needed.all_reports or needed.receipt == RECEIPT else ()
    invitation = INVITATION if needed.invitation == INVITATION.code else None
    handover = HANDOVER if needed.handover == HANDOVER.code else None
    given = Given(
        NOW,
        catalogue,
        "KTM-1111-1111",
        Known(
            known,
            invitation=invitation,
            handover=handover,
            village_list=VILLAGE_LIST if needed.village_list else None,
            in_care=IN_CARE if needed.in_care else (),
        ),
    )
    return take_turn(standing_in(state), received, given)


def without_sources(conversation: Conversation) -> Conversation:
    """What was typed can be edited later, what was pressed cannot: that is all the difference."""
    draft = conversation.draft
    return replace(conversation, draft=replace(draft, sources=())) if draft else conversation


def assert_helpful(outcome: Outcome, catalogue: Catalogue) -> None:
    after = outcome.conversation
    assert after.state in RESTING
    assert prompt_for(after, catalogue.profile).lines
    (reply,) = outcome.replies
    assert reply.options or reply.asks_location, "no way on or out"
    for language in LANGUAGES:
        rendered = catalogue.render(reply, language)
        assert rendered.text.strip()
        assert all(len(option.data.encode()) <= 64 for option in rendered.options)
        assert len({option.data for option in rendered.options}) == len(rendered.options)


@pytest.mark.parametrize("kind", INPUTS)
@pytest.mark.parametrize("state", RESTING)
def test_answers_something_helpful(state: State, kind: str, catalogue: Catalogue) -> None:
    outcome = take(state, INPUTS[kind], catalogue)
    if kind in SILENT:
        assert outcome.replies == ()
        assert outcome.conversation.state is state
        return
    assert_helpful(outcome, catalogue)


@pytest.mark.parametrize("kind", INPUTS)
@pytest.mark.parametrize("state", RESTING)
def test_keeps_what_was_told(state: State, kind: str, catalogue: Catalogue) -> None:
    before = standing_in(state)
    after = take(state, INPUTS[kind], catalogue).conversation
    told = [draft.number for draft in (*before.shelf, before.draft) if draft]
    kept = {draft.number: draft for draft in (*after.shelf, after.draft) if draft}
    assert set(told) <= set(kept)
    if before.draft and kind != "edit of the draft":
        assert kept[7].description.startswith(STORY) or state is State.DESCRIPTION
        assert kept[7].attachments[:1] == before.draft.attachments[:1]


@pytest.mark.parametrize("state", RESTING)
def test_every_shown_option_is_understood(state: State, catalogue: Catalogue) -> None:
    stale = catalogue.text(m.line("said.stale"), "id")
    for option in prompt_for(standing_in(state), catalogue.profile).options:
        outcome = take(state, m.Choice(option.data), catalogue)
        assert_helpful(outcome, catalogue)
        assert stale not in catalogue.render(outcome.replies[0], "id").text, option.data


@pytest.mark.parametrize("state", RESTING)
def test_a_typed_label_does_what_its_button_does(state: State, catalogue: Catalogue) -> None:
    for option in prompt_for(standing_in(state), catalogue.profile).options:
        pressed = take(state, m.Choice(option.data), catalogue)
        typed = take(state, m.Text(catalogue.text(option.label, "id").upper()), catalogue)
        assert without_sources(typed.conversation) == without_sources(pressed.conversation), option.data
        assert (typed.replies, typed.effects) == (pressed.replies, pressed.effects), option.data


@pytest.mark.parametrize("state", RESTING)
def test_there_is_a_way_out_of_every_state(state: State, catalogue: Catalogue) -> None:
    verbs = {
        o.data.partition("|")[0].partition(":")[0] for o in prompt_for(standing_in(state), catalogue.profile).options
    }
    assert verbs & {"cancel", "discard", "begin", "keep", "not_now"}


@pytest.mark.parametrize("state", RESTING)
def test_files_are_deleted_only_when_a_draft_is_dropped(state: State, catalogue: Catalogue) -> None:
    for incoming in INPUTS.values():
        for effect in take(state, incoming, catalogue).effects:
            if isinstance(effect, DropAttachments):  # only what was sent where no file is wanted
                assert isinstance(incoming, m.Media)
                assert effect.ids == (incoming.file_id,)
