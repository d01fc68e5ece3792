"""Every state answers every kind of input, keeps what can be kept, and has a way on or out."""

from dataclasses import replace

import pytest

from conversations import messages as m
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Conversation
from conversations.effects import DropAttachments
from conversations.guards.handing_over import HIDES
from conversations.hearing import COMMANDS, hear_out
from conversations.known import Known
from conversations.lookups import what_it_needs
from conversations.messages import Chat, Received
from conversations.one_time_code import in_groups
from conversations.prompts import prompt_for
from conversations.state import State
from conversations.step import Outcome
from conversations.turn import Given, take_turn
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

INPUTS: dict[str, m.Incoming] = {
    "text": m.Text("Selokan di samping rumah tersumbat dan bau sekali"),
    "word": m.Text("hmm"),
    "emoji": m.Text("😡😡"),
    "empty": m.Text("\u202e\x00 "),
    "greeting": m.Text("Assalamualaikum"),
    "thanks": m.Text("terima kasih"),
    "html": m.Text("<script>alert(1)</script> {0} {text} %s"),
    "long": m.Text("jalan rusak " * 9_000),
    "receipt": m.Text(RECEIPT),
    "slash": m.Text("/entah"),
    "option": m.Choice("class:complaint"),
    "stale option": m.Choice("send|3.review"),
    "nonsense option": m.Choice("\x00|;--"),
    "wrong value": m.Choice("district:99.99"),
    "photo": m.Media("f1", m.MediaKind.PHOTO),
    "photo with words": m.Media("f2", m.MediaKind.PHOTO, "Pohon tumbang di jalan poros"),
    "document": m.Media("f3", m.MediaKind.DOCUMENT, "", "surat.pdf"),
    "voice": m.Media("f4", m.MediaKind.VOICE),
    "video": m.Media("f5", m.MediaKind.VIDEO),
    "refused": m.RefusedMedia(m.Refusal.TOO_LARGE),
    "refused with words": m.RefusedMedia(m.Refusal.WRONG_TYPE, "Pohon tumbang di jalan poros"),
    "location": m.Location(0.5, 117.53),
    "location elsewhere": m.Location(-6.2, 106.8),
    "location nowhere": m.Location(999.0, float("nan")),
    "contact": m.Contact("Budi", "+62 812 3456 7890"),
    "edit of the draft": m.Edited("told", "Lampu jalan depan sekolah mati"),
    "edit of the sent": m.Edited("sent", "Ada dua tiang"),
    "edit of nothing": m.Edited("nothing", "apa saja"),
    "sticker": m.Unsupported("sticker"),
    "in a group": m.InGroup(),
    "in a group, unreachable": m.InGroup(is_volunteer=True),
    "overheard": m.Overheard("-50", "12", "g-50m12", "81", "Budi", "Jembatan gantung di hulu desa putus talinya"),
    "overheard photo": m.Overheard("-50", "13", "g-50m13", "81", "Budi", media=(m.Media("f7", m.MediaKind.PHOTO),)),
    "answer in a group": m.GroupAnswer("-50", "81", 7, 1, "y"),
    "refusal in a group": m.GroupAnswer("-50", "81", 99, 1, "n"),
    "venue": m.Location(0.5, 117.53, "Pasar Induk"),
    "picture of a set": m.Media("f6", m.MediaKind.PHOTO, album="a"),
    "blocked": m.Blocked(),
    "unblocked": m.Unblocked(),
    **{f"/{name}": m.Command(name) for name in COMMANDS},
    **{
        verb: m.Choice(f"{verb}:{RECEIPT}")
        for verb in (
            *("status", "answer", "add", "satisfied", "not_solved", "withdraw", "withdraw_now"),
            *("take_back_consent", "take_back_consent_now", "in_care_open"),
        )
    },
    "next report": m.Choice("next_report"),
    "in care": m.Command("binaan", "minah"),
    "in care by village": m.Choice("in_care_by:village"),
    "in care of a status": m.Choice("in_care_only:status:verified"),
    "next page in care": m.Choice("in_care_page:1"),
    "wrong page in care": m.Choice("in_care_page:²"),
    "told of care": m.Choice("care_at_once"),
    "unshelve": m.Choice("unshelve:5"),
    "speak": m.Choice("speak:en"),
    "table": m.Media("f7", m.MediaKind.DOCUMENT, "", "daftar.xlsx"),
    **{verb: m.Choice(f"{verb}:3") for verb in ("list_send", "list_mend", "list_drop", "list_template")},
    "choice for a row": m.Choice("list_value:12=64.08.04.1003"),
    "choice for another row": m.Choice("list_leave_out:11"),
    "invited": m.Command("start", f"kim_{INVITATION.code}"),
    "not invited": m.Command("relawan", "entah"),
    "named": m.Text("Budi Santoso"),
    "stops": m.Choice("stop_now"),
    "slip": m.Command("start", f"serah_{HANDOVER.code}"),
    "typed slip": m.Text(in_groups(HANDOVER.code)),
    "wrong slip": m.Text("7F3K-9Q2C-0M4X"),
    "takes over": m.Choice(f"take_over:{HANDOVER.code}"),
    "takes over nothing": m.Choice("take_over:"),
    "checks a slip": m.Command("cekslip", f"{RECEIPT} Teluk Lingga"),
    **{
        verb: m.Choice(f"{verb}:{RECEIPT}")
        for verb in ("hand_over", "slips", "helper", "helper_steps", "helper_nothing", "hide", *HIDES)
    },
}


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
