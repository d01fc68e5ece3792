"""One person's conversation: what is kept of it between two messages."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.following import Telling
from conversations.guessing import Debt
from conversations.in_care import Look
from conversations.messages import Option
from conversations.report import Attachment, EventDate, Place, ReportClass, Visibility
from conversations.state import State
from conversations.village_list.at_hand import ListAtHand
from conversations.volunteering import Carried, Invitation, Neighbour, Represented, Standing, Volunteering


class Field(StrEnum):
    """An answer of the report, in the order in which they are asked. Each names the state that asks for it."""

    FOR_WHOM = "for_whom"
    PERSON_NAME = "person_name"
    PERSON_CONTACT = "person_contact"
    REPORT_CLASS = "report_class"
    DESCRIPTION = "description"
    CATEGORY = "category"
    EVENT_DATE = "event_date"
    PLACE = "place"
    LANDMARK = "landmark"
    DISTRICT = "district"
    ATTACHMENTS = "attachments"
    VISIBILITY = "visibility"
    NAME = "name"
    CONTACT = "contact"
    PERSON_CONSENT = "person_consent"
    TITLE = "title"


TAKEN_OVER = frozenset({Field.FOR_WHOM, Field.EVENT_DATE})
"""What a draft may have before anything was told in it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is on the other side. Kept apart from the conversation in the store: it is personal data."""

    name: str = ""
    contact: str = ""
    language: str = "id"
    consented_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the story, with the key of the message that told it."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A report being told.

    `settled` are the answers given or skipped, in the order in which that was done: what is missing follows from it.
    `sources` says which message gave which other answer than the story, so that an edited message changes that answer;
    `files` which one brought which file.
    """

    number: int
    begun_at: datetime
    report_class: ReportClass = ReportClass.COMPLAINT
    told: tuple[Told, ...] = ()
    title: str = ""
    category: str = ""
    event_date: EventDate = EventDate()
    place: Place = Place()
    attachments: tuple[Attachment, ...] = ()
    visibility: Visibility = Visibility.OPEN
    name: str = ""
    contact: str = ""
    settled: tuple[Field, ...] = ()
    revising: Field | None = None
    misreads: int = 0
    sources: tuple[tuple[str, Field], ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    may_represent: bool = False
    """Whether it was begun by a volunteer: then it is asked for whom it is."""
    represents: Represented | None = None
    """For whom it is told, or None when for whoever tells it."""
    neighbour: Neighbour | None = None
    """Set where it is of a neighbour's message in a group: they are asked there whether they agree."""
    near: str = ""
    """The area of the report before it, taken where the words name no other."""
    form: Attachment | None = None
    """The photographed form from which it is typed: it shows that the represented person agrees, and never leaves."""

    @property
    def description(self) -> str:
        return "\n".join(part.text for part in self.told)

    @property
    def has_begun(self) -> bool:
        """Whether there is anything in it that would be lost."""
        told = set(self.settled) - TAKEN_OVER
        return bool(told or self.told or self.attachments or self.place.has_coordinates or self.form)

    @property
    def evidence(self) -> Attachment | None:
        """What shows that the represented person agrees. It is no attachment: it never leaves."""
        consent = self.represents.consent if self.represents else None
        return consent.evidence if consent else None

    @property
    def loose_evidence(self) -> Attachment | None:
        """The evidence that came by itself, and not as a form: it may have been meant for the report."""
        return None if self.evidence == self.form else self.evidence


@dataclass(frozen=True, slots=True)
class Sent:
    """A report that was sent, and the messages that went to it: an edit of one of them becomes an addendum.

    `keys` are those whose words stand for themselves, `answers` those that gave one of its answers.
    """

    receipt: str
    keys: tuple[str, ...] = ()
    answers: tuple[tuple[str, Field], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What an office asked about a sent report, until it is answered or put off."""

    receipt: str
    text: str
    agency: str = ""
    filed_for: str = ""
    """Whom the report was filed for by the person who is asked, or empty."""


@dataclass(frozen=True, slots=True)
class Album:
    """The album whose pictures are coming in, and the sent report that they belong to, or empty for the draft.

    `is_refused` once one of them found no room, and that was said. `is_evidence` where they show that a represented
    person agrees: then none of them is part of a report. `draft` is the number of the draft that they went to, until
    one that comes after it was sent is told of.
    """

    id: str
    about: str = ""
    is_refused: bool = False
    is_evidence: bool = False
    draft: int = 0


@dataclass(frozen=True, slots=True)
class Conversation:
    """`about` is the receipt number of the sent report that the state is about. `shelf` holds drafts put away.

    `sent` is the last report sent; `earlier` are others that something was told of, the latest first.
    `questions` wait for an answer, the newest last. `offered` are the options last shown beside those of the prompt.
    """

    state: State = State.IDLE
    person: Person = Person()
    draft: Draft | None = None
    shelf: tuple[Draft, ...] = ()
    drafts_begun: int = 0
    about: str = ""
    questions: tuple[Question, ...] = ()
    offered: tuple[Option, ...] = ()
    sent: Sent | None = None
    album: Album = Album("")
    heard_at: datetime | None = None
    is_reminded: bool = False
    earlier: tuple[Sent, ...] = ()
    volunteering: Volunteering | None = None
    listed: ListAtHand | None = None
    """The row of a village list that is being mended."""
    forms: tuple[Attachment, ...] = ()
    """Photographed forms that are still to be typed, the next first."""
    invitation: Invitation | None = None
    """The one that is being answered."""
    guesses: Debt = Debt()
    """Codes given here that opened nothing."""
    carried: Carried | None = None
    look: Look | None = None
    """What a volunteer looks at of the reports in their care, or came from and goes back to."""
    care_telling: Telling = Telling.DAILY
    """How a volunteer is told of these where they have not chosen otherwise for one."""

    @property
    def may_file(self) -> bool:
        """Whether the person may file for others now."""
        return self.volunteering is not None and self.volunteering.standing is Standing.ACTIVE
