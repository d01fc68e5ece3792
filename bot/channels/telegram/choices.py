"""What an office may choose about Telegram. Nothing is loaded for it."""

from enum import StrEnum

WEBHOOK_PATH = "/telegram/webhook"
MOST_PER_SECOND = 30
"""Messages, for a bot that does not pay Telegram for more."""


class Library(StrEnum):
    AIOGRAM = "aiogram"
    PTB = "ptb"


class Mode(StrEnum):
    POLLING = "polling"
    WEBHOOK = "webhook"


class ReplyBy(StrEnum):
    """`ANSWER` takes a request less for each update; but what Telegram refuses of it is lost unseen."""

    CALL = "call"
    ANSWER = "answer"
