"""What shows that a represented person agrees, and to what."""

from dataclasses import replace

import pytest

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.effects import DropAttachments, SendReport
from conversations.lost_files import LostFile, lose_files
from conversations.messages import MediaKind, Refusal
from conversations.prompts import prompt_for
from conversations.report import Attachment, ConsentKind, Visibility
from conversations.state import State
from conversations.volunteering import Consent, Represented
from tests.conversations.filing import CATALOGUE, NAMES, SLIP, agreed, in_review, take
from tests.conversations.standing import NOW, RECEIPT, standing_in


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


@pytest.mark.parametrize("shows_consent", [True, False])
def test_a_photographed_form_is_kept_with_the_report_only_where_it_shows_the_consent(shows_consent: bool) -> None:
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    draft = agreed(replace(asked.draft, form=SLIP), evidence=SLIP if shows_consent else None)
    outcome = take(replace(asked, state=State.REVIEW, draft=draft), m.Text("Kirim"))
    assert any(isinstance(each, SendReport) for each in outcome.effects)
    dropped = [each for each in outcome.effects if isinstance(each, DropAttachments)]
    assert dropped == ([] if shows_consent else [DropAttachments((SLIP.id,))])
