"""The report: what LAPOR! needs to know, as it is being told (`Draft`), and as it was sent (`Report`)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from conversations.messages import MediaKind


class ReportClass(StrEnum):
    """LAPOR!'s *klasifikasi*."""

    COMPLAINT = "complaint"
    ASPIRATION = "aspiration"
    INFORMATION_REQUEST = "information_request"


class Visibility(StrEnum):
    """Who may see what: *biasa*, *anonim* (identity hidden), *rahasia* (content hidden from the public), or both."""

    OPEN = "open"
    ANONYMOUS = "anonymous"
    SECRET = "secret"
    ANONYMOUS_SECRET = "anonymous_secret"

    @property
    def is_anonymous(self) -> bool:
        return self in (Visibility.ANONYMOUS, Visibility.ANONYMOUS_SECRET)

    @property
    def anonymous(self) -> "Visibility":
        """The same, with the identity hidden."""
        return Visibility.ANONYMOUS_SECRET if self.is_secret else Visibility.ANONYMOUS

    @property
    def is_secret(self) -> bool:
        return self in (Visibility.SECRET, Visibility.ANONYMOUS_SECRET)

    def hides_more_than(self, other: "Visibility") -> bool:
        """Whether it hides all that the other does, and something else."""
        hides_all = self.is_anonymous >= other.is_anonymous and self.is_secret >= other.is_secret
        return hides_all and self is not other


@dataclass(frozen=True, slots=True)
class EventDate:
    """When it happened: a day, or what the person said when no day can be read from it (or neither: unknown)."""

    day: date | None = None
    as_said: str = ""

    @staticmethod
    def is_day(value: str) -> bool:
        """Whether the value is a day as ISO 8601 writes it."""
        try:
            return bool(date.fromisoformat(value))
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened. Codes are the ministry's (64.08.04 a kecamatan, 64.08.04.1003 a desa/kelurahan)."""

    landmark: str = ""
    district: str = ""
    village: str = ""
    latitude: float | None = None
    longitude: float | None = None
    outside: str = ""
    """The regency in which the shared location seems to lie, when it is not the profile's own."""

    @property
    def has_coordinates(self) -> bool:
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the report; `id` names it in the store (or, until it is fetched, in the messaging app)."""

    id: str
    kind: MediaKind
    caption: str = ""
    file_name: str = ""


class ConsentKind(StrEnum):
    """How a represented person said yes."""

    IN_PERSON = "in_person"  # pressed the button on the volunteer's phone
    VOICE_NOTE = "voice_note"
    SIGNED_SLIP = "signed_slip"  # a photo of it, or the signed village list
    GROUP_BUTTON = "group_button"  # pressed the button under their own message in the group


@dataclass(frozen=True, slots=True)
class FiledBy:
    """The volunteer as the office may know them, with how the represented person agreed."""

    name: str
    kim_group: str
    consent: ConsentKind
    consented_at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was sent. Title, description, place and the rest are the complainant's own words."""

    receipt: str
    report_class: ReportClass
    title: str
    description: str
    category: str
    """A category's id in the profile, or empty when the person did not know."""
    event_date: EventDate
    place: Place
    visibility: Visibility
    attachments: tuple[Attachment, ...]
    reporter_name: str
    reporter_contact: str
    sent_at: datetime
    filed_by: FiledBy | None = None
    """Set where a volunteer filed it: then the reporter is the represented person."""


def without_hidden_identity(report: Report) -> Report:
    """What may leave for the office: of an anonymous report nothing that names its reporter, as a file's name may.

    Nor whoever filed it: a volunteer's name leads to the neighbours.
    """
    if not report.visibility.is_anonymous:
        return report
    files = without_names(report.attachments)
    return replace(report, reporter_name="", reporter_contact="", attachments=files, filed_by=None)


def without_names(attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    return tuple(replace(attachment, file_name="") for attachment in attachments)
