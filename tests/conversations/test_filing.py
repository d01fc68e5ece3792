"""A volunteer files for somebody else: whatever is said and pressed, only what that person agreed to is sent."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation, Draft, Field
from conversations.effects import DropAttachments, SendReport
from conversations.known import Known
from conversations.lost_files import LostFile, lose_files
from conversations.machine import TRIGGERS
from conversations.messages import Chat, MediaKind, Received, Refusal
from conversations.prompts import prompt_for
from conversations.report import Attachment, ConsentKind, Visibility
from conversations.state import State
from conversations.step import LONGEST_ON_ITS_WAY, Outcome
from conversations.telephone import read_phone
from conversations.turn import Given, take_turn
from conversations.volunteering import Consent, Represented
from tests.conversations.inputs import INPUTS
from tests.conversations.standing import NOW, RECEIPT, REPORT, VOLUNTEERING, standing_in

CATALOGUE = load_catalogue(load_profile("kutai-timur"))
NAMES = ("Minah Lestari", "Wati Kusuma")
SLIP = Attachment("slip", MediaKind.PHOTO)


def take(conversation: Conversation, incoming: m.Incoming, key: str = "now", ago: timedelta = timedelta()) -> Outcome:
    received = Received(Chat("test", "1"), key, NOW - ago, incoming)
    return take_turn(conversation, received, Given(NOW, CATALOGUE, RECEIPT, Known((REPORT,))))


def agreed(draft: Draft, covers: Visibility = Visibility.OPEN, evidence: Attachment | None = None) -> Draft:
    consent = Consent(ConsentKind.SIGNED_SLIP, NOW, covers, evidence)
    settled = (*draft.settled, Field.PERSON_CONSENT)
    return replace(draft, represents=Represented(NAMES[0], consent=consent), settled=settled)


def in_review(**changed: object) -> Conversation:
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    return replace(asked, state=State.REVIEW, draft=replace(agreed(asked.draft), **changed))  # type: ignore[arg-type]


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


# --- the consent ---


def test_the_visibility_that_is_agreed_to_covers_what_hides_more() -> None:
    covered = {
        agreed: {seen for seen in Visibility if Consent(ConsentKind.IN_PERSON, NOW, agreed).allows(seen)}
        for agreed in Visibility
    }
    assert covered[Visibility.OPEN] == set(Visibility)
    assert covered[Visibility.ANONYMOUS] == {Visibility.ANONYMOUS, Visibility.ANONYMOUS_SECRET}
    assert covered[Visibility.SECRET] == {Visibility.SECRET, Visibility.ANONYMOUS_SECRET}
    assert covered[Visibility.ANONYMOUS_SECRET] == {Visibility.ANONYMOUS_SECRET}


def test_a_consent_to_less_is_asked_for_again() -> None:
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    anonymous = agreed(replace(asked.draft, visibility=Visibility.OPEN), covers=Visibility.ANONYMOUS)
    outcome = take(replace(asked, state=State.REVIEW, draft=anonymous), m.Choice("send"))
    assert outcome.effects == ()
    assert outcome.conversation.state is State.PERSON_CONSENT


@pytest.mark.parametrize(
    ("media", "kind"),
    [
        (m.Media("e", MediaKind.VOICE), ConsentKind.VOICE_NOTE),
        (m.Media("e", MediaKind.VIDEO), ConsentKind.VOICE_NOTE),
        (m.Media("e", MediaKind.PHOTO), ConsentKind.SIGNED_SLIP),
        (m.Media("e", MediaKind.DOCUMENT, "", "surat.pdf"), ConsentKind.SIGNED_SLIP),
    ],
)
def test_a_recording_or_a_picture_shows_the_consent_and_is_no_attachment(media: m.Media, kind: ConsentKind) -> None:
    before = standing_in(State.PERSON_CONSENT)
    draft = take(before, media).conversation.draft
    assert draft is not None
    assert before.draft is not None
    assert draft.attachments == before.draft.attachments
    assert draft.represents is not None
    assert draft.represents.consent == Consent(kind, NOW, Visibility.OPEN, draft.evidence)
    assert draft.evidence == Attachment("e", media.kind, "", media.file_name)


def test_the_rest_of_a_set_that_shows_the_consent_goes_nowhere() -> None:
    before = take(standing_in(State.PERSON_CONSENT), m.Media("slip", MediaKind.PHOTO, album="a"), "1").conversation
    assert before.state is State.REVIEW
    outcome = take(before, m.Media("back", MediaKind.PHOTO, album="a"), "2")
    assert outcome.effects == (DropAttachments(("back",)),)
    assert outcome.conversation.draft == before.draft


def test_a_late_picture_taken_for_the_consent_can_be_the_reports_after_all() -> None:
    before = take(standing_in(State.PERSON_CONSENT), m.Media("late", MediaKind.PHOTO, album="a"), "1").conversation
    before = take(before, m.Media("rest", MediaKind.PHOTO, album="a"), "2").conversation
    assert before.draft is not None
    outcome = take(before, m.Choice("of_report"), "3")
    after = outcome.conversation
    assert after.draft is not None
    assert outcome.effects == ()
    assert after.state is State.PERSON_CONSENT
    assert after.draft.evidence is None
    assert after.draft.attachments == (*before.draft.attachments, Attachment("late", MediaKind.PHOTO))
    assert [said.key for said in outcome.replies[0].lines[:2]] == ["said.evidence_moved", "said.send_rest_again"]
    again = take(after, m.Media("again", MediaKind.PHOTO, album="a"), "4").conversation
    assert again.state is State.PERSON_CONSENT
    assert again.draft is not None
    assert [file.id for file in again.draft.attachments][-2:] == ["late", "again"]


def test_what_shows_the_consent_stays_that_where_the_report_has_no_room() -> None:
    full = tuple(Attachment(str(n), MediaKind.PHOTO) for n in range(CATALOGUE.profile.files.max_files))
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    before = in_review(represents=agreed(asked.draft, evidence=SLIP).represents, attachments=full)
    assert not any(option.data.startswith("of_report") for option in prompt_for(before, CATALOGUE.profile).options)
    outcome = take(before, m.Choice("of_report"))
    assert (outcome.effects, outcome.conversation.draft) == ((), before.draft)


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


def test_another_name_is_another_person_who_is_yet_to_agree() -> None:
    slip = replace(
        Represented(NAMES[0], "+6281234567890"), consent=Consent(ConsentKind.SIGNED_SLIP, NOW, evidence=SLIP)
    )
    changing = take(in_review(represents=slip), m.Choice("change")).conversation
    asked = take(changing, m.Choice("field:person_name")).conversation
    outcome = take(asked, m.Text(NAMES[1]))
    assert outcome.effects == (DropAttachments(("slip",)),)
    assert outcome.conversation.draft is not None
    assert outcome.conversation.draft.represents == Represented(NAMES[1])
    assert outcome.conversation.state is State.PERSON_CONTACT


def test_for_oneself_after_all_nothing_of_the_other_is_left() -> None:
    slip = Represented(NAMES[0], consent=Consent(ConsentKind.SIGNED_SLIP, NOW, evidence=SLIP))
    asked = take(take(in_review(represents=slip), m.Choice("change")).conversation, m.Choice("field:for_whom"))
    outcome = take(asked.conversation, m.Choice("for_me"))
    assert outcome.effects == (DropAttachments(("slip",)),)
    assert outcome.conversation.draft is not None
    assert outcome.conversation.draft.represents is None
    assert NAMES[0] not in repr(outcome.conversation.draft)


def test_a_draft_that_is_dropped_takes_the_evidence_along() -> None:
    slip = Represented(NAMES[0], consent=Consent(ConsentKind.SIGNED_SLIP, NOW, evidence=SLIP))
    cancelling = take(in_review(represents=slip), m.Choice("cancel")).conversation
    effects = take(cancelling, m.Choice("discard")).effects
    assert effects == (DropAttachments(("file-0", "slip")),)


def test_evidence_that_could_not_be_fetched_is_asked_for_again() -> None:
    slip = Represented(NAMES[0], consent=Consent(ConsentKind.SIGNED_SLIP, NOW, evidence=SLIP))
    lost = [LostFile("slip", MediaKind.PHOTO, Refusal.GONE)]
    outcome = lose_files(in_review(represents=slip), lost, CATALOGUE)
    assert outcome.conversation.state is State.PERSON_CONSENT
    assert outcome.effects == (DropAttachments(("slip",)),)


def test_evidence_of_a_sent_report_that_is_lost_is_told_and_never_offered_as_an_addition(catalogue: Catalogue) -> None:
    lost = [LostFile("slip", MediaKind.PHOTO, Refusal.GONE, receipt=RECEIPT, is_evidence=True)]
    [told] = lose_files(standing_in(State.IDLE), lost, catalogue).replies
    assert told.options == ()
    assert [each.key for each in told.lines] == ["notice.evidence_lost"]


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


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("hp: 0812.3456.7890", "+6281234567890"),
        ("(0549) 2034567", "+625492034567"),
        ("+60 12-345 6789", "+60123456789"),
        ("0812 345", ""),
        ("0812 3456 7890 / 0813 1111 2222", ""),
        ("tidak punya", ""),
        ("112", ""),
        ("", ""),
        ("8" * 100, ""),
    ],
)
def test_reads_telephone_numbers_as_people_write_them(typed: str, number: str) -> None:
    assert read_phone(typed) == number


@pytest.mark.parametrize("state", [State.ANSWERING, State.ADDING, State.NOT_SOLVED])
def test_who_was_writing_about_a_report_that_is_refused_in_the_group_is_not_asked_to_go_on(state: State) -> None:
    writing = Conversation(state, about=REPORT.receipt, volunteering=VOLUNTEERING)
    refuses = Received(Chat("test", "1"), "now", NOW, m.GroupAnswer("-50", "81", 1, 1, "n"))
    filed = replace(REPORT, filed_for=NAMES[0])
    outcome = take_turn(writing, refuses, Given(NOW, CATALOGUE, RECEIPT, Known((filed,))))
    assert (outcome.conversation.state, outcome.conversation.about) == (State.IDLE, "")
    assert [each.key for reply in outcome.replies for each in reply.lines] == ["said.refused_sent"]


@pytest.mark.parametrize("shows_consent", [True, False])
def test_a_photographed_form_is_kept_with_the_report_only_where_it_shows_the_consent(shows_consent: bool) -> None:
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    draft = agreed(replace(asked.draft, form=SLIP), evidence=SLIP if shows_consent else None)
    outcome = take(replace(asked, state=State.REVIEW, draft=draft), m.Text("Kirim"))
    assert any(isinstance(each, SendReport) for each in outcome.effects)
    dropped = [each for each in outcome.effects if isinstance(each, DropAttachments)]
    assert dropped == ([] if shows_consent else [DropAttachments((SLIP.id,))])
