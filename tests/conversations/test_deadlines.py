"""Until when a stage may last. Indonesia's holidays are those of the ministers' joint decree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.deadlines import (
    day_count,
    due,
    due_at,
    is_working_day,
    limit_for,
    soon_until,
    working_day_before,
    working_days_between,
)
from conversations.profile import Limit, Profile, Stage
from conversations.report import ReportClass

MAKASSAR = ZoneInfo("Asia/Makassar")


@pytest.fixture(scope="session")
def office(profile: Profile) -> Profile:
    """Kutai Timur's office, with no days off of its own."""
    return replace(profile, days_off=())


def working_days(days: int) -> Limit:
    return Limit(ReportClass.COMPLAINT, Stage.VERIFICATION, days, working_days=True, source="LAPOR!")


def calendar_days(days: int) -> Limit:
    return Limit(ReportClass.COMPLAINT, Stage.HANDLING, days, working_days=False, source="Diskominfo")


def at(day: str, hour: int = 10) -> datetime:
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=MAKASSAR)


def last_day(started: str, limit: Limit, profile: Profile) -> str:
    return due(at(started), limit, profile).date().isoformat()


@pytest.mark.parametrize(
    ("started", "days", "last"),
    [
        ("2026-11-16", 3, "2026-11-19"),  # Monday to Thursday
        ("2026-11-19", 3, "2026-11-24"),  # over a weekend
        ("2026-11-21", 3, "2026-11-25"),  # begun on a Saturday
        ("2026-11-22", 1, "2026-11-23"),  # begun on a Sunday
        ("2026-08-14", 1, "2026-08-18"),  # Friday; Monday is 17 August
        ("2026-03-18", 2, "2026-03-23"),  # Nyepi, then Idulfitri on Saturday and Sunday
        ("2026-05-26", 3, "2026-06-02"),  # Iduladha, Waisak on a Sunday, Pancasila on a Monday
        ("2025-12-24", 5, "2026-01-02"),  # Christmas and New Year's Day, over the year's end
        ("2026-11-16", 60, "2027-02-11"),  # without Christmas, New Year's Day and Isra Mikraj
        ("2026-11-16", 0, "2026-11-16"),
    ],
)
def test_working_days_leave_out_weekends_and_national_holidays(
    started: str, days: int, last: str, office: Profile
) -> None:
    assert last_day(started, working_days(days), office) == last


@pytest.mark.parametrize(
    ("started", "days", "last"),
    [("2026-11-16", 30, "2026-12-16"), ("2026-12-15", 30, "2027-01-14"), ("2026-08-07", 10, "2026-08-17")],
)
def test_other_limits_count_every_day(started: str, days: int, last: str, office: Profile) -> None:
    assert last_day(started, calendar_days(days), office) == last


def test_the_office_s_days_off_are_left_out_too(office: Profile) -> None:
    closed = replace(office, days_off=(date(2026, 11, 17), date(2026, 11, 18)))
    assert last_day("2026-11-16", working_days(3), closed) == "2026-11-23"


def test_the_joint_leave_of_the_real_profile_is_left_out(profile: Profile) -> None:
    """Wednesday 18 to Tuesday 24 March 2026 are Nyepi, Idulfitri, a weekend and the leave around them."""
    assert last_day("2026-03-17", working_days(1), profile) == "2026-03-25"


def test_a_limit_ends_with_the_last_second_of_the_day_where_the_office_is(office: Profile) -> None:
    end = due(at("2026-11-16"), working_days(3), office)
    assert end == datetime(2026, 11, 19, 23, 59, 59, tzinfo=MAKASSAR)
    assert end.utcoffset() == timedelta(hours=8)


def test_late_in_the_evening_in_greenwich_it_is_the_next_day_at_the_office(office: Profile) -> None:
    evening = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert due(evening, working_days(1), office).date() == date(2026, 11, 17)
    assert due(evening - timedelta(hours=8), working_days(1), office).date() == date(2026, 11, 16)


