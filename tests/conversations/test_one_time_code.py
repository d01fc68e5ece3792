"""One-time codes: typed off a slip, and mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.check_symbol import SYMBOLS
from conversations.one_time_code import ONE_TIME_BITS, in_groups, make_one_time_code, read_one_time_code

CODE = make_one_time_code(0x12_3456_789A_BCDE)


def test_a_code_is_shown_in_groups_of_four() -> None:
    assert in_groups(CODE) == "4HMA-SW9N-F6YV"


@given(st.integers(0, (1 << ONE_TIME_BITS) - 1))
def test_every_code_given_is_read_back(bits: int) -> None:
    assert read_one_time_code(in_groups(make_one_time_code(bits))) == make_one_time_code(bits)


@pytest.mark.parametrize("typed", ["4hmasw9nf6yv", " 4HMA SW9N F6YV ", "4HMA_SW9N_F6YV", "4HMASW9N.F6YV"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_one_time_code(typed) == CODE


def test_every_single_wrong_symbol_is_found() -> None:
    wrong = [CODE[:at] + s + CODE[at + 1 :] for at in range(len(CODE)) for s in SYMBOLS if s != CODE[at]]
    assert not any(map(read_one_time_code, wrong))


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", "KTM-7F3K-9Q2C", "ÀÀÀÀ" * 3, "0" * 1_000])
def test_anything_else_is_none(typed: str) -> None:
    assert read_one_time_code(typed) is None


@pytest.mark.parametrize("bits", [-1, 1 << ONE_TIME_BITS])
def test_bits_that_do_not_fit_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="55 bits"):
        make_one_time_code(bits)
