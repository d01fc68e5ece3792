"""What a complainant is told of their report when the routing backend has said something."""

from conversations.conversation import Conversation
from conversations.status import KnownReport, StatusUpdate
from conversations.turn import Outcome


def hear(conversation: Conversation, report: KnownReport, update: StatusUpdate) -> Outcome:
    """The conversation after an update of its own `report` (as it stands after the update), with what is told.

    An idle conversation then waits for the answer to a question; one that is busy keeps its place.
    """
    raise NotImplementedError
