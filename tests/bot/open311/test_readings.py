"""Whatever a server answers is read, or is said to be unreadable; nothing else comes of it."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backends.open311 import readings
from bot.backends.open311.hearing import news_in_request, news_in_update
from bot.backends.open311.readings import Item, Posted, Unreadable
from bot.backends.open311.statuses import in_neutral_words, meaning_of, reopens
from bot.backends.open311.windows import asked_after, next_window
from bot.profile import load_profile
from conversations.status import Status
from storage.polls import Asked

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NAMES = (
    "service_request_id",
    "token",
    "update_id",
    "service_code",
    "metadata",
    "status",
    "status_notes",
    "agency_responsible",
    "updated_datetime",
    "expected_datetime",
    "attributes",
    "code",
    "required",
    "description",
)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
)
PROFILE = load_profile("kutai-timur")


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), values), max_size=3))
def test_any_fields_of_any_type_are_read(told: list[Item]) -> None:
    for item in readings.items_in(msgspec.json.encode(told)):
        readings.service(item)
        readings.posted(item)
        list(readings.attributes_in(item))
        if update := readings.request_update(item):
            assert update.request_id
            assert len(news_in_update(update).update_id) <= readings.LONGEST_ID
        if request := readings.service_request(item):
            assert request.id
            assert len(news_in_request(request, NOW, PROFILE).seen) <= 48


@given(st.binary())
def test_any_bytes_are_read_or_unreadable(body: bytes) -> None:
    try:
        items = readings.items_in(body)
    except Unreadable:
        return
    assert all(isinstance(item, dict) for item in items)


@pytest.mark.parametrize(
    "body",
    [
        b'[{"service_request_id": "7"}]',
        b'[{"service_request_id": 7, "token": null}]',
        b'{"service_requests": [{"service_request_id": 7.0}]}',
        b'{"service_requests": {"request": [{"service_request_id": " 7 "}]}, "total": 1}',
        b'{"service_request_id": 7, "service_notice": ""}',
    ],
)
def test_an_id_is_the_same_in_whatever_it_comes(body: bytes) -> None:
    [item] = readings.items_in(body)
    assert readings.posted(item) == Posted("7")


@pytest.mark.parametrize("body", [b"", b"<html>", b'[{"service_request_id": ', b"[" * 5_000])
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        readings.items_in(body)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("2026-11-20T09:00:00+08:00", NOW),
        ("2026-11-20T01:00:00Z", NOW),
        ("2026-11-20T01:00:00.123456Z", NOW.replace(microsecond=123456)),
        ("2026-11-20T01:00:00.123+00:00", NOW.replace(microsecond=123000)),
        ("2026-11-20T01:00:00", NOW),
        ("yesterday", None),
        ("", None),
        (1763600400, None),
    ],
)
def test_a_moment_is_read_with_or_without_its_zone_and_fractions(told: object, meant: datetime | None) -> None:
    assert readings.moment(told) == meant


@pytest.mark.parametrize(
    ("told", "meant"), [("true", True), ("False", False), ("1", True), (True, True), (None, False)]
)
def test_a_boolean_may_be_a_word(told: object, meant: bool) -> None:
    assert readings.is_true(told) is meant


def test_broken_letters_cost_no_more_than_themselves() -> None:
    [item] = readings.items_in(b'[{"service_request_id": 7, "description": "a\\ud800b\\u0000c \xff"}]')
    assert readings.text_of(item, "description") == "a?bc \ufffd"


def test_the_words_of_an_error_stay_with_the_server() -> None:
    assert readings.codes_in(b'[{"code": 400, "description": "Siti Aminah is unknown"}]') == ("400",)
    assert readings.codes_in(b'{"code": "403", "detail": "no"}') == ("403",)
    assert readings.codes_in(b"<html>") == ()


@given(st.text())
def test_a_word_that_nobody_knows_is_no_step(word: str) -> None:
    if in_neutral_words(word):
        assert meaning_of(word) is Status.OTHER
        assert not reopens(word)


def test_a_window_reaches_two_hours_back_and_once_a_day_a_whole_day() -> None:
    first = next_window(Asked(), NOW)
    assert (NOW - first.begin).total_seconds() == 24 * 3600
    later = NOW.replace(minute=1)
    second = next_window(asked_after(Asked(), first), later)
    assert (later - second.begin).total_seconds() == 2 * 3600 + 60
    tomorrow = NOW.replace(day=21)
    assert next_window(Asked(tomorrow, NOW), tomorrow).begin == NOW


def test_a_window_never_spans_more_than_the_specification_allows() -> None:
    long_ago = NOW.replace(year=2025)
    assert (NOW - next_window(Asked(long_ago, long_ago), NOW).begin).days < 90


def test_a_long_window_is_asked_for_day_by_day_without_a_gap() -> None:
    long_ago = NOW - timedelta(days=10)
    window = next_window(Asked(long_ago, long_ago), NOW)

    days = list(window.days())

    assert (days[0][0], days[-1][1]) == (window.begin, NOW)
    assert [end for _, end in days[:-1]] == [begin for begin, _ in days[1:]]
    assert max(end - begin for begin, end in days) == timedelta(days=1)
