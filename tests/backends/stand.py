"""What the conformance suite needs of a routing backend: our `Backend`, set to another side that does as told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from conversations.status import Status
from handlers.ports import Forwarding
from tests.backends.ours import Ours
from tests.filed import RECEIPT
from tests.gate import Gate

ID_OF_NO_CASE = "999999"
"""By this the other side speaks of a report that it does not have, where it does not name its receipt number."""


@dataclass(frozen=True)
class Said:
    """What the office there says of a report. `number` is its place among all that it says of that report.

    `status` is FOLLOWED_UP, CLOSED, or a word that nobody here knows. `id` is the other side's for this update, by
    itself one of its own for each number; `more` are fields that no protocol has.
    """

    number: int = 1
    status: Status | str = Status.FOLLOWED_UP
    text: str = ""
    receipt: str = RECEIPT
    id: int | str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


class Stand(Protocol):
    """One backend under test. What it cannot do is told in `left_out.py`."""

    ours: Ours

    def refuse(self) -> None:
        """It will never take the reports that come now."""
        ...

    def go_down(self) -> None: ...

    def come_back(self) -> None: ...

    def be_slow(self) -> Gate:
        """The next report is taken, and answered when the gate is opened."""
        ...

    async def answer_too_late(self, forwarding: Forwarding) -> None:
        """It took this, and answered when nobody waited for the answer any more."""
        ...

    async def cases(self) -> list[str]:
        """The receipt numbers of its cases; that of a report that is there twice comes twice."""
        ...

    async def responses(self) -> list[str]:
        """What complainants have said of its cases."""
        ...

    async def begin_work(self, receipt: str) -> None:
        """Its office has come so far with the report that it may follow it up and close it."""
        ...

    async def say(self, *said: Said) -> None:
        """These updates have come, together, the way that this backend's do."""
        ...
