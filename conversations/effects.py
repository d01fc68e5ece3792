"""What a turn wants to have happened, as data: carried out by `handlers` in the transaction that stores the turn."""

from dataclasses import dataclass
from datetime import datetime

from conversations.following import Telling
from conversations.messages import Outgoing
from conversations.report import Attachment, Report, Visibility
from conversations.status import ResponseKind
from conversations.village_list.row import ListRow, RowState
from conversations.volunteering import Represented


@dataclass(frozen=True, slots=True)
class SendReport:
    """Store the report with its tracking code, tie its attachments to it, hand it to the routing backend.

    The code is no part of what is handed on: only the receipt has it.
    """

    report: Report
    tracking_code: str = ""
    represents: Represented | None = None
    """For whom it was filed, with their consent: kept, and no part of what is handed on."""
    asked: str = ""
    """The `question_key` of what they were asked in a group, or empty: by it they can still refuse there."""


@dataclass(frozen=True, slots=True)
class SendResponse:
    """Add to the history of the person's own report `receipt`, and hand it to the routing backend."""

    receipt: str
    kind: ResponseKind
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    visibility: Visibility | None = None
    """How the report is to be seen from now on, where it is hidden more."""


@dataclass(frozen=True, slots=True)
class TakeBackConsent:
    """The person for whom the report was filed no longer agrees.

    The routing backend is told as of a withdrawal, unless the report was withdrawn before; what named the person is
    gone, and the volunteer has it no more.
    """

    receipt: str
    is_withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class TakeBackRefused:
    """Whoever was asked in a group with this `question_key` refuses: their report stands without consent, and is
    nobody's, unless it is their own by now.
    """

    asked: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Tell the person of somebody else's report from now on, if this is its code."""

    receipt: str
    code: str


@dataclass(frozen=True, slots=True)
class Unfollow:
    receipt: str


@dataclass(frozen=True, slots=True)
class ChooseTelling:
    """How the person is told of a report that they sent or follow."""

    receipt: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class TakeList:
    """The file is a village list, to be read and checked. `at` is when it was sent: its days are told from there."""

    file_id: str
    file_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepRow:
    """The row of the volunteer's list is so now, unless it was sent."""

    list_id: int
    row: ListRow
    state: RowState


@dataclass(frozen=True, slots=True)
class SendList:
    """Every good row of the volunteer's list becomes a report."""

    list_id: int


@dataclass(frozen=True, slots=True)
class DropList:
    """Nothing is left of the list but what was sent of it."""

    list_id: int


ListEffect = TakeList | KeepRow | SendList | DropList


@dataclass(frozen=True, slots=True)
class AskToVolunteer:
    """One use of the invitation with this code is spent; the office has yet to approve whoever calls themself so."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class StopVolunteering:
    """The person is a volunteer no more, and keeps nothing of what they filed for others.

    With `forgets_name` the office too forgets who they were.
    """

    forgets_name: bool = False


@dataclass(frozen=True, slots=True)
class MakeSlips:
    """Each of the person's reports (receipt number, code) that they filed for somebody can be handed over by a code.

    By the one that it has already, while that is good, or else by this one, or (empty) by one made for it.
    """

    slips: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TakeOver:
    """The report is the person's from now on, if this is still its code. Whoever filed it is told where it stands."""

    receipt: str
    code: str


@dataclass(frozen=True, slots=True)
class LetHelperFollow:
    """Whether the volunteer who filed the person's report is told where it stands."""

    receipt: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class HideMore:
    """The person's own report is seen so from now on; the routing backend is told it in these words."""

    receipt: str
    visibility: Visibility
    text: str


@dataclass(frozen=True, slots=True)
class AskInGroup:
    """The question goes to the group with this address, where others read along."""

    group: str
    question: Outgoing


@dataclass(frozen=True, slots=True)
class DropAttachments:
    """Delete the files of a draft that was dropped."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete all of the person's data that has not gone to the routing backend, and untie the rest from them."""


@dataclass(frozen=True, slots=True)
class MarkBlocked:
    """Messages wait until the person lets us write again."""

    is_blocked: bool


Effect = (
    SendReport
    | SendResponse
    | TakeBackConsent
    | TakeBackRefused
    | Follow
    | Unfollow
    | ChooseTelling
    | AskToVolunteer
    | StopVolunteering
    | ListEffect
    | MakeSlips
    | TakeOver
    | LetHelperFollow
    | HideMore
    | AskInGroup
    | DropAttachments
    | Forget
    | MarkBlocked
)
