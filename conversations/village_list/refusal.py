"""Why a file cannot be taken as a village list: what and where, for whoever made it."""

from dataclasses import dataclass
from enum import StrEnum

from conversations.village_list.row import Column

MOST_ROWS = 1_000
MOST_LETTERS = 20_000
"""Of one cell: far more than a story may have, so that what is too long is told with its row."""


class ListProblem(StrEnum):
    NOT_A_LIST = "not_a_list"  # neither a workbook nor a table of text
    OLD_WORKBOOK = "old_workbook"  # .xls, or one with a password
    OTHER_WORKBOOK = "other_workbook"  # .ods, .numbers
    MACROS = "macros"
    BROKEN = "broken"
    BROKEN_ROW = "broken_row"  # text whose quotation marks do not close
    TOO_LARGE = "too_large"  # also once it is unpacked
    OTHER_COLUMNS = "other_columns"
    TOO_MANY_ROWS = "too_many_rows"
    NO_ROWS = "no_rows"


@dataclass(frozen=True, slots=True)
class ListRefusal:
    """`where` is the number of a broken row, `columns` are those that are missing."""

    problem: ListProblem
    where: str = ""
    columns: tuple[Column, ...] = ()


class UnreadableList(Exception):
    """The file is no list that can be read. Nothing of what is in it is in the message."""

    def __init__(self, problem: ListProblem, where: str = "", columns: tuple[Column, ...] = ()) -> None:
        super().__init__(problem)
        self.refusal = ListRefusal(problem, where, columns)
