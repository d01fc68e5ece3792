"""The link by which somebody follows a report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.following import Invitation, invitation_text, read_invitation
from conversations.receipt import RANDOM_BITS, make_receipt
from conversations.tracking import CODE_BITS, make_code


@given(st.integers(0, (1 << RANDOM_BITS) - 1), st.integers(0, (1 << CODE_BITS) - 1))
def test_what_a_link_carries_is_read_as_it_was_written(receipt_bits: int, code_bits: int) -> None:
    receipt, code = make_receipt("KTMM", receipt_bits), make_code(code_bits)

    text = invitation_text(receipt, code)

    assert read_invitation(text, "KTMM") == Invitation(receipt, code)
    assert len(text) <= 64
    assert text.replace("_", "").replace("-", "").isalnum()


@pytest.mark.parametrize(
    "typed",
    [
        "KTM-7F3K-9Q2D 00WQTCHWZ3",
        "ktm-7f3k-9q2d  00wqtchwz3",
        "KTM 7F3K 9Q2D 00WQTCHWZ3",
        "7F3K9Q2D OOWQTCHWZ3",
        "IKUTI_KTM-7F3K-9Q2D_00WQTCHWZ3",
    ],
)
def test_number_and_code_are_read_however_they_are_typed(typed: str) -> None:
    assert read_invitation(typed, "KTM") == Invitation("KTM-7F3K-9Q2D", "00WQTCHWZ3")


@pytest.mark.parametrize(
    "typed", ["", "ikuti", "KTM-7F3K-9Q2D", "KTM-7F3K-9Q2D 123", "KTM-7F3K-9Q2X 00WQTCHWZ3", "a b c", "_ _", "ikuti_"]
)
def test_what_is_no_number_with_a_code_is_no_invitation(typed: str) -> None:
    assert read_invitation(typed, "KTM") is None
