"""How a report's status moves: what a backend says of it, and what may follow what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.profile import Level


class Status(StrEnum):
    RECEIVED = "received"  # with us, not yet with the routing backend
    HANDED_OVER = "handed_over"  # the routing backend has it
    REGISTERED = "registered"  # LAPOR! has given its Tracking ID
    VERIFIED = "verified"  # Verifikasi
    QUESTION = "question"  # Tunda: something is asked of the complainant
    FORWARDED = "forwarded"  # Terdisposisi ke …
    FOLLOWED_UP = "followed_up"  # Ditindaklanjuti oleh instansi
    CLOSED = "closed"  # Selesai, with an answer
    NOT_OUR_AUTHORITY = "not_our_authority"  # Bukan wewenang: it goes elsewhere
    ARCHIVED = "archived"  # Arsipkan, with a reason

    @property
    def is_final(self) -> bool:
        return self in (Status.CLOSED, Status.NOT_OUR_AUTHORITY, Status.ARCHIVED)


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What a routing backend says of one report.

    `key` is the same whenever the same update comes again. `number` runs up per report: a lower one came late.
    `agency` is the profile's agency id or, for one that is not in it, its name. Texts are shown to the complainant.
    """

    key: str
    receipt: str
    number: int
    status: Status
    at: datetime
    text: str = ""
    agency: str = ""
    level: Level | None = None
    tracking_id: str = ""
    due_at: datetime | None = None


class ResponseKind(StrEnum):
    """What a complainant says of a report that was sent."""

    ANSWER = "answer"  # to a question
    ADDENDUM = "addendum"
    SATISFIED = "satisfied"
    NOT_SOLVED = "not_solved"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a report's history: an update (`status`) or a response (`response`), never both."""

    at: datetime
    status: Status | None = None
    response: ResponseKind | None = None
    text: str = ""
    agency: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class KnownReport:
    """A sent report of this very person, as far as a conversation needs it. `history` is oldest first."""

    receipt: str
    title: str
    status: Status
    sent_at: datetime
    tracking_id: str = ""
    agency: str = ""
    question: str = ""
    """The question that waits for the complainant's answer, or empty."""
    due_at: datetime | None = None
    is_handed_over: bool = False
    history: tuple[Event, ...] = ()