def test_an_office_further_east_has_its_own_midnight(office: Profile) -> None:
    jayapura = replace(office, office=replace(office.office, timezone="Asia/Jayapura"))
    night = datetime(2026, 11, 15, 15, 30, tzinfo=UTC)
    assert due(night, working_days(1), jayapura).date() == date(2026, 11, 17)
    assert due(night, working_days(1), office).date() == date(2026, 11, 16)


def test_the_limit_is_that_of_the_class_and_the_stage(profile: Profile) -> None:
    limit = limit_for(ReportClass.COMPLAINT, Stage.HANDLING, profile)
    assert limit is not None
    assert (limit.report_class, limit.stage) == (ReportClass.COMPLAINT, Stage.HANDLING)


def test_where_the_office_has_set_no_limit_nothing_is_due(office: Profile) -> None:
    boundless = replace(office, limits=(working_days(3),))
    assert limit_for(ReportClass.COMPLAINT, Stage.ANSWER, boundless) is None
    assert due_at(boundless, ReportClass.COMPLAINT, Stage.ANSWER, at("2026-11-16")) is None
    assert due_at(boundless, ReportClass.COMPLAINT, Stage.VERIFICATION, at("2026-11-16")) == at(
        "2026-11-19", hour=23
    ) + timedelta(minutes=59, seconds=59)


@pytest.mark.parametrize(
    ("today", "number"),
    [
        ("2026-11-19", 0),  # Thursday: the day it began
        ("2026-11-20", 1),
        ("2026-11-21", 1),  # Saturday
        ("2026-11-22", 1),
        ("2026-11-23", 2),
        ("2026-11-27", 6),  # late
        ("2026-11-18", 0),  # a clock that was put back
    ],
)
def test_the_count_of_working_days_stands_still_on_days_off(today: str, number: int, office: Profile) -> None:
    assert day_count(at("2026-11-19"), at(today), working_days(5), office) == number


def test_the_count_of_other_days_goes_on_every_day(office: Profile) -> None:
    assert day_count(at("2026-11-19"), at("2026-11-22"), calendar_days(30), office) == 3
    assert day_count(at("2026-11-19"), at("2026-11-18"), calendar_days(30), office) == 0


def test_on_the_last_day_the_count_is_the_limit(office: Profile) -> None:
    limit = working_days(5)
    assert day_count(at("2026-12-21"), due(at("2026-12-21"), limit, office), limit, office) == 5


def test_the_first_day_does_not_count_and_the_last_one_does(office: Profile) -> None:
    assert working_days_between(date(2026, 11, 16), date(2026, 11, 20), office) == 4
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20), office) == 0
    assert working_days_between(date(2026, 11, 21), date(2026, 11, 20), office) == 0


@given(hours=st.integers(0, 90_000), days=st.integers(1, 90))
def test_the_end_of_a_limit_is_a_working_day_with_as_many_working_days_before_it(
    hours: int, days: int, office: Profile
) -> None:
    started = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    end = due(started, working_days(days), office).date()
    assert is_working_day(end, office)
    assert working_days_between(office.local_date(started), end, office) == days


@pytest.mark.parametrize(
    ("now", "last"),
    [("2026-11-18", "2026-11-19"), ("2026-11-20", "2026-11-23"), ("2026-11-21", "2026-11-23")],
)
def test_soon_is_until_the_next_working_day_ends(office: Profile, now: str, last: str) -> None:
    assert soon_until(at(now), office).isoformat() == f"{last}T23:59:59+08:00"


@pytest.mark.parametrize(
    ("day", "number", "before"),
    [
        ("2026-11-20", 0, "2026-11-20"),
        ("2026-11-20", 2, "2026-11-18"),
        ("2026-11-24", 2, "2026-11-20"),  # over a weekend
        ("2026-11-22", 1, "2026-11-20"),  # from a Sunday
        ("2026-08-18", 1, "2026-08-14"),  # Monday is 17 August
    ],
)
def test_working_days_are_counted_backwards_too(office: Profile, day: str, number: int, before: str) -> None:
    assert working_day_before(date.fromisoformat(day), number, office) == date.fromisoformat(before)
