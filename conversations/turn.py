"""One turn: a conversation, what was received, and what may be known, in; what is said and to be done, out."""

from dataclasses import dataclass
from datetime import datetime

from conversations.conversation import Conversation
from conversations.effects import Effect
from conversations.messages import Outgoing, Received
from conversations.profile import Profile
from conversations.status import KnownReport


@dataclass(frozen=True, slots=True)
class Given:
    """What a turn may know besides the conversation: handed in, so that a turn is a function.

    `receipt` is a fresh receipt number, used if this turn sends a report. `reports` are those that `lookups` asked for.
    """

    now: datetime
    profile: Profile
    receipt: str
    reports: tuple[KnownReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn. `replies` go to this very chat, in order."""

    conversation: Conversation
    replies: tuple[Outgoing, ...] = ()
    effects: tuple[Effect, ...] = ()


def take_turn(conversation: Conversation, received: Received, given: Given) -> Outcome:
    """The conversation after one message, and what is to be said and done for it. Never raises on odd input."""
    raise NotImplementedError
