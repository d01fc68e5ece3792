"""When somebody is told of an update."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conversations.following import Telling
from conversations.notice_times import owner_told_at, told_at
from conversations.profile import NoticeHours, Profile
from conversations.status import Status, StatusUpdate

HERE = ZoneInfo("Asia/Makassar")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


def update(status: Status, due_at: datetime | None = None) -> StatusUpdate:
    return StatusUpdate("u", "KTM-7F3K-9Q2C", 1, status, at(20, 9), due_at=due_at)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(20, 20, 59), at(20, 20, 59)),
        (at(20, 21), at(21, 6)),
        (at(20, 23, 59), at(21, 6)),
        (at(21, 0), at(21, 6)),
        (at(21, 5, 59), at(21, 6)),
        (at(21, 6), at(21, 6)),
    ],
    ids=str,
)
def test_nobody_is_told_between_nine_in_the_evening_and_six(profile: Profile, now: datetime, told: datetime) -> None:
    assert told_at(Telling.AT_ONCE, now.astimezone(UTC), profile) == told


@pytest.mark.parametrize(
    ("now", "told"),
    [(at(20, 16, 59), at(20, 17)), (at(20, 17), at(21, 17)), (at(20, 23), at(21, 17)), (at(21, 3), at(21, 17))],
    ids=str,
)
def test_a_digest_comes_at_its_next_hour(profile: Profile, now: datetime, told: datetime) -> None:
    assert told_at(Telling.DAILY, now, profile) == told


def test_an_office_may_have_no_quiet_hours_or_some_in_one_day(profile: Profile) -> None:
    never = replace(profile, notice_hours=NoticeHours(quiet_from=0, quiet_until=0))
    at_noon = replace(profile, notice_hours=NoticeHours(quiet_from=11, quiet_until=14))

    assert told_at(Telling.AT_ONCE, at(20, 0), never) == at(20, 0)
    assert [told_at(Telling.AT_ONCE, at(20, hour), at_noon) for hour in (10, 11, 13, 14, 23)] == [
        at(20, hour) for hour in (10, 14, 14, 14, 23)
    ]


def test_a_complainant_who_has_just_written_is_told_at_night(profile: Profile) -> None:
    night, verified = at(20, 23), update(Status.VERIFIED)

    told = [
        owner_told_at(verified, Telling.AT_ONCE, heard_at, night, profile)
        for heard_at in (night - timedelta(minutes=59), night - timedelta(hours=1), None)
    ]

    assert told == [night, at(21, 6), at(21, 6)]


@pytest.mark.parametrize("telling", Telling)
def test_a_question_reaches_the_complainant_whatever_they_chose(profile: Profile, telling: Telling) -> None:
    night, limited = at(20, 23), update(Status.QUESTION, at(30, 9))

    assert owner_told_at(limited, telling, None, night, profile) == night
    assert owner_told_at(update(Status.QUESTION), telling, None, night, profile) == at(21, 6)
    assert owner_told_at(update(Status.QUESTION), telling, None, at(20, 9), profile) == at(20, 9)


def test_whoever_muted_a_report_is_told_of_nothing_else(profile: Profile) -> None:
    assert owner_told_at(update(Status.CLOSED), Telling.NEVER, at(20, 9), at(20, 9), profile) is None
