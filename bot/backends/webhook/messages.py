"""What the backend is sent: a report, or what its complainant said of it later. Shapes of the contract."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, Struct

from conversations.messages import MediaKind
from conversations.profile import Profile
from conversations.report import Attachment, Place, Report, ReportClass, Visibility, without_hidden_identity
from conversations.status import ResponseKind
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding
from storage.fetches import FileState


class File(Struct, frozen=True):
    """A file of the complainant's. A photo comes as a cleaned copy, without what a camera writes into it."""

    id: str
    kind: MediaKind
    caption: str
    file_name: Annotated[str, Meta(description="Empty where the complainant is anonymous")]
    state: Annotated[
        FileState, Meta(description="`pending` is still with the messaging app: ask again; `lost` will never be had")
    ]
    url: Annotated[str | None, Meta(description="Where to fetch it, without any other key, until `expires_at`")]
    expires_at: datetime | None
    media_type: Annotated[str | None, Meta(description="Of `content`")] = None
    content: Annotated[str | None, Meta(description="In base64, where files are sent along and it is small")] = None


class Category(Struct, frozen=True):
    """Of LAPOR!'s tree; `top` is the name of its top category."""

    id: str
    name: str
    top: str


class Area(Struct, frozen=True):
    """A kecamatan or a desa/kelurahan, with the ministry's code (64.08.04, 64.08.04.1003), and its name where known."""

    code: str
    name: str


class Location(Struct, frozen=True):
    """Where it happened. The point is WGS 84, in degrees; `outside` names another regency in which it seems to lie."""

    landmark: str
    district: Area | None
    village: Area | None
    latitude: float | None
    longitude: float | None
    outside: str


class EventDay(Struct, frozen=True):
    """The day it happened, or what the complainant said of it where no day can be read from that; or neither."""

    day: date | None
    as_said: str


class Reporter(Struct, frozen=True):
    """Who reports, as far as it was asked."""

    name: str
    contact: str


class ReportData(Struct, frozen=True):
    """A report, as it was sent."""

    receipt: Annotated[str, Meta(description="Our receipt number: name it in each update", examples=["KTM-7F3K-9Q2C"])]
    report_class: ReportClass
    title: str
    description: str
    category: Annotated[Category | None, Meta(description="null where the complainant did not know")]
    event: EventDay
    place: Location
    visibility: Annotated[
        Visibility, Meta(description="anonymous: who reports is hidden; secret: the content is hidden from the public")
    ]
    reporter: Annotated[Reporter | None, Meta(description="null where the complainant is anonymous")]
    sent_at: datetime
    attachments: tuple[File, ...]


class ResponseData(Struct, frozen=True):
    """What the complainant said of a report that you have."""

    receipt: str
    kind: ResponseKind
    text: str
    at: datetime
    attachments: tuple[File, ...]
    visibility: Annotated[
        Visibility | None,
        Meta(description="How the report is to be seen from now on, where its complainant has hidden it more"),
    ] = None


class ReportMessage(Struct, frozen=True, tag_field="type", tag="report"):
    """A report."""

    timestamp: datetime
    data: ReportData


class ResponseMessage(Struct, frozen=True, tag_field="type", tag="response"):
    """A response. It comes after its report, and after the responses before it."""

    timestamp: datetime
    data: ResponseData


Message = ReportMessage | ResponseMessage


def attachments_of(forwarding: Forwarding) -> tuple[Attachment, ...]:
    """As they may be named to the backend."""
    if isinstance(forwarding, ReportForwarding):
        return without_hidden_identity(forwarding.report).attachments
    return forwarding.attachments


def message_of(forwarding: Forwarding, files: tuple[File, ...], profile: Profile) -> Message:
    match forwarding:
        case ReportForwarding(report=report):
            return ReportMessage(report.sent_at, _report(without_hidden_identity(report), files, profile))
        case ResponseForwarding():
            said = forwarding
            return ResponseMessage(said.at, _response(said, files))


def _response(said: ResponseForwarding, files: tuple[File, ...]) -> ResponseData:
    return ResponseData(said.receipt, said.kind, said.text, said.at, files, said.visibility)


def _report(report: Report, files: tuple[File, ...], profile: Profile) -> ReportData:
    is_anonymous = report.visibility.is_anonymous
    return ReportData(
        receipt=report.receipt,
        report_class=report.report_class,
        title=report.title,
        description=report.description,
        category=_category(report.category, profile),
        event=EventDay(report.event_date.day, report.event_date.as_said),
        place=_location(report.place, profile),
        visibility=report.visibility,
        reporter=None if is_anonymous else Reporter(report.reporter_name, report.reporter_contact),
        sent_at=report.sent_at,
        attachments=files,
    )


def _category(id: str, profile: Profile) -> Category | None:
    known = profile.category(id)
    if known is None:
        return Category(id, "", "") if id else None
    return Category(id, known.name.id, known.top)


def _location(place: Place, profile: Profile) -> Location:
    return Location(
        place.landmark,
        _area(place.district, profile),
        _area(place.village, profile),
        place.latitude,
        place.longitude,
        place.outside,
    )


def _area(code: str, profile: Profile) -> Area | None:
    area = profile.area(code)
    return Area(code, area.name if area else "") if code else None
