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
        """The number of the report that it is about, or empty."""
        return str(self.outgoing.lines[0].params.get("receipt", "")) if self.outgoing.lines else ""
