"""What a file from Telegram is called here."""

from bot.channels.telegram.files import attachment_id
from bot.channels.telegram.token import file_key_of


def test_a_file_keeps_its_id_over_a_restart_and_only_who_has_the_token_can_make_it() -> None:
    first, again, other = (attachment_id(file_key_of(f"1:{secret}"), 71, 10, "u") for secret in ("a", "a", "b"))
    assert first == again != other
    assert len(first) == 32
