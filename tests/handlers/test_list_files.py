"""Files that are taken for village lists: whatever they are, it is said what is wrong and where."""

import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.village_list.refusal import MOST_ROWS, ListProblem, UnreadableList
from conversations.village_list.results import RowResult
from conversations.village_list.row import Cells, Column, Fault, FaultKind, ListRow, RowState
from handlers.list_files import read_list
from handlers.list_papers import results_xlsx, template_csv, template_xlsx
from tests.village_list import HEADINGS, as_csv, as_xlsx, filled, good, values

TODAY = date(2026, 11, 21)
OOXML = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(load_profile("kutai-timur"))


def problem_of(content: bytes) -> tuple[ListProblem, str]:
    with pytest.raises(UnreadableList) as caught:
        read_list(content)
    return caught.value.refusal.problem, caught.value.refusal.where


def packed(parts: dict[str, bytes]) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as file:
        return packed({each: file.read(each) for each in file.namelist()} | {name: part})


def test_a_workbook_and_a_table_of_text_have_the_same_rows() -> None:
    list_ = filled(20)
    assert read_list(list_.xlsx()) == read_list(list_.csv())
    assert [row.number for row in read_list(list_.csv())] == list(range(2, 22))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_however_a_spreadsheet_has_written_it(delimiter: str, encoding: str) -> None:
    row = [*values(good(1))]
    row[1], row[4] = "Siti Aminäh", 'Lampu mati; "gelap", kata ibu\ndi jalan poros'
    [read] = read_list(as_csv([HEADINGS, row], delimiter, encoding))
    assert (read.cells.name, read.cells.text) == (row[1], row[4])


def test_rows_have_the_numbers_that_the_spreadsheet_shows() -> None:
    rows = [["Desa Teluk Lingga"], [], HEADINGS, values(good(1)), [""] * 12, values(good(2))]
    assert [row.number for row in read_list(as_xlsx(rows))] == [4, 6]
    two_lines = values(good(1))
    two_lines[4] = "Lampu mati\ndi jalan poros"
    assert [row.number for row in read_list(as_csv([HEADINGS, two_lines, values(good(2))]))] == [2, 4]


def test_columns_may_stand_in_any_order_and_others_between_them() -> None:
    order = list(reversed(range(len(HEADINGS))))
    rows = [[HEADINGS[n] for n in order] + ["Umur"], [values(good(1))[n] for n in order] + ["40"]]
    assert read_list(as_xlsx(rows))[0].cells == good(1)


def test_days_and_numbers_are_read_as_what_they_are() -> None:
    row: list[object] = [*values(good(1))]
    row[2], row[5] = 81234567890, datetime(2026, 11, 16, 9, 30)  # noqa: DTZ001 -- a spreadsheet knows no zones
    row[11] = date(2026, 11, 17)
    [read] = read_list(as_xlsx([HEADINGS, row]))
    assert (read.cells.phone, read.cells.date, read.cells.consent_date) == ("81234567890", "2026-11-16", "2026-11-17")


def test_a_formula_is_kept_as_one_and_never_worked_out() -> None:
    row = values(good(1))
    row[5] = '=HYPERLINK("http://example.org","x")'
    assert read_list(as_xlsx([HEADINGS, row]))[0].cells.date.startswith("=")


