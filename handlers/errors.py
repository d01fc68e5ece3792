"""What went wrong, named by what the caller must do. None of them holds personal data."""

from datetime import timedelta


class TryLater(Exception):
    """The other side cannot take it now; try again, not before `after` where it is given."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Undeliverable(Exception):
    """This person cannot be reached in this chat: keep the message until they come back."""


class Rejected(Exception):
    """The other side will never take this one: set it aside and say why."""


class Misconfigured(Exception):
    """Nothing can be sent until somebody mends a setting: stop, and say so loudly."""


class TooBusy(Exception):
    """More is waiting than may wait: ask the sender to try again (503)."""


class NotHandled(Exception):
    """Our own fault. The message was not recorded: it is handled when it comes again after the fault is mended."""
