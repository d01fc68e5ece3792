"""An edit goes where the message went that it edits, and tells no office what it must not know."""

from dataclasses import replace

import pytest

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation, Field, Told
from conversations.effects import SendResponse
from conversations.known import Known
from conversations.messages import Chat, Choice, Edited, Incoming, Media, MediaKind, Received
from conversations.report import Attachment, Visibility
from conversations.state import State
from conversations.status import KnownReport, Status
from conversations.step import Outcome
from conversations.told_of import MOST_EARLIER, MOST_KEYS, report_told_in, sent_off, told_more
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in


def take(conversation: Conversation, incoming: Incoming, catalogue: Catalogue, *known: KnownReport) -> Outcome:
    received = Received(Chat("test", "1"), "now", NOW, incoming)
    return take_turn(conversation, received, Given(NOW, catalogue, "KTM-1111-1111", Known(known or (REPORT,))))


def sent_with(visibility: Visibility, catalogue: Catalogue) -> Conversation:
    before = standing_in(State.REVIEW)
    assert before.draft
    answers = (("named", Field.NAME), ("reached", Field.CONTACT), ("placed", Field.LANDMARK))
    draft = replace(before.draft, visibility=visibility, sources=answers)
    return take(replace(before, draft=draft), Choice("send|7.review"), catalogue).conversation


def added(after: Outcome) -> list[str]:
    return [effect.text for effect in after.effects if isinstance(effect, SendResponse)]


@pytest.mark.parametrize("key", ["named", "reached"])
def test_a_name_that_is_edited_after_an_anonymous_report_was_sent_is_not_handed_on(
    key: str, catalogue: Catalogue
) -> None:
    report = replace(REPORT, receipt="KTM-1111-1111", status=Status.RECEIVED)
    for visibility, number in ((Visibility.ANONYMOUS, 0), (Visibility.OPEN, 1)):
        after = take(sent_with(visibility, catalogue), Edited(key, "Siti Aminah 0812 3456 7890"), catalogue, report)
        assert len(added(after)) == number


def test_an_edited_answer_says_which_one_it_was(catalogue: Catalogue) -> None:
    report = replace(REPORT, receipt="KTM-1111-1111", status=Status.RECEIVED)
    after = take(sent_with(Visibility.ANONYMOUS, catalogue), Edited("placed", "depan masjid"), catalogue, report)
    assert added(after) == ["Lokasi: depan masjid"]


def test_a_report_that_is_no_longer_known_takes_no_edit(catalogue: Catalogue) -> None:
    other = replace(REPORT, receipt="KTM-2222-2222")
    assert added(take(standing_in(State.IDLE), Edited("sent", "dua tiang"), catalogue, other)) == []
    assert added(take(standing_in(State.IDLE), Edited("sent", "dua tiang"), catalogue)) == ["dua tiang"]


def test_words_that_told_the_story_with_a_photo_change_in_both_places(catalogue: Catalogue) -> None:
    photo = Media("f1", MediaKind.PHOTO, "Pohon tumbang di jalan poros")
    told = take(Conversation(), photo, catalogue).conversation
    after = take(told, Edited("now", "Pohon tumbang di jalan desa"), catalogue).conversation
    assert after.draft
    assert after.draft.told == (Told("now", "Pohon tumbang di jalan desa"),)
    assert after.draft.attachments == (Attachment("f1", MediaKind.PHOTO, "Pohon tumbang di jalan desa"),)


def test_of_many_reports_and_messages_the_latest_are_remembered() -> None:
    conversation = standing_in(State.REVIEW)
    assert conversation.draft
    for number in range(2 * MOST_EARLIER):
        told = replace(conversation.draft, told=(Told(f"m{number}", "a"),))
        conversation = replace(sent_off(conversation, told, f"KTM-{number}"), draft=told)
    for number in range(2 * MOST_KEYS):
        conversation = told_more(conversation, RECEIPT, f"k{number}")
    assert report_told_in(conversation, "m0") is None
    assert report_told_in(conversation, "k0") is None
    for key, receipt in (("m9", "KTM-9"), ("m6", "KTM-6"), (f"k{2 * MOST_KEYS - 1}", RECEIPT)):
        found = report_told_in(conversation, key)
        assert found
        assert found.receipt == receipt
    assert len(conversation.earlier) == MOST_EARLIER
