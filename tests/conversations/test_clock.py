"""Which day of its limit a report is in."""

from datetime import UTC, datetime, timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.clock import Running, beginnings, clock_line, running_limit
from conversations.deadlines import due_at
from conversations.history import history_lines
from conversations.profile import Profile, Stage
from conversations.report import ReportClass
from conversations.status import Event, KnownReport, Status

COMPLAINT = ReportClass.COMPLAINT
SENT = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)  # a Thursday
FORWARDED = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # a Friday, nine in the morning at the office


def running(profile: Profile, now: datetime, status: Status = Status.FORWARDED) -> Running | None:
    stage = Stage.FIRST_FOLLOW_UP if status is Status.FORWARDED else Stage.HANDLING
    begun = FORWARDED if status is Status.FORWARDED else SENT
    due = due_at(profile, COMPLAINT, stage, begun)
    return running_limit(COMPLAINT, status, due, (SENT, FORWARDED), now, profile)


@pytest.mark.parametrize(
    ("after_days", "said"),
    [
        (0, "Batasnya 5 hari kerja (menurut LAPOR!)."),
        (2, "Batasnya 5 hari kerja (menurut LAPOR!)."),
        (3, "Hari kerja ke-1 dari 5 (menurut LAPOR!)."),
        (6, "Hari kerja ke-4 dari 5 (menurut LAPOR!)."),
        (7, "Hari kerja ke-5 dari 5 (menurut LAPOR!)."),
        (8, "Batas 5 hari kerja (menurut LAPOR!) sudah lewat."),
    ],
)
def test_working_days_are_counted_from_the_day_after(
    catalogue: Catalogue, profile: Profile, after_days: int, said: str
) -> None:
    found = running(profile, FORWARDED + timedelta(days=after_days))
    assert found is not None
    assert catalogue.text(clock_line(found), "id") == said


def test_other_limits_count_every_day_from_when_the_report_came(catalogue: Catalogue, profile: Profile) -> None:
    found = running(profile, FORWARDED + timedelta(days=1), Status.FOLLOWED_UP)
    assert found is not None
    assert catalogue.text(clock_line(found), "en") == "Day 2 of 30 (named by Diskominfo Kutai Timur)."


def test_a_day_that_the_backend_has_chosen_by_a_rule_of_its_own_is_not_counted(profile: Profile) -> None:
    due = FORWARDED + timedelta(days=2)
    assert running_limit(COMPLAINT, Status.FORWARDED, due, (SENT, FORWARDED), FORWARDED, profile) is None


@pytest.mark.parametrize("status", [status for status in Status if status.is_final])
def test_nothing_runs_in_a_closed_report(profile: Profile, status: Status) -> None:
    assert running_limit(COMPLAINT, status, FORWARDED, (SENT,), FORWARDED, profile) is None


def test_an_event_that_is_yet_to_come_has_begun_nothing(profile: Profile) -> None:
    due = due_at(profile, COMPLAINT, Stage.FIRST_FOLLOW_UP, FORWARDED)
    assert running_limit(COMPLAINT, Status.FORWARDED, due, (FORWARDED,), FORWARDED - timedelta(days=1), profile) is None


def test_the_complainant_sees_the_day_beside_the_deadline(catalogue: Catalogue, profile: Profile) -> None:
    history = (Event(SENT, Status.RECEIVED), Event(FORWARDED, Status.FORWARDED, agency="dishub"))
    due = due_at(profile, COMPLAINT, Stage.FIRST_FOLLOW_UP, FORWARDED)
    report = KnownReport("KTM-7F3K-9Q2C", "Lampu mati", Status.FORWARDED, SENT, due_at=due, history=history)
    lines = [catalogue.text(each, "id") for each in history_lines(report, FORWARDED + timedelta(days=6), profile)]
    deadline = lines.index("Paling lambat Jumat, 27 November 2026, instansi menindaklanjuti.")
    assert lines[deadline + 1] == "Hari kerja ke-4 dari 5 (menurut LAPOR!)."


def test_a_limit_may_begin_with_any_event_and_with_the_sending() -> None:
    assert beginnings(SENT, (Event(FORWARDED, Status.FORWARDED),)) == (SENT, FORWARDED)
