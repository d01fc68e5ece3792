"""How a report's status moves: what a backend says of it, and what may follow what."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from conversations.handovers import Slip
from conversations.profile import Level
from conversations.report import FiledBy, ReportClass, Visibility


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
    OTHER = "other"  # something that has no name here: told in neutral words, and no step

    @property
    def is_final(self) -> bool:
        return self in (Status.CLOSED, Status.NOT_OUR_AUTHORITY, Status.ARCHIVED)


@dataclass(frozen=True, slots=True)
class StatusUpdate:
    """What a routing backend says of one report.

    `key` is the same whenever the same update comes again. `number` runs up per report: a lower one came late.
    `agency` is the profile's agency id or, for one that is not in it, its name. Texts are shown to the complainant.
    `own_word` is the backend's for a status that is OTHER here. `backend` is the name of the one that says it, which is
    heard only of the reports that are its own; empty for what is noted here, of any report.
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
    own_word: str = ""
    backend: str = ""


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
    own_word: str = ""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """What its routing backend did not take when it was tried. Without a time it needs the office to mend something."""

    next_try_at: datetime | None = None


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
    undelivered: Undelivered | None = None
    """Set where the report has been tried in vain."""
    history: tuple[Event, ...] = ()
    report_class: ReportClass = ReportClass.COMPLAINT
    tracking_code: str = ""
    """What opens the report's public page, or empty where it has none."""
    filed_for: str = ""
    """Whom the person filed it for, while it is theirs; empty where it is about themself."""
    filed_by: FiledBy | None = None
    """Who filed it for the person, where it was handed over to them."""
    visibility: Visibility = Visibility.OPEN
    slip: Slip | None = None
    """What hands it over to whom it was filed for, where that was made."""


BEGINNINGS = (Status.RECEIVED, Status.HANDED_OVER, Status.REGISTERED)
"""These say that a report has arrived somewhere: worth noting at any time, but never a step back."""


def status_after(status: Status, said: Status) -> Status:
    """Where a report stands that stood at `status` once its backend has `said` this.

    Whoever says something OTHER has the report.
    """
    said = Status.HANDED_OVER if said is Status.OTHER else said
    if said not in BEGINNINGS:
        return said
    return said if status in BEGINNINGS and BEGINNINGS.index(said) > BEGINNINGS.index(status) else status


def no_more_than_known(update: StatusUpdate, tracking_id: str) -> StatusUpdate:
    """The update; one that says "registered" of a report without any Tracking ID says only that the backend has it."""
    if update.status is not Status.REGISTERED or update.tracking_id or tracking_id:
        return update
    return replace(update, status=Status.HANDED_OVER)


def is_late(number: int, update: StatusUpdate) -> bool:
    """Whether a report whose newest update had `number` has already heard something newer than `update`."""
    return update.number <= number


def missing_before(number: int, update: StatusUpdate) -> range:
    """The running numbers that were left out when `update` came after the one with `number`."""
    return range(number + 1, update.number)


def after_update(report: KnownReport, number: int, update: StatusUpdate) -> KnownReport:
    """The report after `update`, `number` being that of its newest update so far.

    A late update is kept in the history and changes nothing else, except that a Tracking ID is noted where none was.
    """
    heard = replace(report, is_handed_over=True, history=with_event(report.history, as_event(update)))
    if is_late(number, update):
        return replace(heard, tracking_id=report.tracking_id or update.tracking_id)
    is_step = update.status not in (*BEGINNINGS, Status.OTHER)
    is_beginning = report.status in BEGINNINGS  # the limit of a later step is not theirs to move
    return replace(
        heard,
        status=status_after(report.status, update.status),
        tracking_id=update.tracking_id or report.tracking_id,
        agency=update.agency or report.agency,
        question=report.question if not is_step else update.text if update.status is Status.QUESTION else "",
        due_at=update.due_at or (None if is_step else report.due_at) if is_step or is_beginning else report.due_at,
    )


def as_event(update: StatusUpdate) -> Event:
    return Event(update.at, update.status, None, update.text, update.agency, update.level, update.own_word)


def with_event(history: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    """The history with the event in its place by time: after what happened at the same moment."""
    before = tuple(other for other in history if other.at <= event.at)
    return (*before, event, *history[len(before) :])
