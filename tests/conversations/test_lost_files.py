"""What a person is told of files that could not be fetched, and what stays of them."""

from dataclasses import replace

import pytest

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Conversation, Draft, Field, Told
from conversations.effects import DropAttachments
from conversations.known import Known
from conversations.lost_files import LostFile, lose_files
from conversations.messages import Chat, Choice, Media, MediaKind, Outgoing, Received, Refusal, line
from conversations.report import Attachment
from conversations.state import State
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, RECEIPT, REPORT, STORY, standing_in

PHOTO = LostFile("file-1", MediaKind.PHOTO, Refusal.GONE)
VOICE = LostFile("file-0", MediaKind.VOICE, Refusal.GONE)


def standing_with(*files: Attachment, state: State = State.REVIEW) -> Conversation:
    return with_draft(standing_in(state), attachments=files)


def with_draft(conversation: Conversation, **changes: object) -> Conversation:
    return replace(conversation, draft=replace(draft_of(conversation), **changes))  # type: ignore[arg-type]


def draft_of(conversation: Conversation) -> Draft:
    assert conversation.draft is not None
    return conversation.draft


def photo(caption: str = "") -> Attachment:
    return Attachment("file-1", MediaKind.PHOTO, caption)


def told_in_voice(catalogue: Catalogue, state: State) -> Conversation:
    """The story is in the recording only."""
    words = catalogue.text(line("description.in_recording"), "id")
    return with_draft(standing_in(state), told=(Told("", words),), title="Laporan lewat rekaman suara")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Refusal)
@pytest.mark.parametrize("kind", MediaKind)
def test_why_it_is_not_there_is_said_in_one_message(
    kind: MediaKind, reason: Refusal, language: str, catalogue: Catalogue
) -> None:
    (told,) = lose_files(standing_in(State.REVIEW), [LostFile("file-0", kind, reason)], catalogue).replies
    text = catalogue.render(told, language).text
    assert len(text.splitlines()) == 3
    assert "." in text.splitlines()[1]
    assert "notice." not in text
    assert "said." not in text


def test_of_words_that_never_were_nothing_is_said(catalogue: Catalogue) -> None:
    """A list of a volunteer's, or a form: it was in no draft."""
    lost = LostFile("list", MediaKind.DOCUMENT, Refusal.EMPTY, "daftar.csv")
    (told,) = lose_files(standing_in(State.REVIEW), [lost], catalogue).replies
    assert [each.key for each in told.lines] == ["notice.file_lost_named", "said.refused.empty"]


def test_a_file_with_a_name_is_called_by_it(catalogue: Catalogue) -> None:
    lost = replace(PHOTO, file_name="bukti jalan.zip", reason=Refusal.WRONG_TYPE)
    assert "“bukti jalan.zip”" in said(lose_files(standing_in(State.IDLE), [lost], catalogue).replies, catalogue)


def test_several_files_are_told_of_at_once_and_each_reason_only_once(catalogue: Catalogue) -> None:
    lost = [replace(PHOTO, id=str(n), reason=Refusal.TOO_LARGE if n else Refusal.EMPTY) for n in range(4)]
    replies = lose_files(standing_in(State.IDLE), lost, catalogue).replies
    assert len(replies) == 1
    assert said(replies, catalogue).count("terlalu besar") == 1
    assert "4 berkas" in said(replies, catalogue)


def test_a_lost_file_is_no_longer_in_the_draft_and_its_row_is_dropped(catalogue: Catalogue) -> None:
    stays = Attachment("file-2", MediaKind.PHOTO)
    outcome = lose_files(standing_with(photo(), stays), [PHOTO], catalogue)
    assert draft_of(outcome.conversation).attachments == (stays,)
    assert outcome.effects == (DropAttachments(("file-1",)),)
    assert outcome.conversation.state is State.REVIEW


def test_a_draft_that_was_put_away_loses_it_too(catalogue: Catalogue) -> None:
    before = standing_with()
    before = replace(before, shelf=(replace(draft_of(before), attachments=(photo("di depan pasar"),)),))
    outcome = lose_files(before, [PHOTO], catalogue)
    assert outcome.conversation.shelf[0].attachments == ()
    assert outcome.conversation.shelf[0].description == f"{STORY}\ndi depan pasar"
    assert outcome.effects == (DropAttachments(("file-1",)),)


def test_the_words_that_came_with_it_stay_in_the_story(catalogue: Catalogue) -> None:
    after = lose_files(standing_with(photo("tiang nomor 14 miring")), [PHOTO], catalogue).conversation
    assert draft_of(after).description == f"{STORY}\ntiang nomor 14 miring"


