"""A file becomes the rows of a village list, or what is wrong with it is said: `UnreadableList`.

Nothing of a file is believed: neither its name nor the sizes that it tells of itself, and none of it is worked out.
"""

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any

from conversations.village_list.headings import is_example, missing_columns, read_headings
from conversations.village_list.refusal import MOST_LETTERS, MOST_ROWS, ListProblem, UnreadableList
from conversations.village_list.row import Cells, Column, ListRow
from conversations.wording import clean

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
"""Bytes of all that a workbook holds: a thousand full rows take two megabytes."""
MOST_PARTS = 500
MOST_COLUMNS = 40
MOST_LINES = 20_000
"""Rows that are looked at at all: sheets have a million empty ones."""
HEADING_WITHIN = 20
"""Rows above the heading in which an office may name itself."""
FEWEST_HEADINGS = 3
ZIP, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK, MACROS, OPEN_DOCUMENT = "xl/workbook.xml", "vbaproject.bin", "mimetype"
DELIMITERS = ";,\t|"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError, RuntimeError)
P = ListProblem
NumberedLine = tuple[int, Sequence[str]]


def read_list(content: bytes) -> list[ListRow]:
    """The rows that have anything in them, without the example; nothing of them is checked yet.

    Raises `UnreadableList`.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableList(P.TOO_LARGE)
    if not content.strip():
        raise UnreadableList(P.NO_ROWS)
    if content.startswith(OLD_OFFICE):
        raise UnreadableList(P.OLD_WORKBOOK)
    found = _read_workbook(content) if content.startswith(ZIP) else _rows(_lines_of_text(content), {})
    if not found:
        raise UnreadableList(P.NO_ROWS)
    return found


# --- rows, however they came ---


def _rows(lines: Iterator[NumberedLine], merged: Mapping[int, set[int]]) -> list[ListRow]:
    """`merged` are the places of cells that belong to another row, by the row's number."""
    columns = _find_headings(lines)
    found: list[ListRow] = []
    for number, values in lines:
        cells = {column.value: clean(values[at], MOST_LETTERS) for at, column in columns.items() if at < len(values)}
        is_told = any(value for name, value in cells.items() if name != Column.NUMBER)
        if not is_told or is_example(cells.get(Column.NUMBER, "")):
            continue
        if len(found) == MOST_ROWS:
            raise UnreadableList(P.TOO_MANY_ROWS)
        covered = tuple(columns[at] for at in sorted(merged.get(number, ())) if at in columns)
        found.append(ListRow(number, Cells(**cells), merged=covered))
    return found


def _find_headings(lines: Iterator[NumberedLine]) -> Mapping[int, Column]:
    best: Mapping[int, Column] = {}
    for number, values in lines:
        found = read_headings(values)
        if len(found) > len(best):
            best = found
        if not missing_columns(found):
            return found
        if len(found) >= FEWEST_HEADINGS or number >= HEADING_WITHIN:
            break
    raise UnreadableList(P.OTHER_COLUMNS, columns=missing_columns(best))


# --- text ---


def _lines_of_text(content: bytes) -> Iterator[NumberedLine]:
    text = _decoded(content)
    if "\0" in text:
        raise UnreadableList(P.NOT_A_LIST)
    beginning = text[:4_000].split("\n", HEADING_WITHIN)[:HEADING_WITHIN]
    delimiter = max(DELIMITERS, key=lambda mark: max(line.count(mark) for line in beginning))
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableList(P.BROKEN_ROW, str(number)) from None
        yield number, values[:MOST_COLUMNS]
        number = reader.line_num + 1


def _decoded(content: bytes) -> str:
    """As its mark says; else UTF-8, or what Excel writes on a Windows of these latitudes."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


# --- workbooks ---


def _read_workbook(content: bytes) -> list[ListRow]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _refuse_what_is_no_plain_workbook(packed)
            return _read_sheets(content, packed)
    except UnreadableList:
        raise
    except (*BROKEN, zipfile.BadZipFile, zlib.error, MemoryError, NotImplementedError, RecursionError):
        raise UnreadableList(P.BROKEN) from None


def _refuse_what_is_no_plain_workbook(packed: zipfile.ZipFile) -> None:
    """No part is unpacked beyond the size that it tells: their sum is all that it can grow to."""
    parts = packed.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise UnreadableList(P.TOO_LARGE)
    if any(name.lower().endswith(MACROS) for name in names):
        raise UnreadableList(P.MACROS)
    if WORKBOOK not in names:
        is_other = OPEN_DOCUMENT in names or any(name.endswith(".iwa") for name in names)
        raise UnreadableList(P.OTHER_WORKBOOK if is_other else P.NOT_A_LIST)


def _read_sheets(content: bytes, packed: zipfile.ZipFile) -> list[ListRow]:
    """The first sheet that has the columns; where none has, what the first one lacks is said."""
    from openpyxl import load_workbook  # its readers would be felt at every start

    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    try:
        first: UnreadableList | None = None
        for sheet in book.worksheets:
            merged = _merged_cells(packed, sheet)
            try:
                return _rows(_lines_of_sheet(sheet), merged)
            except UnreadableList as error:
                if error.refusal.problem is not P.OTHER_COLUMNS:
                    raise
                first = first or error
        raise first or UnreadableList(P.NO_ROWS)
    finally:
        book.close()


def _lines_of_sheet(sheet: Any) -> Iterator[NumberedLine]:
    sheet.reset_dimensions()  # what a sheet says of its own size is often wrong
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_LINES, values_only=True)
    for number, values in enumerate(rows, 1):
        yield number, [_as_text(value) for value in values]


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case str():
            return value
    return str(value)


def _merged_cells(packed: zipfile.ZipFile, sheet: Any) -> dict[int, set[int]]:
    """The places (from 0) of those cells of a row that belong to a row above it."""
    with packed.open(sheet._worksheet_path.removeprefix("/")) as part:
        merged = MERGED.findall(part.read(MOST_UNPACKED))
    covered: dict[int, set[int]] = {}
    for left, top, right, bottom in merged[: 10 * MOST_ROWS]:
        places = range(_place(left), min(_place(right) + 1, MOST_COLUMNS))
        for number in range(int(top) + 1, min(int(bottom), MOST_LINES) + 1):
            covered.setdefault(number, set()).update(places)
    return covered


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = 26 * place + letter - ord("A") + 1
    return place - 1
