"""Receipt numbers: given, typed off, and mistyped."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.check_symbol import SYMBOLS
from conversations.receipt import RANDOM_BITS, looks_like_receipt, make_receipt, read_receipt

BITS = st.integers(0, (1 << RANDOM_BITS) - 1)
RECEIPT = make_receipt("KTM", 0x3_1234_5678)


def symbols_of(receipt: str) -> str:
    return receipt.removeprefix("KTM-").replace("-", "")


def is_right(symbols: str) -> bool:
    return read_receipt(f"KTM-{symbols[:4]}-{symbols[4:]}", "KTM") is not None


def test_a_receipt_number_has_the_prefix_and_two_groups_of_four() -> None:
    assert RECEIPT == "KTM-C938-NKRA"


def test_different_bits_give_different_numbers() -> None:
    bits = [0, *(1 << n for n in range(RANDOM_BITS)), (1 << RANDOM_BITS) - 1]
    assert len({make_receipt("KTM", each) for each in bits}) == len(bits)


@pytest.mark.parametrize("bits", [-1, 1 << RANDOM_BITS])
def test_bits_that_do_not_fit_are_refused(bits: int) -> None:
    with pytest.raises(ValueError, match="35 bits"):
        make_receipt("KTM", bits)


@given(BITS)
def test_every_number_given_is_read_back(bits: int) -> None:
    receipt = make_receipt("KTM", bits)
    assert read_receipt(receipt, "KTM") == receipt
    assert not looks_like_receipt(receipt, "KTM")


def test_every_single_wrong_symbol_is_found() -> None:
    right = symbols_of(RECEIPT)
    wrong = [right[:at] + s + right[at + 1 :] for at in range(8) for s in SYMBOLS if s != right[at]]
    assert len(wrong) == 8 * 31
    assert not any(map(is_right, wrong))


def test_every_swap_of_two_different_symbols_is_found_wherever_they_stand() -> None:
    """The check is linear: whether a swap is found depends on the two symbols and their places alone."""
    for at, to in combinations(range(7), 2):
        for a, b in combinations(range(32), 2):
            right = symbols_of(make_receipt("KTM", a << 5 * (6 - at) | b << 5 * (6 - to)))
            swapped = list(right)
            swapped[at], swapped[to] = right[to], right[at]
            assert not is_right("".join(swapped))


@given(BITS, st.integers(0, 6))
def test_a_swap_with_the_check_symbol_is_found(bits: int, at: int) -> None:
    right = symbols_of(make_receipt("KTM", bits))
    swapped = right[:at] + right[7] + right[at + 1 : 7] + right[at]
    assert is_right(swapped) == (swapped == right)


def test_equal_neighbours_taken_for_another_pair_are_found() -> None:
    for at, after in pairwise(range(7)):
        for a, b in combinations(range(32), 2):
            right = symbols_of(make_receipt("KTM", a << 5 * (6 - at) | a << 5 * (6 - after)))
            assert not is_right(right[:at] + SYMBOLS[b] * 2 + right[after + 1 :])


@pytest.mark.parametrize(
    "typed",
    [
        "ktm c938 nkra",
        "KTMC938NKRA",
        "ktm-c938nkra",
        "nomor KTM-C938-NKRA?",
        "#KTM-C938-NKRA",
        "no. tiket: ktm c938 nkra",
        "ktm – c938 – nkra",
        "KTM\u2011C938\u2011NKRA",
        "ＫＴＭ－Ｃ９３８－ＮＫＲＡ",
        "Bagaimana kabar laporan KTM-C938-NKRA yang kemarin?",
        "kapan selesai ktmc938nkra",
        "salah KTM-C938-NKRB, yang benar KTM-C938-NKRA",
    ],
)
def test_a_number_is_read_however_it_was_typed_off(typed: str) -> None:
    assert read_receipt(typed, "KTM") == RECEIPT


def test_letters_taken_for_digits_are_read_as_digits() -> None:
    receipt = make_receipt("KTM", int("".join(f"{SYMBOLS.index(s):05b}" for s in "0110ABC"), 2))
    assert receipt.startswith("KTM-0110-ABC")
    for typed in ("ktm-oilo-abc", "KTM OLIO ABC", "KTM-O11o-abc"):
        assert read_receipt(typed + receipt[-1], "KTM") == receipt


@pytest.mark.parametrize("typed", ["C938-NKRA", "c938 nkra", "#c938nkra", "nomor C938-NKRA"])
def test_without_its_prefix_a_number_is_read_only_where_one_was_asked_for(typed: str) -> None:
    assert read_receipt(typed, "KTM") is None
    assert read_receipt(typed, "KTM", is_asked=True) == (None if "nomor" in typed else RECEIPT)


SENTENCES = [
    "KTM saya baik",
    "ktm terbakar",
    "KTM - saya baik",
    "KTM-nya hilang di kampus",
    "KTM-mahasiswa",
    "motor KTM 2019 4567 hilang",
    "motor KTM - 2019 hilang",
    "KTM saya 2019 hilang",
    "KTM 250 EXC 2019",
    "Lampu jalan mati di RT04 RW02",
    "KTM",
    "KTM-",
    "",
    "#1916449",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_receipt_number_and_means_none(text: str) -> None:
    assert read_receipt(text, "KTM") is None
    assert not looks_like_receipt(text, "KTM")


@given(BITS)
def test_two_words_of_four_letters_after_the_prefix_are_never_read_in_a_sentence(bits: int) -> None:
    letters = symbols_of(make_receipt("KTM", bits)).translate({ord(str(n)): "ABCDEFGHJK"[n] for n in range(10)})
    text = f"ktm {letters[:4]} {letters[4:]} hilang".lower()
    assert read_receipt(text, "KTM") is None
    assert not looks_like_receipt(text, "KTM")


@pytest.mark.parametrize(
    "typed",
    [
        "KTM-C938-NKR0",
        "KTM-C938-NKR",
        "KTM-C938-NKRAX",
        "ktm-cu38-nkra",
        "ktm c938 nkrb",
        "KTMC938NKRB",
        "nomor KTM C938NKR",
        "kapan KTM-C938-NKRB selesai",
    ],
)
def test_a_slip_in_a_number_is_told_from_no_number(typed: str) -> None:
    assert read_receipt(typed, "KTM") is None
    assert looks_like_receipt(typed, "KTM")


def test_another_office_s_number_is_not_ours() -> None:
    other = make_receipt("KTW", 5)
    assert read_receipt(other, "KTM") is None
    assert not looks_like_receipt(other, "KTM")


@given(st.text())
def test_whatever_is_typed_is_answered(text: str) -> None:
    receipt = read_receipt(text, "KTM", is_asked=True)
    assert receipt is None or read_receipt(receipt, "KTM") == receipt
    assert not looks_like_receipt(text, "KTM") or read_receipt(text, "KTM") is None