def test_words_that_are_in_the_story_already_are_not_said_twice(catalogue: Catalogue) -> None:
    after = lose_files(standing_with(photo(STORY)), [PHOTO], catalogue).conversation
    assert draft_of(after).description == STORY


def test_words_without_room_in_the_story_keep_their_place_in_the_list_of_files(catalogue: Catalogue) -> None:
    full = "x " * (catalogue.profile.max_description // 2 - 1)
    before = with_draft(standing_with(photo("tiang nomor 14 miring")), told=(Told("told", full),))
    outcome = lose_files(before, [PHOTO], catalogue)
    assert outcome.conversation.draft == before.draft
    assert outcome.effects == ()


@pytest.mark.parametrize("state", [State.CATEGORY, State.REVIEW, State.CHANGING, State.CONSENT])
def test_a_story_that_was_only_in_the_recording_is_asked_for_again(state: State, catalogue: Catalogue) -> None:
    outcome = lose_files(told_in_voice(catalogue, state), [VOICE], catalogue)
    after = draft_of(outcome.conversation)
    assert (outcome.conversation.state, after.told, after.title) == (State.DESCRIPTION, (), "")
    assert Field.DESCRIPTION not in after.settled
    [asked] = outcome.replies
    assert asked.closes_prompt
    assert "ask.description.complaint" in [each.key for each in asked.lines]


def test_a_story_that_is_in_another_recording_too_stays(catalogue: Catalogue) -> None:
    before = told_in_voice(catalogue, State.REVIEW)
    before = with_draft(before, attachments=(*draft_of(before).attachments, Attachment("b", MediaKind.VOICE)))
    after = lose_files(before, [VOICE], catalogue).conversation
    assert (after.state, draft_of(after).told) == (State.REVIEW, draft_of(before).told)


def test_the_words_of_a_lost_recording_become_the_story(catalogue: Catalogue) -> None:
    before = told_in_voice(catalogue, State.REVIEW)
    before = with_draft(before, attachments=(Attachment("file-0", MediaKind.VOICE, "Selokan mampet di RT 3"),))
    after = lose_files(before, [VOICE], catalogue).conversation
    assert (after.state, draft_of(after).description) == (State.REVIEW, "Selokan mampet di RT 3")
    assert Field.DESCRIPTION in draft_of(after).settled


def test_a_report_that_was_sent_goes_on_and_takes_the_file_once_more(catalogue: Catalogue) -> None:
    before = standing_in(State.IDLE)
    outcome = lose_files(before, [replace(PHOTO, receipt=RECEIPT)], catalogue)
    [told] = outcome.replies
    assert RECEIPT in said(outcome.replies, catalogue)
    assert (told.closes_prompt, outcome.effects, outcome.conversation.draft) == (False, (), None)

    adding = turn(outcome.conversation, Choice(told.options[0].data), catalogue)
    assert (adding.state, adding.about) == (State.ADDING, RECEIPT)
    assert turn(adding, Media("file-9", MediaKind.PHOTO), catalogue).state is State.IDLE


def test_files_of_two_reports_are_offered_by_their_numbers(catalogue: Catalogue) -> None:
    lost = [replace(PHOTO, receipt=RECEIPT), replace(VOICE, receipt="KTM-1111-1111")]
    [told] = lose_files(standing_in(State.IDLE), lost, catalogue).replies
    assert [o.label for o in catalogue.render(told, "id").options] == [RECEIPT, "KTM-1111-1111"]


@pytest.mark.parametrize("state", [state for state in State if state is not State.NEXT])
def test_wherever_the_conversation_stands_it_stays_when_the_story_does(state: State, catalogue: Catalogue) -> None:
    before = standing_in(state)
    after = lose_files(before, [VOICE, replace(PHOTO, receipt=RECEIPT)], catalogue).conversation
    assert (after.state, after.about, after.questions) == (before.state, before.about, before.questions)


def turn(conversation: Conversation, incoming: Choice | Media, catalogue: Catalogue) -> Conversation:
    received = Received(Chat("test", "1"), "k", NOW, incoming)
    return take_turn(conversation, received, Given(NOW, catalogue, "KTM-2222-2222", Known((REPORT,)))).conversation


def said(replies: tuple[Outgoing, ...], catalogue: Catalogue) -> str:
    return "\n".join(catalogue.render(reply, "id").text for reply in replies)
