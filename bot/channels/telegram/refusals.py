"""What a refusal of Telegram's asks of us, in our words: nothing of what was sent, or to whom, is in them."""

import re
from datetime import timedelta

from handlers.errors import Misconfigured, Moved, Rejected, TryLater, Undeliverable

# parts of what Telegram says where this chat cannot be written to, whatever is written
CLOSED = (
    "chat not found",
    "chat_restricted",
    "chat_write_forbidden",
    "group chat was deactivated",
    "not enough rights to send",
    "have no rights to send",
    "peer_id_invalid",
    "user not found",
)
# the words up to the first number, quotation or colon: what follows may be somebody's
WORDS = re.compile(r"(?:bad request: )?((?:[a-z_ ]|(?<=n)'(?=t )){1,60})")


def bad_request(description: str) -> Undeliverable | Rejected:
    said = description.lower()
    known = next((words for words in CLOSED if words in said), None)
    if known:
        return Undeliverable(known)
    words = WORDS.match(said)
    return Rejected(words[1].strip() if words else "bad request")


def blocked() -> Undeliverable:
    return Undeliverable("blocked")


def moved(to: int) -> Moved:
    return Moved(str(to))


def too_fast(seconds: float) -> TryLater:
    return TryLater("too many requests", timedelta(seconds=seconds))


def wrong_token() -> Misconfigured:
    return Misconfigured("Telegram does not know the bot's token")


def other_consumer() -> Misconfigured:
    return Misconfigured("another process, or a webhook, takes this bot's updates")


def no_answer(problem: str) -> TryLater:
    return TryLater(f"no answer from Telegram: {problem}")
