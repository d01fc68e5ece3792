"""The link by which somebody follows a report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.following import Invitation, invitation_text, read_invitation
from conversations.known import Known
from conversations.messages import Chat, Choice, Received
from conversations.receipt import RANDOM_BITS, make_receipt
from conversations.start_links import start_link
from conversations.tracking import CODE_BITS, make_code
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, REPORT


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


@pytest.mark.parametrize(
    ("bot_username", "links"),
    [("lapor_kutim_bot", ["https://t.me/lapor_kutim_bot?start=ikuti_KTM-7F3K-9Q2D_00WQTCHWZ3"]), (None, [])],
)
def test_whoever_shares_gets_a_link_into_telegram_only_where_there_is_a_bot(
    bot_username: str | None, links: list[str], catalogue: Catalogue
) -> None:
    report = replace(REPORT, receipt="KTM-7F3K-9Q2D", tracking_code="00WQTCHWZ3")
    received = Received(Chat("webchat", "1"), "1", NOW, Choice(f"share:{report.receipt}"))
    given = Given(NOW, catalogue, "KTM-1111-1111", Known((report,)), bot_username=bot_username)
    [reply] = take_turn(Conversation(), received, given).replies
    said = catalogue.render(reply, "id").text
    assert f"/ikuti {report.receipt} {report.tracking_code}" in said.splitlines()
    assert [word for word in said.split() if word.startswith("https:")] == links


@pytest.mark.parametrize("payload", ["", "a b", "a" * 65, "lapor?x=1", "é", "kim_1\n"])
def test_a_payload_that_telegram_would_not_hand_on_makes_no_link(payload: str) -> None:
    with pytest.raises(ValueError, match="payload"):
        start_link("lapor_kutim_bot", payload)
