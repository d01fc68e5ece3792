"""A link to the bot, such as t.me/bot?start=lapor on a poster, leads where it says; nobody is turned away by it."""

import pytest

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.hearing import Heard, hear_out
from conversations.messages import Chat, Command, Received
from tests.conversations.standing import NOW, RECEIPT


@pytest.mark.parametrize(
    ("payload", "trigger", "value"),
    [
        ("", "start", ""),
        ("lapor", "begin", ""),
        ("LAPOR", "begin", ""),
        ("laporan", "my_reports", ""),
        ("bantuan", "help", ""),
        (RECEIPT, "status", RECEIPT),
        (f"ikuti_{RECEIPT}_0123456789", "follow", RECEIPT),
        (f"ikuti {RECEIPT} 0123456789", "follow", RECEIPT),
        ("ikuti_rusak", "follow", ""),
        ("ikuti", "follow", ""),
        ("Ikuti terus banjir di depan pasar", "begin", ""),
        ("lapor_42", "start", ""),
        ("hapus", "start", ""),
        ("batal", "start", ""),
        ("Jalan rusak di depan pasar", "begin", ""),
    ],
)
def test_it_leads_where_it_says(payload: str, trigger: str, value: str, catalogue: Catalogue) -> None:
    heard = hear_out(Conversation(), Received(Chat("telegram", "1"), "m1", NOW, Command("start", payload)), catalogue)
    assert (heard.trigger, heard.value) == (trigger, value)


def test_words_after_start_are_a_report(catalogue: Catalogue) -> None:
    words = "Jalan rusak di depan pasar"
    heard = hear_out(Conversation(), Received(Chat("telegram", "1"), "m1", NOW, Command("start", words)), catalogue)
    assert heard == Heard("begin", text=words, is_typed=True)
