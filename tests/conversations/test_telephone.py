"""Telephone numbers, as E.164 writes them."""

import pytest

from conversations.telephone import read_phone


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("+62 812-3456-7890", "+6281234567890"),
        ("hp: 0812.3456.7890", "+6281234567890"),
        ("(0549) 2034567", "+625492034567"),
        ("+60 12-345 6789", "+60123456789"),
        ("0812 345", ""),
        ("0812 3456 7890 / 0813 1111 2222", ""),
        ("tidak punya", ""),
        ("112", ""),
        ("", ""),
        ("8" * 100, ""),
    ],
)
def test_reads_telephone_numbers_as_people_write_them(typed: str, number: str) -> None:
    assert read_phone(typed) == number
