"""How a row's fault is mended: by what the volunteer writes or chooses, or by sending the row as it is."""

from dataclasses import replace
from datetime import date

from conversations.profile import Profile
from conversations.village_list.checking import faults_of
from conversations.village_list.doubles import left_of
from conversations.village_list.refusal import MOST_LETTERS
from conversations.village_list.row import Column, Fault, ListRow
from conversations.wording import clean


def mend(row: ListRow, value: str, today: date, profile: Profile) -> ListRow:
    """The row with this in the cell of its first fault; whatever is still wrong with it is found anew."""
    column = row.faults[0].column
    cells = replace(row.cells, **{column.value: clean(value, MOST_LETTERS)})
    merged = tuple(each for each in row.merged if each is not column)
    changed = replace(row, cells=cells, merged=merged)
    is_told_anew = column in (Column.NAME, Column.TEXT)
    return _checked(changed, () if is_told_anew else left_of(row.faults), today, profile)


def accept(row: ListRow, today: date, profile: Profile) -> ListRow:
    """The row is to be sent with its first fault."""
    fault = row.faults[0]
    accepted = replace(row, accepted=(*row.accepted, fault.kind))
    return _checked(accepted, tuple(each for each in left_of(row.faults) if each != fault), today, profile)


def _checked(row: ListRow, doubles: tuple[Fault, ...], today: date, profile: Profile) -> ListRow:
    return replace(row, faults=(*faults_of(row, today, profile), *doubles))
