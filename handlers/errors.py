"""What went wrong, named by what the caller must do. None of them holds personal data."""

from datetime import timedelta

from conversations.messages import Refusal


class TryLater(Exception):
    """The other side cannot take it now; try again, not before `after` where it is given."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class TakesNothing(TryLater):
    """The other side can take nothing now, whatever it is: hold all that goes there, and try with one."""


class Undeliverable(Exception):
    """This person cannot be reached in this chat: keep the message until they come back."""


class Moved(Exception):
    """The chat is reached at the address `to` from now on: write there."""

    def __init__(self, to: str) -> None:
        super().__init__("the chat has another address now")
        self.to = to


class Rejected(Exception):
    """The other side will never take this one: set it aside and say why."""


class FileRefused(Exception):
    """This file will never be had: tell whoever sent it the `reason`."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


class Misconfigured(Exception):
    """Nothing can be sent until somebody mends a setting: stop, and say so loudly."""


class AwaitsSetting(Exception):
    """This one cannot be sent until somebody mends a setting, others can: set it aside until then."""


class TooBusy(Exception):
    """More is waiting than may wait: ask the sender to try again (503)."""


class NotHandled(Exception):
    """Our own fault. The message was not recorded: it is handled when it comes again after the fault is mended."""
