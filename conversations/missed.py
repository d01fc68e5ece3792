"""A notice that waits for its hour, or for somebody who cannot be written to."""

from dataclasses import dataclass
from datetime import datetime

from conversations.messages import Outgoing


@dataclass(frozen=True, slots=True)
class Missed:
    """A notice that waited, and when it was written."""

    outgoing: Outgoing
    at: datetime

    @property
    def receipt(self) -> str:
        return receipt_of(self.outgoing)


def receipt_of(told: Outgoing) -> str:
    """The number of the one report that a notice is about, or empty."""
    return str(told.lines[0].params.get("receipt", "")) if told.lines else ""
