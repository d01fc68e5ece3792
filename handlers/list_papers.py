"""The files that a volunteer gets: the template to fill in, and what became of each row. Made when they are sent."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any

from conversations.catalogue import Catalogue
from conversations.village_list.results import RowResult, results, results_sheet
from conversations.village_list.row import Column
from conversations.village_list.template import Template, template

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"
WIDTHS = {Column.NUMBER: 8, Column.TEXT: 60, Column.PLACE: 32, Column.CATEGORY: 30}
WIDTH, HOW_WIDTH = 20, 110
RESULT_WIDTHS = (8, 24, 60, 50, 20)
HEADING_COLOUR, EXAMPLE_COLOUR = "0F5B57", "808080"
MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def template_xlsx(catalogue: Catalogue, language: str, today: date, most_rows: int) -> bytes:
    from openpyxl import Workbook  # its readers and writers would be felt at every start

    of = template(catalogue, language, today)
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has one"
    sheet.title = of.sheet
    _write_row(sheet, 1, of.headings)
    _write_row(sheet, 2, of.example)
    _dress(sheet, [WIDTHS.get(column, WIDTH) for column in Column])
    _tint(sheet[2], EXAMPLE_COLOUR, is_italic=True)
    _list_choices(book, sheet, of, most_rows)
    how = book.create_sheet(of.how_sheet)
    for number, each in enumerate(of.how, 1):
        _write_row(how, number, (each,))
    _dress(how, [HOW_WIDTH])
    return _saved(book)


def template_csv(catalogue: Catalogue, language: str, today: date) -> bytes:
    """With semicolons: what Excel takes for columns where numbers have a comma."""
    of = template(catalogue, language, today)
    written = StringIO()
    csv.writer(written, delimiter=";").writerows([of.headings, of.example])
    return (MARK + written.getvalue()).encode()


def results_xlsx(found: Iterable[RowResult], catalogue: Catalogue, language: str) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has one"
    sheet.title = results_sheet(catalogue, language)
    for number, row in enumerate(results(found, catalogue, language), 1):
        _write_row(sheet, number, row)
    _dress(sheet, RESULT_WIDTHS)
    return _saved(book)


def _write_row(sheet: Any, number: int, values: Sequence[str]) -> None:
    """As text, whatever it begins with: what people wrote is never worked out."""
    for place, value in enumerate(values, 1):
        cell = sheet.cell(number, place)
        cell.value = value
        cell.data_type = "s"
        cell.number_format = "@"


def _dress(sheet: Any, widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=HEADING_COLOUR)
    sheet.freeze_panes = "A2"


def _tint(cells: Iterable[Any], colour: str, is_italic: bool) -> None:
    from openpyxl.styles import Font

    for cell in cells:
        cell.font = Font(italic=is_italic, color=colour)


def _list_choices(book: Any, sheet: Any, of: Template, most_rows: int) -> None:
    """Each column's choices in a column of a sheet of their own: a cell's own list may have 255 letters only."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = book.create_sheet(of.choices_sheet)
    for place, (column, values) in enumerate(of.choices.items(), 1):
        at = list(Column).index(column)
        _write_column(choices, place, (of.headings[at], *values))
        letter, here = get_column_letter(place), get_column_letter(at + 1)
        area = f"'{of.choices_sheet}'!${letter}$2:${letter}${len(values) + 1}"
        # others may be written too: what cannot be read is told with its row
        rule = DataValidation(type="list", formula1=area, allow_blank=True, showErrorMessage=False)
        rule.add(f"{here}2:{here}{most_rows + 1}")
        sheet.add_data_validation(rule)
    _dress(choices, [40] * len(of.choices))


def _write_column(sheet: Any, place: int, values: Sequence[str]) -> None:
    for number, value in enumerate(values, 1):
        cell = sheet.cell(number, place)
        cell.value = value
        cell.number_format = "@"


def _saved(book: Any) -> bytes:
    written = BytesIO()
    book.save(written)
    return written.getvalue()
