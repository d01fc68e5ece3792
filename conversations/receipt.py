"""Receipt numbers: `KTM-7F3K-9Q2C`, short enough to read out over the telephone, with a check on slips of the pen.

After the office's prefix come seven symbols and their check symbol.
"""

import re
import unicodedata

from conversations.check_symbol import TAKEN_FOR, is_right, with_check

RANDOM_BITS = 35

_LENGTH = 8
_GAP = r"[\W_]{0,3}"
_DASH = re.compile("[-‐–—−_]")
_SYMBOL = "[0-9A-Z]"
_INTRODUCTION = re.compile(r"(?:NOMOR|NOMER|NO|NMR|NUMBER|TIKET|TICKET|LAPORAN|REPORT|RESI|STATUS|CEK|CHECK|[\W_])*")
_READ_AT_MOST = 2_000  # characters


def make_receipt(prefix: str, random_bits: int) -> str:
    """The receipt number for 35 random bits.

    Raises ValueError for a number that does not fit in them.
    """
    if not 0 <= random_bits < 1 << RANDOM_BITS:
        raise ValueError(f"random_bits has more than {RANDOM_BITS} bits")
    return _written(prefix, with_check(random_bits, RANDOM_BITS))


def read_receipt(text: str, prefix: str, *, is_asked: bool = False) -> str | None:
    """The first receipt number in the text as `make_receipt` writes it, or None.

    Read whatever the case, the spaces and dashes, with O for 0 and I or L for 1. Within a sentence it must look typed
    as a number, so that "KTM saya baik" is none. Where a number was asked for (`is_asked`), the prefix may be missing.
    """
    typed = _plain(text)
    for match in _pattern(prefix, f"({_SYMBOL}{{4}})({_GAP})({_SYMBOL}{{4}})").finditer(typed):
        symbols = (match[2] + match[4]).translate(TAKEN_FOR)
        if _is_right(symbols) and (is_asked or _is_meant(match, typed)):
            return _written(prefix, symbols)
    bare = re.sub(r"[\W_]", "", typed).translate(TAKEN_FOR) if is_asked else ""
    return _written(prefix, bare) if _is_right(bare) else None


def looks_like_receipt(text: str, prefix: str) -> bool:
    """True when the text means a receipt number of this office and has none that is right: there is a slip in it."""
    typed = _plain(text)
    meant = _pattern(prefix, f"({_SYMBOL}{{2,10}})({_GAP})({_SYMBOL}{{0,6}})").finditer(typed)
    return read_receipt(text, prefix) is None and any(
        5 <= len(m[2] + m[4]) <= 11 and _is_meant(m, typed) for m in meant
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_READ_AT_MOST]).upper()


def _pattern(prefix: str, symbols: str) -> re.Pattern[str]:
    """Groups: the gap after the prefix, the first symbols, the gap, the last symbols."""
    return re.compile(rf"(?<![0-9A-Z]){re.escape(prefix.upper())}({_GAP}){symbols}(?![0-9A-Z])")


def _is_meant(match: re.Match[str], typed: str) -> bool:
    """True when no sentence has the like: digits among the letters, or dashes where words have spaces."""
    gap, first, gap_between, last = match.groups()
    parts = [(gap, first), (gap_between, last)] if gap_between else [(gap, first + last)]
    has_digit = any(c.isdigit() for c in first + last)
    is_dashed = all(_DASH.search(gap) for gap, _ in parts)
    is_alone = _INTRODUCTION.fullmatch(typed[: match.start()]) and not re.search(r"\w", typed[match.end() :])
    if (is_dashed and (has_digit or len(parts) > 1)) or (is_alone and has_digit):
        return True
    is_all_digits = (first + last).isdigit()
    is_tight = all(not gap or _DASH.search(gap) or any(c.isdigit() for c in part) for gap, part in parts)
    return has_digit and not is_all_digits and is_tight


def _is_right(symbols: str) -> bool:
    return len(symbols) == _LENGTH and is_right(symbols)


def _written(prefix: str, symbols: str) -> str:
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"
