"""An idle draft is reminded of once, in the daytime; put away; and in the end deleted."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.conversation import Conversation
from conversations.effects import DropAttachments
from conversations.profile import Profile
from conversations.reminders import wake, wake_at
from conversations.state import State
from tests.conversations.standing import NOW, standing_in


def idle_since(moment: datetime, state: State = State.EVENT_DATE) -> Conversation:
    return replace(standing_in(state), heard_at=moment)


def reminded(conversation: Conversation) -> Conversation:
    return replace(conversation, is_reminded=True)


@pytest.mark.parametrize("hours", range(24))
def test_is_reminded_in_the_daytime_whenever_it_was_left(profile: Profile, hours: int) -> None:
    left = NOW + timedelta(hours=hours)
    due = wake_at(idle_since(left), profile)
    assert due is not None
    assert due >= left + timedelta(hours=profile.patience.remind_after_hours)
    assert due <= left + timedelta(hours=profile.patience.remind_after_hours + 24)
    local = due.astimezone(ZoneInfo(profile.office.timezone))
    assert profile.patience.day_begins_hour <= local.hour < profile.patience.day_ends_hour


def test_is_reminded_once(profile: Profile) -> None:
    due = wake_at(idle_since(NOW), profile)
    assert due is not None
    first = wake(idle_since(NOW), due, profile)
    assert len(first.replies) == 1
    assert first.conversation.is_reminded
    assert wake(first.conversation, due + timedelta(hours=1), profile).replies == ()


def test_nobody_is_reminded_at_night_after_an_outage(profile: Profile) -> None:
    night = NOW + timedelta(days=1, hours=15)  # midnight in Sangatta
    assert wake(idle_since(NOW), night, profile).replies == ()
    assert wake(idle_since(NOW), night + timedelta(hours=9), profile).replies != ()


def test_keeps_its_place_when_reminded(profile: Profile) -> None:
    due = wake_at(idle_since(NOW), profile)
    assert due is not None
    assert wake(idle_since(NOW), due, profile).conversation.state is State.EVENT_DATE


def test_is_put_away_after_the_profiles_days(profile: Profile) -> None:
    conversation = reminded(idle_since(NOW))
    due = wake_at(conversation, profile)
    assert due == NOW + timedelta(days=profile.patience.put_away_after_days)
    after = wake(conversation, due, profile)
    assert after.conversation.state is State.IDLE
    assert after.conversation.draft is None
    assert [draft.number for draft in after.conversation.shelf] == [5, 7]
    assert after.effects == ()


def test_an_answer_waited_for_is_still_waited_for_when_a_draft_is_put_away(profile: Profile) -> None:
    conversation = replace(reminded(idle_since(NOW)), state=State.ANSWERING, about="KTM-0000-0000")
    after = wake(conversation, NOW + timedelta(days=profile.patience.put_away_after_days), profile)
    assert after.conversation.state is State.ANSWERING


def test_drafts_and_their_files_are_deleted_in_the_end(profile: Profile) -> None:
    put_away = replace(idle_since(NOW, State.IDLE), draft=None)
    due = wake_at(put_away, profile)
    assert due == NOW + timedelta(days=profile.patience.delete_after_days)
    after = wake(put_away, due, profile)
    assert after.conversation.shelf == ()
    assert after.effects == (DropAttachments(("file-0",)),)
    assert wake_at(after.conversation, profile) is None


def test_nothing_lies_idle_without_a_draft(profile: Profile) -> None:
    assert wake_at(replace(idle_since(NOW, State.IDLE), shelf=()), profile) is None


def test_comes_too_early_and_changes_nothing(profile: Profile) -> None:
    conversation = idle_since(NOW)
    assert wake(conversation, NOW + timedelta(hours=1), profile).conversation == conversation