def test_merged_cells_belong_to_the_row_in_which_they_begin() -> None:
    rows = [HEADINGS, *(values(good(n)) for n in range(3))]
    found = read_list(as_xlsx(rows, merged=["G2:H4"]))
    assert [row.merged for row in found] == [(), (Column.VILLAGE, Column.PLACE), (Column.VILLAGE, Column.PLACE)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_has_no_rows_until_it_is_filled_in(language: str, catalogue: Catalogue) -> None:
    workbook = template_xlsx(catalogue, language, TODAY, MOST_ROWS)
    assert problem_of(workbook)[0] is ListProblem.NO_ROWS
    assert problem_of(template_csv(catalogue, language, TODAY))[0] is ListProblem.NO_ROWS
    book = load_workbook(BytesIO(workbook))
    assert len(book.sheetnames) == 3
    book.worksheets[0].append(values(good(1)))
    written = BytesIO()
    book.save(written)
    assert [row.cells for row in read_list(written.getvalue())] == [good(1)]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", ListProblem.NO_ROWS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), ListProblem.OLD_WORKBOOK),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), ListProblem.OTHER_WORKBOOK),
        (packed({"word/document.xml": b"<w/>"}), ListProblem.NOT_A_LIST),
        (packed({"xl/workbook.xml": b"<workbook/>"}), ListProblem.BROKEN),
        (with_part(filled(3).xlsx(), "xl/vbaProject.bin", b"x"), ListProblem.MACROS),
        (filled(20).xlsx()[:-600], ListProblem.BROKEN),
        (b"PK\x03\x04" + bytes(100), ListProblem.BROKEN),
        (bytes(range(256)) * 20, ListProblem.NOT_A_LIST),
        (b"x" * (6 * 1024 * 1024), ListProblem.TOO_LARGE),
        (with_part(filled(3).xlsx(), "xl/worksheets/sheet2.xml", bytes(60 * 1024 * 1024)), ListProblem.TOO_LARGE),
        (with_part(filled(3).xlsx(), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), ListProblem.BROKEN),
        (as_xlsx([HEADINGS]), ListProblem.NO_ROWS),
        (as_xlsx([["Nama", "Umur"], ["Siti", "40"]]), ListProblem.OTHER_COLUMNS),
        (filled(10_000).xlsx(), ListProblem.TOO_MANY_ROWS),
        (filled(10_000).csv(), ListProblem.TOO_MANY_ROWS),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, problem: ListProblem) -> None:
    assert problem_of(content)[0] is problem


def test_a_bomb_that_tells_less_than_it_unpacks_to_is_broken() -> None:
    bomb = with_part(filled(3).xlsx(), "xl/worksheets/sheet1.xml", bytes(30 * 1024 * 1024))
    with zipfile.ZipFile(BytesIO(bomb)) as file:
        size = file.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = bomb.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert problem_of(lying)[0] is ListProblem.BROKEN


def test_entities_that_unfold_without_end_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    sheet = (
        f'<!DOCTYPE s [<!ENTITY l0 "ha">{laughs}]><worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>&l11;</t>'
    )
    bomb = with_part(filled(3).xlsx(), "xl/worksheets/sheet1.xml", sheet.encode())
    assert problem_of(bomb)[0] is ListProblem.BROKEN


def test_the_missing_columns_are_named() -> None:
    without = [n for n, heading in enumerate(HEADINGS) if heading not in ("Isi laporan", "Persetujuan")]
    rows: Sequence[Sequence[str]] = [HEADINGS, values(good(1))]
    with pytest.raises(UnreadableList) as caught:
        read_list(as_xlsx([[row[n] for n in without] for row in rows]))
    assert caught.value.refusal.columns == (Column.TEXT, Column.CONSENT)


def test_a_row_whose_quotation_marks_do_not_close_is_named() -> None:
    content = as_csv([HEADINGS, values(good(1))]) + b'2;"Siti;0812\r\n'
    assert problem_of(content) == (ListProblem.BROKEN_ROW, "3")


def test_the_results_name_each_row_with_its_receipt_or_its_faults(catalogue: Catalogue) -> None:
    faults = (Fault(FaultKind.MISSING_DATE, Column.DATE), Fault(FaultKind.DOUBLED_IN_LIST, Column.TEXT, "", "2"))
    found = [
        RowResult(ListRow(2, good(1)), RowState.SENT, "KTM-1111-1111"),
        RowResult(ListRow(3, good(2), faults), RowState.FAULTY),
    ]
    sheet = load_workbook(BytesIO(results_xlsx(found, catalogue, "id"))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert rows[0][0] == "2"
    assert rows[0][3:] == ["Terkirim", "KTM-1111-1111"]
    assert rows[1][3] == "Perlu diperbaiki; tanggal kejadian belum diisi; sama dengan baris 2"


def test_what_people_wrote_is_no_formula_in_the_results(catalogue: Catalogue) -> None:
    row = ListRow(2, Cells(name="=1+1", text="=CMD()"))
    sheet = load_workbook(BytesIO(results_xlsx([RowResult(row, RowState.SENT)], catalogue, "id"))).worksheets[0]
    assert [sheet.cell(2, place).data_type for place in (2, 3)] == ["s", "s"]
