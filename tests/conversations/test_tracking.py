"""The code of a report's public page: made, read from what people type, and told with the receipt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.locale import load_catalogue
from conversations.catalogue import Catalogue
from conversations.effects import SendReport
from conversations.messages import Choice
from conversations.profile import Profile
from conversations.tracking import CODE_BITS, make_code, read_code, tracking_path
from tests.conversations.dialogue import Dialogue
from tests.handlers.house import TELLING

BITS = st.integers(0, (1 << CODE_BITS) - 1)


@given(BITS)
def test_a_code_is_read_as_it_was_made_whatever_its_case_and_spaces(bits: int) -> None:
    code = make_code(bits)
    assert read_code(code) == code
    assert read_code(f" {code[:5].lower()}-{code[5:]} ") == code


@given(BITS, BITS)
def test_different_numbers_make_different_codes(one: int, other: int) -> None:
    assert (make_code(one) == make_code(other)) == (one == other)


def test_letters_that_look_like_digits_are_taken_for_them() -> None:
    assert read_code("oOiIlL2345") == "0011112345"


@pytest.mark.parametrize("typed", ["", "ABCDE1234", "ABCDE123456", "ABCDE1234!", "ABCDEÄ1234", "U" * 10])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_number_of_too_many_bits_makes_no_code() -> None:
    with pytest.raises(ValueError, match="50 bits"):
        make_code(1 << CODE_BITS)


def sent(catalogue: Catalogue) -> tuple[Dialogue, SendReport]:
    dialogue = Dialogue(catalogue)
    [effect] = [dialogue.take(incoming) for incoming in TELLING][-1].effects
    assert isinstance(effect, SendReport)
    return dialogue, effect


def test_the_receipt_tells_the_link_where_people_can_open_it(profile: Profile) -> None:
    dialogue, effect = sent(load_catalogue(profile, "https://lapor.example.go.id"))
    link = f"https://lapor.example.go.id{tracking_path(effect.report.receipt, effect.tracking_code)}"
    assert link in dialogue.said[-1].text
    dialogue.take(Choice(f"status:{effect.report.receipt}"))
    assert link in dialogue.said[-1].text


def test_an_office_without_an_address_on_the_net_tells_no_link(catalogue: Catalogue) -> None:
    dialogue, effect = sent(catalogue)
    assert effect.tracking_code not in dialogue.said[-1].text
    dialogue.take(Choice(f"status:{effect.report.receipt}"))
    assert effect.tracking_code not in dialogue.said[-1].text
