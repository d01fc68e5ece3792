"""One turn: a conversation, what was received, and what may be known, in; what is said and to be done, out."""

from conversations.conversation import Conversation
from conversations.messages import Received
from conversations.step import Given, Outcome

__all__ = ["Given", "Outcome", "take_turn"]


def take_turn(conversation: Conversation, received: Received, given: Given) -> Outcome:
    """The conversation after one message, and what is to be said and done for it. Never raises on odd input."""
    raise NotImplementedError
