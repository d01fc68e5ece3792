"""What became of each row, as the file that goes back to the volunteer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from conversations.catalogue import Catalogue
from conversations.messages import Line, line
from conversations.village_list.row import ListRow, RowState
from conversations.village_list.telling import fault_words
from conversations.wording import excerpt

SHOWN_TEXT = 120


@dataclass(frozen=True, slots=True)
class RowResult:
    """`receipt` is empty for what was not sent, and for a report that is no longer the volunteer's."""

    row: ListRow
    state: RowState
    receipt: str = ""


def results(found: Iterable[RowResult], catalogue: Catalogue, language: str) -> Iterator[tuple[str, ...]]:
    """The heading, then a row for each: its number, name and words, and what became of it."""

    def text(said: Line) -> str:
        return catalogue.text(said, language)

    yield tuple(
        text(each)
        for each in (
            line("list.result.row"),
            line("list.column.name"),
            line("list.column.text"),
            line("list.result.outcome"),
            line("list.result.receipt"),
        )
    )
    for each in found:
        outcome = [text(Line(f"list.result.{each.state}"))]
        if each.state is RowState.FAULTY:
            outcome += [text(fault_words(fault)) for fault in each.row.faults]
        cells, said = each.row.cells, "; ".join(outcome)
        yield (str(each.row.number), cells.name, excerpt(cells.text, SHOWN_TEXT), said, each.receipt)


def results_sheet(catalogue: Catalogue, language: str) -> str:
    return catalogue.text(line("list.sheet_results"), language)
