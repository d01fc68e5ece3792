"""When a complainant is reminded of a question, and how it is asked again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Question
from conversations.deadlines import due_at, is_working_day
from conversations.notices import remind_of_question
from conversations.profile import Profile, Stage
from conversations.question_reminders import reminder_at
from conversations.report import ReportClass
from conversations.state import State
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in

FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", range(28))
def test_the_reminder_comes_on_a_working_morning_well_before_the_limit(profile: Profile, days: int) -> None:
    asked = FRIDAY + timedelta(days=days)
    due = due_at(profile, ReportClass.COMPLAINT, Stage.ANSWER, asked)
    at = reminder_at(asked, due, profile)
    assert at is not None
    assert due is not None
    local = at.astimezone(ZoneInfo(profile.office.timezone))
    assert local.hour == profile.patience.day_begins_hour
    assert is_working_day(local.date(), profile)
    assert asked < at < due - timedelta(days=2)


def test_a_short_limit_is_reminded_of_on_a_later_day_than_the_question(profile: Profile) -> None:
    due = FRIDAY + timedelta(days=3, hours=14)  # the last hours of the Monday
    at = reminder_at(FRIDAY, due, profile)
    assert at is not None
    assert at.date() == datetime(2026, 11, 23, tzinfo=UTC).date()


def test_nobody_is_reminded_on_the_day_of_the_question(profile: Profile) -> None:
    assert reminder_at(FRIDAY, FRIDAY + timedelta(hours=14), profile) is None


def test_a_question_without_a_limit_is_not_reminded_of(profile: Profile) -> None:
    assert reminder_at(FRIDAY, None, profile) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agency", ["dishub", ""])
def test_the_question_is_asked_again_with_its_last_day(catalogue: Catalogue, agency: str, language: str) -> None:
    [told] = remind_of_question(standing_in(State.IDLE), replace(REPORT, agency=agency), NOW).replies
    text = catalogue.render(told, language).text
    assert RECEIPT in text
    assert REPORT.question in text
    assert "2026" in text
    assert told.options[0].data == f"answer:{RECEIPT}"


def test_a_question_that_was_put_off_waits_for_an_answer_again() -> None:
    after = remind_of_question(standing_in(State.IDLE), REPORT, NOW).conversation
    assert (after.state, after.about) == (State.ANSWERING, RECEIPT)
    assert after.questions == (Question(RECEIPT, REPORT.question, REPORT.agency),)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.IDLE, State.NEXT)])
def test_whoever_is_busy_keeps_their_place(state: State) -> None:
    before = standing_in(state)
    after = remind_of_question(before, REPORT, NOW).conversation
    assert (after.state, after.draft, after.about) == (state, before.draft, before.about)
