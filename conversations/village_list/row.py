"""A row of a village list, and what may be wrong with it."""

from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """In the template's order. Each names the cell of `Cells` below it."""

    NUMBER = "number"
    NAME = "name"
    PHONE = "phone"
    REPORT_CLASS = "report_class"
    TEXT = "text"
    DATE = "date"
    VILLAGE = "village"
    PLACE = "place"
    CATEGORY = "category"
    VISIBILITY = "visibility"
    CONSENT = "consent"
    CONSENT_DATE = "consent_date"


@dataclass(frozen=True, slots=True)
class Cells:
    """What was written, cleaned; a day as ISO 8601 where the file knew it as one. A formula begins with `=`."""

    number: str = ""
    name: str = ""
    phone: str = ""
    report_class: str = ""
    text: str = ""
    date: str = ""
    village: str = ""
    place: str = ""
    category: str = ""
    visibility: str = ""
    consent: str = ""
    consent_date: str = ""

    def at(self, column: Column) -> str:
        return str(getattr(self, column))


class FaultKind(StrEnum):
    FORMULA = "formula"  # a cell says how it is worked out, not what it is
    MERGED = "merged"  # a cell is one with another row's
    MISSING_NAME = "missing_name"
    UNREADABLE_NAME = "unreadable_name"
    MISSING_PHONE = "missing_phone"  # the class needs it
    BAD_PHONE = "bad_phone"
    UNKNOWN_CLASS = "unknown_class"
    MISSING_TEXT = "missing_text"
    SHORT_TEXT = "short_text"  # says nothing yet
    LONG_TEXT = "long_text"
    MISSING_DATE = "missing_date"
    UNREADABLE_DATE = "unreadable_date"
    FUTURE_DATE = "future_date"
    MISSING_PLACE = "missing_place"
    DOUBTFUL_PLACE = "doubtful_place"  # no village that is known, or one of several
    UNKNOWN_CATEGORY = "unknown_category"
    MISSING_VISIBILITY = "missing_visibility"
    UNKNOWN_VISIBILITY = "unknown_visibility"
    NAME_NEEDED = "name_needed"  # anonymous, where the class needs a name
    NO_CONSENT = "no_consent"
    MISSING_CONSENT_DATE = "missing_consent_date"
    UNREADABLE_CONSENT_DATE = "unreadable_consent_date"
    FUTURE_CONSENT_DATE = "future_consent_date"
    DOUBLED_IN_LIST = "doubled_in_list"
    DOUBLED_OPEN = "doubled_open"  # an open report of that person says the same


DOUBLED = frozenset({FaultKind.DOUBLED_IN_LIST, FaultKind.DOUBLED_OPEN})
ACCEPTABLE = frozenset(
    {
        FaultKind.MISSING_DATE,
        FaultKind.UNREADABLE_DATE,
        FaultKind.DOUBTFUL_PLACE,
        FaultKind.UNKNOWN_CATEGORY,
        FaultKind.DOUBLED_OPEN,
    }
)
"""A report is not lost for these: the volunteer may send the row as it is."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`value` is what stands in the cell, `of` the row or the receipt number that it is doubled with."""

    kind: FaultKind
    column: Column
    value: str = ""
    of: str = ""


class RowState(StrEnum):
    GOOD = "good"
    FAULTY = "faulty"
    LEFT_OUT = "left_out"  # the volunteer does not want it sent
    SENT = "sent"
    KNOWN = "known"  # was sent before, with this list or another


@dataclass(frozen=True, slots=True)
class ListRow:
    """`number` is the row's in the file. `merged` are the columns whose cell belongs to another row.

    `accepted` are the faults with which it is to be sent all the same.
    """

    number: int
    cells: Cells
    faults: tuple[Fault, ...] = ()
    accepted: tuple[FaultKind, ...] = ()
    merged: tuple[Column, ...] = ()
