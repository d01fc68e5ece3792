from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.retry import LONGEST_WAIT, SPREAD, retry_decision

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def waits(*attempts: int) -> list[float]:
    return [(retry_decision(n, None, NOW) - NOW).total_seconds() for n in attempts]


def test_each_wait_is_twice_the_last_until_the_longest() -> None:
    assert waits(1, 2, 3, 4) == [1, 2, 4, 8]
    assert waits(9, 10, 500) == [256, 300, 300]


def test_it_is_never_tried_before_the_time_that_the_other_side_named() -> None:
    assert retry_decision(1, timedelta(seconds=40), NOW) == NOW + timedelta(seconds=40)


def test_a_short_time_named_by_the_other_side_does_not_shorten_the_wait() -> None:
    assert retry_decision(5, timedelta(seconds=1), NOW) == NOW + timedelta(seconds=16)


@given(attempts=st.integers(1, 10**6), jitter=st.floats(0, 1))
def test_jitter_only_ever_adds_and_only_a_part(attempts: int, jitter: float) -> None:
    plain = retry_decision(attempts, None, NOW) - NOW
    spread = retry_decision(attempts, None, NOW, jitter) - NOW
    assert plain <= spread <= LONGEST_WAIT * (1 + SPREAD)
