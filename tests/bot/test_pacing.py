"""Telegram is never written to faster than it takes, whoever asks, and however often the process starts anew."""

from bisect import bisect_left
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import TELEGRAM, UNLIMITED, Limits, Pace, next_slot

SITI, BUDI, GROUP = "7", "9", "-100200300"


@pytest.mark.parametrize(
    ("sent", "under_way", "slot"),
    [
        ([], 0, -inf),
        ([1.0, 2.0], 0, -inf),
        ([1.0, 2.0, 2.5], 0, 2.0),
        ([0.0, 1.0, 2.0, 2.5], 0, 2.0),
        ([1.0, 2.0, 2.5], 1, 3.0),
        ([1.0], 2, 2.0),
        ([], 2, -inf),
        ([], 3, inf),
    ],
)
def test_there_is_room_again_when_the_last_but_so_many_is_out_of_sight(
    sent: list[float], under_way: int, slot: float
) -> None:
    assert next_slot(sent, under_way, 3, 1.0) == slot


def test_without_limits_only_a_pause_is_waited_for() -> None:
    pace = started(at=0.0, limits=UNLIMITED)
    for _ in range(1_000):
        assert max(pace.free_at(), pace.chat_free_at(SITI)) <= 10.0
        pace.take(SITI, 10.0)
    pace.pause(20.0)
    assert pace.free_at() == 20.0


def test_a_person_gets_one_message_a_second_and_others_do_not_wait_for_them() -> None:
    pace = started(at=0.0)
    pace.take(SITI, 10.0)
    assert (pace.chat_free_at(SITI), pace.chat_free_at(BUDI)) == (11.0, 1.0)


def test_the_second_counts_from_the_answer_of_a_slow_telegram() -> None:
    pace = started(at=0.0)
    pace.take(SITI, 10.0)
    pace.ended(SITI, 15.0)
    assert pace.chat_free_at(SITI) == 16.0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    pace, now, sent = started(at=0.0), 10.0, []
    while now < 70.0:
        sent.append(now)
        pace.take(GROUP, now)
        now = pace.chat_free_at(GROUP)
    assert len(sent) == 20


def test_thirty_messages_go_at_once_and_the_next_a_second_later() -> None:
    pace = started(at=0.0)
    for person in range(30):
        assert pace.free_at() <= 10.0
        pace.take(str(person), 10.0)
    assert pace.free_at() == inf
    for person in range(30):
        pace.ended(str(person), 10.0 + person / 8)
    assert pace.free_at() == 11.0


def test_a_pause_holds_for_everybody_and_a_shorter_one_does_not_shorten_it() -> None:
    pace = started(at=0.0)
    pace.pause(50.0)
    pace.pause(20.0)
    assert pace.free_at() == 50.0


def test_after_a_start_nothing_goes_before_what_was_sent_earlier_is_out_of_sight() -> None:
    pace = started(at=100.0)
    assert (pace.free_at(), pace.chat_free_at(SITI), pace.chat_free_at(GROUP)) == (101.0, 101.0, 103.0)


def test_a_pause_goes_on_after_a_start() -> None:
    pace = Pace()
    pace.begin(100.0, paused_for=30.0)
    assert pace.free_at() == 130.0


def test_chats_that_have_long_had_their_second_are_not_remembered() -> None:
    pace = started(at=0.0)
    for second in range(10, 1_000):
        pace.take(str(second), float(second))
    assert len(pace._last) <= 4


def started(at: float, limits: Limits = TELEGRAM) -> Pace:
    pace = Pace(limits)
    pace.begin(at)
    return pace


# Quarters of a second are told exactly, so that what is allowed can be compared without rounding
WAITS = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0, 3.0])
STEPS = st.lists(
    st.tuples(st.sampled_from([SITI, BUDI, "11", "12", GROUP]), WAITS, WAITS, st.booleans(), st.booleans()), max_size=60
)


@given(steps=STEPS, in_all=st.integers(1, 5))
def test_no_limit_is_ever_passed_whoever_asks_and_however_often_it_starts_anew(
    steps: list[tuple[str, float, float, bool, bool]], in_all: int
) -> None:
    """A message may be there as soon as it is sent, or only when the answer comes."""
    limits = Limits(in_all=in_all)
    now, pace = 0.0, started(0.0, limits)
    there, under_way = list[tuple[float, str]](), list[tuple[float, str]]()
    for address, wait, takes, is_late, starts_anew in steps:
        now += wait
        if starts_anew:  # whoever sent before is gone, and what they sent is there
            there = [(min(at, now), to) for at, to in there]
            pace, under_way = started(now, limits), []
        while True:
            is_busy = address in [to for _, to in under_way]
            at = inf if is_busy else max(pace.free_at(), pace.chat_free_at(address), now)
            if under_way and under_way[0][0] <= at:
                ended, whose = under_way.pop(0)
                now = max(now, ended)
                pace.ended(whose, now)
            else:
                now = at
                break
        pace.take(address, now)
        under_way = sorted([*under_way, (now + takes, address)])
        there.append((now + takes if is_late else now, address))
    assert most_within([at for at, _ in there], 1.0) <= in_all
    for person in (SITI, BUDI, "11", "12"):
        assert most_within([at for at, to in there if to == person], 1.0) <= 1
    assert most_within([at for at, to in there if to == GROUP], 60.0) <= 20


def most_within(unordered: list[float], seconds: float) -> int:
    moments = sorted(unordered)
    return max((bisect_left(moments, at + seconds) - n for n, at in enumerate(moments)), default=0)
