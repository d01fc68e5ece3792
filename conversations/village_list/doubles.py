"""Rows that say what another row, or an open report of the same person, says already."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from conversations.profile import Profile
from conversations.village_list.cells import read_area, read_category
from conversations.village_list.row import Cells, Column, Fault, FaultKind, ListRow
from conversations.words import words_of

_TOLD_IN = (Column.NAME, Column.TEXT, Column.DATE, Column.VILLAGE, Column.PLACE)
DOUBLES = frozenset({FaultKind.DOUBLED_IN_LIST, FaultKind.DOUBLED_OPEN})


@dataclass(frozen=True, slots=True)
class OpenReport:
    """What a volunteer filed for a person, and what the office has not closed."""

    receipt: str
    person_name: str
    description: str
    category: str
    village: str


def fingerprint(cells: Cells) -> str:
    """The same for rows that tell the same of the same person, whatever their case and punctuation: 64 characters."""
    told = "\n".join(" ".join(words_of(cells.at(column))) for column in _TOLD_IN)
    return hashlib.sha256(told.encode()).hexdigest()


def with_doubles(rows: Sequence[ListRow], opened: Sequence[OpenReport], profile: Profile) -> list[ListRow]:
    """The rows, with a fault more where one doubles an earlier row, or else an open report of that person."""
    first: dict[str, int] = {}
    by_person: dict[tuple[str, ...], list[OpenReport]] = {}
    for report in opened:
        by_person.setdefault(tuple(words_of(report.person_name)), []).append(report)
    done = []
    for row in rows:
        earlier = first.setdefault(fingerprint(row.cells), row.number)
        theirs = by_person.get(tuple(words_of(row.cells.name)), ())
        if earlier != row.number:
            done.append(_with(row, FaultKind.DOUBLED_IN_LIST, str(earlier)))
        elif same := next((each for each in theirs if _is_same(each, row.cells, profile)), None):
            done.append(_with(row, FaultKind.DOUBLED_OPEN, same.receipt))
        else:
            done.append(row)
    return done


def left_of(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those of the faults that only the other rows and reports can tell."""
    return tuple(fault for fault in faults if fault.kind in DOUBLES)


def without_receipts(row: ListRow, receipts: Collection[str]) -> ListRow:
    """The row, in which no fault names one of these reports."""
    return replace(row, faults=tuple(replace(f, of="") if f.of in receipts else f for f in row.faults))


def _with(row: ListRow, kind: FaultKind, of: str) -> ListRow:
    if kind in row.accepted:
        return row
    return replace(row, faults=(*row.faults, Fault(kind, Column.TEXT, row.cells.text, of)))


def _is_same(report: OpenReport, cells: Cells, profile: Profile) -> bool:
    """In the same words, or about the same matter in the same village."""
    if words_of(report.description) == words_of(cells.text):
        return True
    category, area = read_category(cells.category, profile), read_area(cells, profile)
    is_named = category is not None and area is not None
    return is_named and (report.category, report.village) == (category and category.id, area and area.code)
