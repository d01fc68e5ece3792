"""Which of a person's sent reports a turn needs to know: decided before the turn, looked up by `handlers`."""

from dataclasses import dataclass

from conversations.conversation import Conversation
from conversations.messages import Received


@dataclass(frozen=True, slots=True)
class Lookup:
    """All of the person's reports without history, newest first; or the one with `receipt`, with its history."""

    all_reports: bool = False
    receipt: str = ""


def what_it_needs(conversation: Conversation, received: Received, prefix: str) -> Lookup:
    """What must be looked up before this turn: mostly nothing. `prefix` begins the office's receipt numbers."""
    raise NotImplementedError
