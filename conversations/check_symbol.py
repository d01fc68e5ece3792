"""What is typed off a slip or heard over the telephone, with a check on slips of the pen.

The symbols are Crockford's base 32 (https://www.crockford.com/base32.html: no I, L, O and U), the last of them a check
symbol of the same alphabet. The check is a weighted sum in the field of 32 elements, as H. M. Damm builds it for prime
powers ("Total anti-symmetrische Quasigruppen", Marburg 2004, example 5.2). It finds every single wrong symbol, every
swap of two symbols wherever they stand, and every pair of equal neighbours taken for another pair.
"""

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TAKEN_FOR = str.maketrans("OIL", "011")
_FIELD = 0b100101  # x^5 + x^2 + 1, irreducible and primitive: the powers of x differ for 31 places


def in_symbols(random_bits: int, bits: int) -> str:
    """One symbol for every five of the `bits`. Raises ValueError for a number that does not fit in them."""
    if not 0 <= random_bits < 1 << bits:
        raise ValueError(f"random_bits has more than {bits} bits")
    return "".join(SYMBOLS[random_bits >> shift & 31] for shift in range(bits - 5, -1, -5))


def with_check(random_bits: int, bits: int) -> str:
    """`in_symbols`, and the check symbol behind them."""
    symbols = in_symbols(random_bits, bits)
    return symbols + SYMBOLS[_times_x(_checksum(symbols))]  # it brings the sum to zero


def is_right(symbols: str) -> bool:
    """Whether the last of at most 31 symbols is the check symbol of the others."""
    return all(s in SYMBOLS for s in symbols) and _checksum(symbols) == 0


def _checksum(symbols: str) -> int:
    total = 0
    for symbol in symbols:
        total = _times_x(total) ^ SYMBOLS.index(symbol)
    return total


def _times_x(element: int) -> int:
    shifted = element << 1
    return shifted ^ _FIELD if shifted > 31 else shifted
