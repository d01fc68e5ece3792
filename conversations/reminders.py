"""What happens to a draft that lies idle: reminded once, in the daytime; put away; deleted."""

from datetime import datetime

from conversations.conversation import Conversation
from conversations.profile import Profile
from conversations.turn import Outcome


def wake_at(conversation: Conversation, now: datetime, profile: Profile) -> datetime | None:
    """When `wake` is to be called next for this conversation, or None when nothing lies idle."""
    raise NotImplementedError


def wake(conversation: Conversation, now: datetime, profile: Profile) -> Outcome:
    """The conversation after its time has come: reminded, put away, or its old drafts deleted."""
    raise NotImplementedError
