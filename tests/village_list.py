"""A village list as a volunteer fills it in: good rows, and one for each kind of fault."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from typing import Any

from conversations.village_list.row import Cells, Column, FaultKind

HEADINGS = (
    "No",
    "Nama",
    "Telepon",
    "Jenis laporan",
    "Isi laporan",
    "Tanggal kejadian",
    "Desa",
    "Lokasi (patokan)",
    "Kategori",
    "Kerahasiaan",
    "Persetujuan",
    "Tanggal persetujuan",
)
FIRST_ROW = 2
# as long as somebody's story may be in the office's profile, and a little more
TOO_LONG = "Jalan rusak di depan rumah. " * 200

WRONG: dict[FaultKind, dict[str, str]] = {
    FaultKind.MISSING_NAME: {"name": ""},
    FaultKind.UNREADABLE_NAME: {"name": "R4hmat 77"},
    FaultKind.BAD_PHONE: {"phone": "0812"},
    FaultKind.MISSING_PHONE: {"report_class": "Informasi", "phone": ""},
    FaultKind.UNKNOWN_CLASS: {"report_class": "Curhat"},
    FaultKind.MISSING_TEXT: {"text": ""},
    FaultKind.SHORT_TEXT: {"text": "rusak"},
    FaultKind.LONG_TEXT: {"text": TOO_LONG},
    FaultKind.MISSING_DATE: {"date": ""},
    FaultKind.UNREADABLE_DATE: {"date": "32/13/2026"},
    FaultKind.FUTURE_DATE: {"date": "24/12/2035"},
    FaultKind.MISSING_PLACE: {"village": "", "place": ""},
    FaultKind.DOUBTFUL_PLACE: {"village": "Entah Berantah"},
    FaultKind.UNKNOWN_CATEGORY: {"category": "Qwerty"},
    FaultKind.MISSING_VISIBILITY: {"visibility": ""},
    FaultKind.UNKNOWN_VISIBILITY: {"visibility": "Sembarang"},
    FaultKind.NAME_NEEDED: {"report_class": "Informasi", "visibility": "Anonim"},
    FaultKind.NO_CONSENT: {"consent": "belum"},
    FaultKind.MISSING_CONSENT_DATE: {"consent_date": ""},
    FaultKind.UNREADABLE_CONSENT_DATE: {"consent_date": "entah kapan"},
    FaultKind.FUTURE_CONSENT_DATE: {"consent_date": "24/12/2035"},
    FaultKind.FORMULA: {"date": "=A1+1"},
}
"""What makes a good row one with this fault."""


def good(number: int) -> Cells:
    """Each number is another person, who tells of another house."""
    return Cells(
        number=str(number),
        name=f"Warga {_letters(number)}",
        phone=f"0812345{number:05}",
        report_class="Pengaduan",
        text=f"Lampu jalan di depan rumah nomor {number} mati sejak lama",
        date="16/11/2025",
        village="Teluk Lingga",
        place=f"depan rumah nomor {number}",
        category="Lampu Penerangan Jalan Umum",
        visibility="Anonim" if number % 3 == 0 else "Biasa",
        consent="Ya",
        consent_date="17/11/2025",
    )


def wrong(number: int, kind: FaultKind) -> Cells:
    return replace(good(number), **WRONG[kind])


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in f"{number:03}").capitalize()


@dataclass(frozen=True, slots=True)
class Filled:
    """`faults` are the kinds of fault by the numbers of the rows in the file."""

    rows: tuple[Cells, ...]
    faults: dict[int, FaultKind]

    @property
    def good(self) -> tuple[Cells, ...]:
        return tuple(row for number, row in enumerate(self.rows, FIRST_ROW) if number not in self.faults)

    def xlsx(self) -> bytes:
        return as_xlsx([HEADINGS, *(values(row) for row in self.rows)])

    def csv(self, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
        return as_csv([HEADINGS, *(values(row) for row in self.rows)], delimiter, encoding)


def filled(rows: int, faults: int = 0) -> Filled:
    """So many rows, of which so many have a fault: every kind in its turn, and the last ones double the first."""
    kinds = [*WRONG, FaultKind.DOUBLED_IN_LIST]
    which = {rows // max(faults, 1) * n: kinds[n % len(kinds)] for n in range(faults)}
    cells, found = [], {}
    for at in range(rows):
        kind = which.get(at)
        doubles = kind is FaultKind.DOUBLED_IN_LIST
        cells.append(good(1) if doubles else wrong(at, kind) if kind else good(at))
        if kind:
            found[at + FIRST_ROW] = kind
    return Filled(tuple(cells), found)


def values(row: Cells) -> list[str]:
    return [row.at(column) for column in Column]


def as_xlsx(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    written = StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)
