"""Which column of a file is which: the template's own headings, and what people make of them."""

from collections.abc import Mapping, Sequence

from conversations.village_list.row import Column
from conversations.words import words_of

_HEADINGS = """
number: no|nomor|nomer|number
name: nama|nama pelapor|nama lengkap|nama warga|name|reporter
phone: telepon|telp|tlp|hp|no hp|nomor hp|no telepon|nomor telepon|wa|no wa|handphone|kontak|phone|telephone
report_class: jenis|jenis laporan|klasifikasi|kind|class
text: isi|isi laporan|laporan|uraian|aduan|keluhan|what happened|report
date: tanggal|tgl|tanggal kejadian|tgl kejadian|waktu kejadian|date|date of the event
village: desa|kelurahan|desa kelurahan|desa atau kelurahan|village
place: lokasi|tempat|lokasi kejadian|alamat kejadian|lokasi patokan|patokan|place|landmark
category: kategori|bidang|category
visibility: kerahasiaan|sifat|sifat laporan|visibility|who may see it
consent: persetujuan|setuju|consent
consent_date: tanggal persetujuan|tgl persetujuan|date of the consent|consent date
"""
_BY_WORDS = {
    tuple(words_of(heading)): Column(name)
    for name, _, headings in (row.partition(": ") for row in _HEADINGS.strip().split("\n"))
    for heading in headings.split("|")
}
NEEDED = tuple(c for c in Column if c not in (Column.NUMBER, Column.PHONE, Column.REPORT_CLASS, Column.CATEGORY))
"""Without these columns a file is none of ours."""
_EXAMPLE = ("contoh", "example")


def read_headings(cells: Sequence[str]) -> Mapping[int, Column]:
    """The columns by their places, each once: what stands in brackets is an explanation, not a name."""
    found: dict[int, Column] = {}
    for place, cell in enumerate(cells):
        column = _BY_WORDS.get(tuple(words_of(cell.partition("(")[0])))
        if column and column not in found.values():
            found[place] = column
    return found


def missing_columns(found: Mapping[int, Column]) -> tuple[Column, ...]:
    return tuple(column for column in NEEDED if column not in found.values())


def is_example(number: str) -> bool:
    """The template's example row, which nobody has deleted."""
    return number.casefold().startswith(_EXAMPLE)
