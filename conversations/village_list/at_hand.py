"""A village list as a conversation knows it, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.village_list.row import ListRow


class ListState(StrEnum):
    WAITING = "waiting"  # to be read
    CHECKED = "checked"  # may be mended and sent
    SENDING = "sending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class VillageList:
    """A list of the volunteer's own, with how many of its rows stand so.

    `faulty_row` is the first with a fault after the one that was asked for, or else the first of all.
    """

    id: int
    file_name: str
    state: ListState
    came_at: datetime
    good: int = 0
    faulty: int = 0
    left_out: int = 0
    sent: int = 0
    known: int = 0
    faulty_row: ListRow | None = None


@dataclass(frozen=True, slots=True)
class ListAtHand:
    """The list whose rows are being mended: `row` is the one that is asked about, `faulty` how many have a fault."""

    id: int
    came_at: datetime
    faulty: int
    row: ListRow
