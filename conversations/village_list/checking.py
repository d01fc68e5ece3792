"""What is wrong with a row: everything that the chat would have asked for."""

from collections.abc import Callable
from datetime import date

from conversations.dates import is_vague
from conversations.guards.words import reads_as_name
from conversations.missing import allowed_visibilities
from conversations.profile import Need, Profile
from conversations.report import ReportClass
from conversations.telephone import read_phone
from conversations.village_list.cells import (
    class_of,
    has_no_phone,
    is_agreed,
    is_in_the_future,
    read_area,
    read_category,
    read_class,
    read_day,
    read_visibility,
)
from conversations.village_list.row import Cells, Column, Fault, FaultKind, ListRow
from conversations.wording import says_something

FEWEST_WORDS = 2
K = FaultKind
Check = Callable[[Cells, date, Profile], FaultKind | None]


def faults_of(row: ListRow, today: date, profile: Profile) -> tuple[Fault, ...]:
    """In the columns' order, at most one for each. `today` is the day on which the list came: "kemarin" is before it.

    What the row was accepted with is none; nor is what others say too (`doubles`).
    """
    found = (_fault(column, row, today, profile) for column in Column)
    return tuple(fault for fault in found if fault and fault.kind not in row.accepted)


def _fault(column: Column, row: ListRow, today: date, profile: Profile) -> Fault | None:
    value = row.cells.at(column)
    if column in row.merged:
        return Fault(K.MERGED, column)
    if value.startswith("=") and column is not Column.NUMBER:
        return Fault(K.FORMULA, column, value)
    check = _CHECKS.get(column)
    kind = check(row.cells, today, profile) if check else None
    return Fault(kind, column, value) if kind else None


def _name(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if not cells.name:
        return K.MISSING_NAME
    return None if reads_as_name(cells.name) else K.UNREADABLE_NAME


def _phone(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if not has_no_phone(cells.phone):
        return None if read_phone(cells.phone) else K.BAD_PHONE
    is_needed = profile.asked_for(class_of(cells)).contact is Need.ALWAYS
    return K.MISSING_PHONE if is_needed else None


def _report_class(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    return None if read_class(cells.report_class) else K.UNKNOWN_CLASS


def _text(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if not cells.text:
        return K.MISSING_TEXT
    if len(cells.text) > profile.max_description:
        return K.LONG_TEXT
    is_telling = says_something(cells.text) and len(cells.text.split()) >= FEWEST_WORDS
    return None if is_telling else K.SHORT_TEXT


def _date(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if class_of(cells) is not ReportClass.COMPLAINT:
        return None
    if not cells.date:
        return K.MISSING_DATE
    if read_day(cells.date, today) or is_vague(cells.date):
        return None
    return K.FUTURE_DATE if is_in_the_future(cells.date, today) else K.UNREADABLE_DATE


def _village(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    is_placed = bool(cells.village or cells.place)
    if class_of(cells) is ReportClass.COMPLAINT and not is_placed:
        return K.MISSING_PLACE
    return K.DOUBTFUL_PLACE if is_placed and read_area(cells, profile) is None else None


def _category(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    is_known = not cells.category or is_vague(cells.category) or read_category(cells.category, profile)
    return None if is_known else K.UNKNOWN_CATEGORY


def _visibility(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if not cells.visibility:
        return K.MISSING_VISIBILITY
    chosen = read_visibility(cells.visibility)
    if chosen is None:
        return K.UNKNOWN_VISIBILITY
    return None if chosen in allowed_visibilities(class_of(cells), profile) else K.NAME_NEEDED


def _consent(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    return None if is_agreed(cells.consent) else K.NO_CONSENT


def _consent_date(cells: Cells, today: date, profile: Profile) -> FaultKind | None:
    if not is_agreed(cells.consent):
        return None
    if not cells.consent_date:
        return K.MISSING_CONSENT_DATE
    if read_day(cells.consent_date, today):
        return None
    return K.FUTURE_CONSENT_DATE if is_in_the_future(cells.consent_date, today) else K.UNREADABLE_CONSENT_DATE


_CHECKS: dict[Column, Check] = {
    Column.NAME: _name,
    Column.PHONE: _phone,
    Column.REPORT_CLASS: _report_class,
    Column.TEXT: _text,
    Column.DATE: _date,
    Column.VILLAGE: _village,
    Column.CATEGORY: _category,
    Column.VISIBILITY: _visibility,
    Column.CONSENT: _consent,
    Column.CONSENT_DATE: _consent_date,
}
