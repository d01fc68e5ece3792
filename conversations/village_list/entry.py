"""A row without a fault becomes a report, with whom it is for and how they agreed."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from conversations.dates import is_vague
from conversations.profile import Profile
from conversations.report import ConsentKind, EventDate, FiledBy, Place, Report, ReportClass, Visibility
from conversations.telephone import read_phone
from conversations.village_list.cells import (
    class_of,
    has_no_phone,
    read_area,
    read_category,
    read_day,
    read_visibility,
)
from conversations.village_list.row import Cells, ListRow
from conversations.volunteering import Consent, Represented, Volunteering
from conversations.wording import propose_title

MIDDAY = time(12)


def represented(row: ListRow, came_at: datetime, profile: Profile) -> Represented:
    """Who signed the list, on the day that it says; at midday, since nobody writes down the hour."""
    cells, today = row.cells, profile.local_date(came_at)
    day = read_day(cells.consent_date, today)
    assert day is not None, "a row without a fault"
    at = min(datetime.combine(day, MIDDAY, ZoneInfo(profile.office.timezone)), came_at)
    consent = Consent(ConsentKind.SIGNED_SLIP, at, _visibility(cells))
    return Represented(cells.name, "" if has_no_phone(cells.phone) else read_phone(cells.phone), consent)


def report_of(
    row: ListRow, receipt: str, came_at: datetime, now: datetime, volunteer: Volunteering, profile: Profile
) -> Report:
    """What is sent for the row of a list that came at `came_at`. The reporter is the represented person."""
    cells, person = row.cells, represented(row, came_at, profile)
    assert person.consent is not None, "just given"
    kind, visibility = class_of(cells), _visibility(cells)
    category = read_category(cells.category, profile)
    return Report(
        receipt=receipt,
        report_class=kind,
        title=propose_title(cells.text),
        description=cells.text,
        category=category.id if category else "",
        event_date=_event_date(cells, profile.local_date(came_at)),
        place=_place(cells, profile),
        visibility=visibility,
        attachments=(),
        reporter_name="" if visibility.is_anonymous else person.name,
        reporter_contact="" if visibility.is_anonymous else person.contact,
        sent_at=now,
        filed_by=FiledBy(volunteer.name, volunteer.kim_group, person.consent.kind, person.consent.at),
    )


def _event_date(cells: Cells, today: date) -> EventDate:
    if class_of(cells) is not ReportClass.COMPLAINT or not cells.date:
        return EventDate()
    if day := read_day(cells.date, today):
        return EventDate(day)
    return EventDate() if is_vague(cells.date) else EventDate(as_said=cells.date)


def _place(cells: Cells, profile: Profile) -> Place:
    area = read_area(cells, profile)
    if area is None:
        return Place(", ".join(filter(None, (cells.place, cells.village))))
    return Place(cells.place, area.district_code, "" if area.is_district else area.code)


def _visibility(cells: Cells) -> Visibility:
    chosen = read_visibility(cells.visibility)
    assert chosen is not None, "a row without a fault"
    return chosen
