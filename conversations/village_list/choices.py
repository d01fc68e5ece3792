"""What may be chosen for a row's fault instead of writing."""

from conversations.categories import search
from conversations.messages import Line, line
from conversations.missing import allowed_visibilities
from conversations.places import areas_like
from conversations.profile import Profile
from conversations.report import ReportClass, Visibility
from conversations.village_list.cells import class_of
from conversations.village_list.row import ACCEPTABLE, Column, FaultKind, ListRow

MOST_SUGGESTED = 4
AGREED = "ya"
CLASS_WORDS = {
    ReportClass.COMPLAINT: "pengaduan",
    ReportClass.ASPIRATION: "aspirasi",
    ReportClass.INFORMATION_REQUEST: "informasi",
}
VISIBILITY_WORDS = {
    Visibility.OPEN: "biasa",
    Visibility.ANONYMOUS: "anonim",
    Visibility.SECRET: "rahasia",
    Visibility.ANONYMOUS_SECRET: "anonim dan rahasia",
}


def can_be_accepted(row: ListRow) -> bool:
    return row.faults[0].kind in ACCEPTABLE


def chosen(row: ListRow, value: str) -> str:
    """What a button carries that stands for this value in this row."""
    return f"{row.number}={value}"


def suggestions(row: ListRow, profile: Profile) -> tuple[tuple[str, Line], ...]:
    """The value that the cell gets, and how it is called."""
    fault = row.faults[0]
    match fault.column:
        case Column.REPORT_CLASS:
            return tuple((CLASS_WORDS[each], Line(f"class.{each}")) for each in ReportClass)
        case Column.VILLAGE:
            said = row.cells.village or row.cells.place
            return tuple((each.code, line("list.area", code=each.code)) for each in areas_like(said, profile))
        case Column.CATEGORY:
            found = search(f"{row.cells.category} {row.cells.text}", profile, MOST_SUGGESTED)
            return tuple((each.id, line("plain.category", category=each.id)) for each in found)
        case Column.VISIBILITY:
            allowed = allowed_visibilities(class_of(row.cells), profile)
            return tuple((VISIBILITY_WORDS[each], Line(f"visibility.{each}")) for each in allowed)
        case Column.CONSENT if fault.kind is FaultKind.NO_CONSENT:
            return ((AGREED, line("option.list_agreed")),)
    return ()
