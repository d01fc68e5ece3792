"""What is known besides the conversation: looked up in the storage by `handlers`, as `lookups` asks."""

from dataclasses import dataclass

from conversations.following import Followed
from conversations.handovers import Handover
from conversations.in_care import InCare
from conversations.status import KnownReport
from conversations.tracking import TrackedReport
from conversations.village_list.at_hand import VillageList
from conversations.volunteering import Invitation


@dataclass(frozen=True, slots=True)
class Known:
    reports: tuple[KnownReport, ...] = ()
    """The person's own."""
    followed: tuple[Followed, ...] = ()
    """Others' reports: those that the person follows or, having the code, may follow."""
    invitation: Invitation | None = None
    """While it is good."""
    village_list: VillageList | None = None
    """The volunteer's own."""
    handover: Handover | None = None
    """The one whose code was opened, while that is good."""
    checked: TrackedReport | None = None
    """The report whose slip a volunteer has in hand, where its number and village fit."""
    in_care: tuple[InCare, ...] = ()
    """What a volunteer filed for others and still has."""


NOTHING_KNOWN = Known()
