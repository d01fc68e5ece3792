"""Codes that are handed over on paper or read out, and work once: `7F3K-9Q2C-0M4T`."""

import re

from conversations.check_symbol import TAKEN_FOR, is_right, with_check

ONE_TIME_BITS = 55
"""Eleven symbols and a check symbol: nobody guesses one while it is good, however many try."""
_LENGTH = ONE_TIME_BITS // 5 + 1
_GROUP = 4
_READ_AT_MOST = 64  # characters
_GROUPED = re.compile(r"[0-9A-Z]{4}([ -]?)[0-9A-Z]{4}\1[0-9A-Z]{4}")
_DROPPED = str.maketrans("", "", "-_.")


def make_one_time_code(random_bits: int) -> str:
    """The code for `ONE_TIME_BITS` random bits, as it is kept. Raises ValueError where they do not fit."""
    return with_check(random_bits, ONE_TIME_BITS)


def in_groups(code: str) -> str:
    """The code as it is shown to be typed off."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def looks_like_one_time_code(text: str) -> bool:
    """Whether the text is no more than such a code: with dashes also where there is a slip of the pen in it.

    Words and telephone numbers of the same length are none.
    """
    typed = text.strip()
    found = _GROUPED.fullmatch(typed.upper())
    if found is None or not any(c.isalpha() for c in typed):
        return False
    is_right = read_one_time_code(typed) is not None
    return found[1] == "-" or (is_right and any(c.isdigit() for c in typed))


def read_one_time_code(text: str) -> str | None:
    """The code as `make_one_time_code` has it: whatever its case, spaces and dashes, with O for 0 and I or L for 1."""
    typed = "".join(text[:_READ_AT_MOST].split()).upper()
    symbols = typed.translate(_DROPPED).translate(TAKEN_FOR)
    return symbols if len(symbols) == _LENGTH and is_right(symbols) else None
