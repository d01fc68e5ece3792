"""What an Open311 server is sent: a report or a response as fields of a form. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from bot.backends.open311.attributes import LANGUAGE, ONLY_TEXT, attribute_fields
from bot.backends.open311.readings import Attribute, Service
from bot.backends.open311.wire import Fields, File
from conversations.catalogue import Catalogue
from conversations.messages import Line, line
from conversations.profile import Profile
from conversations.report import Place, Report
from conversations.status import ResponseKind, Status
from handlers.errors import AwaitsSetting
from handlers.ports import ResponseForwarding
from storage.forwardings import FILES

LONGEST_DESCRIPTION = 4000
"""Characters, by the specification."""


@dataclass(frozen=True, slots=True)
class Form:
    fields: Fields
    files: tuple[File, ...] = ()

    @property
    def description(self) -> str:
        return dict(self.fields)["description"]


def service_of(category_id: str, services: Sequence[Service], profile: Profile) -> Service | None:
    """The server's service for a category: as the profile names it, or of the same name, or for all others."""
    named = [s.code for s in profile.open311.services if category_id in s.categories]
    rest = [s.code for s in profile.open311.services if not s.categories]
    category = profile.category(category_id)
    by_name = [s.code for s in services if category and _is_called(s, category.id, category.name.id, category.name.en)]
    known = {service.code: service for service in services}
    return next((known[code] for code in (*named, *by_name, *rest) if code in known), None)


def request_form(
    report: Report, service: Service, attributes: Sequence[Attribute], lost: int, catalogue: Catalogue
) -> Form:
    """The report as the server takes it; what is too long for it goes along as a file. `lost` files cannot be sent.

    Raises `AwaitsSetting` for what the public may not see, where the profile does not say how the server hides it, and
    when the server asks for what the profile does not give.
    """
    ours = catalogue.profile.open311
    if report.visibility.is_secret and not ours.secret_attribute:
        raise AwaitsSetting("open311.secret_attribute of the profile does not say how the server hides a report")
    description, files = _description(report, lost, catalogue)
    fields = [
        ("service_code", service.code),
        *_place_fields(report.place, catalogue),
        ("description", description),
        *_reporter_fields(report),
        *attribute_fields(report, service, attributes, catalogue),
    ]
    return Form(fields, files)


def update_form(said: ResponseForwarding, request_id: str, status: Status, lost: int, catalogue: Catalogue) -> Form:
    """What the complainant said, with one of the two words for a status that every such server knows."""
    is_closed = said.kind is ResponseKind.SATISFIED or (status.is_final and said.kind is not ResponseKind.NOT_SOLVED)
    heading = _text(_heading(said, lost), catalogue)
    missing = _text(line("open311.files_lost", count=lost), catalogue) if lost else ""
    words = "\n".join(part for part in (heading, said.text, missing) if part)
    told, files = _cut(words, said.receipt, catalogue)
    fields = [
        ("service_request_id", request_id),
        ("update_id", said.key),
        ("status", "CLOSED" if is_closed else "OPEN"),
        ("updated_datetime", said.at.astimezone(UTC).replace(microsecond=0).isoformat()),
        ("description", told),
    ]
    return Form(fields, files)


def _heading(said: ResponseForwarding, lost: int) -> Line:
    """Of files their number: a server that takes none with an update has it to tell the office."""
    if said.key.endswith(FILES):
        return line("open311.files_follow", count=len(said.attachments) - lost)
    return Line(f"open311.said.{said.kind}")


def _is_called(service: Service, *names: str) -> bool:
    theirs = {service.code.casefold(), service.name.casefold()}
    return any(name.casefold() in theirs for name in names if name)


def _place_fields(place: Place, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The regency is named in any case: a server wants a place, and the person may not have known a better one."""
    if place.has_coordinates:
        yield "lat", f"{place.latitude:.6f}"
        yield "long", f"{place.longitude:.6f}"
    areas = [area.name for code in (place.village, place.district) if (area := catalogue.profile.area(code))]
    regency = place.outside or catalogue.profile.office.regency
    yield "address_string", ", ".join(part for part in (place.landmark, *areas, regency) if part)


def _reporter_fields(report: Report) -> Iterator[tuple[str, str]]:
    """An anonymous report comes without."""
    first, _, last = report.reporter_name.strip().partition(" ")
    if first:
        yield "first_name", first
    if last:
        yield "last_name", last.strip()
    if report.reporter_contact:
        yield "email" if "@" in report.reporter_contact else "phone", report.reporter_contact


def _description(report: Report, lost: int, catalogue: Catalogue) -> tuple[str, tuple[File, ...]]:
    told = [report.title] if report.title and report.title not in report.description else []
    told += [report.description, "\n".join(_text(each, catalogue) for each in _facts(report, lost))]
    return _cut("\n\n".join(told), report.receipt, catalogue)


def _facts(report: Report, lost: int) -> Iterator[Line]:
    """The receipt number last: it is what a report is found by, also where attributes are not shown."""
    event = report.event_date
    if event.day:
        yield line("review.date", day=event.day.isoformat())
    elif event.as_said:
        yield line("review.date_as_said", text=event.as_said)
    if report.place.landmark:
        yield line("review.landmark", text=report.place.landmark)
    if report.place.village or report.place.district:
        yield line("review.area", code=report.place.village or report.place.district)
    if lost:
        yield line("open311.files_lost", count=lost)
    yield line("open311.receipt", receipt=report.receipt)


def _cut(told: str, receipt: str, catalogue: Catalogue) -> tuple[str, tuple[File, ...]]:
    """What is too long goes along whole, as a text file, and is shown by its beginning."""
    told = told.translate(ONLY_TEXT)
    if len(told) <= LONGEST_DESCRIPTION:
        return told, ()
    name = f"{receipt}.txt"
    ending = "\n\n" + "\n".join(
        _text(each, catalogue) for each in (line("open311.cut", name=name), line("open311.receipt", receipt=receipt))
    )
    begun = told[: LONGEST_DESCRIPTION - len(ending) - 1].rstrip()
    return f"{begun}…{ending}", (File(name, "text/plain; charset=utf-8", told.encode()),)


def _text(each: Line, catalogue: Catalogue) -> str:
    return catalogue.text(each, LANGUAGE)
