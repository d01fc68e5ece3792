"""A slip as a page of A5: two of them make a sheet of any printer's A4.

fpdf2 draws it: plain Python that needs nothing which is not here anyway but two small libraries of its own, is typed,
and wraps and places text by itself. What it does not know (QR codes) segno gives as squares.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from conversations.catalogue import Catalogue
from conversations.messages import Line, Param
from conversations.one_time_code import in_groups
from conversations.wording import excerpt
from storage.handovers import Printed

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH, HEIGHT, EDGE = 148.0, 210.0, 12.0
"""Millimetres."""
QR_SIDE = 60.0
LONGEST_NAME = 40
"""Characters: two lines at most."""
QUIET_MODULES = 4
"""The white edge that the standard asks for (ISO/IEC 18004)."""
FONT = "Helvetica"
"""One that every reader has: nothing is embedded, and a page of it is small enough for a bad signal."""
ENCODING = "windows-1252"
HEADING, LARGE, CODE, PLAIN, SMALL = 21.0, 18.0, 38.0, 14.0, 12.0
"""Points. The code is read at arm's length, and so is whose slip it is."""
LINE_HEIGHT = 0.45
"""Millimetres for each point."""


@dataclass(frozen=True, slots=True)
class Leads:
    """What the picture says, and where the code is typed: at the bot (its name with @), on a page, or nobody knows."""

    link: str
    door: str = ""

    @property
    def steps(self) -> tuple[str, str]:
        if not self.door:
            return ("no_scan", "type")
        return ("scan", "type_at") if self.door.startswith("@") else ("scan_page", "type")


class SlipPrinter:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def document(self, slips: Sequence[tuple[Printed, Leads]], language: str, made_at: datetime) -> bytes:
        """A PDF with a page for each."""
        from fpdf import FPDF  # it takes a while, and a start must not wait for it

        pdf = FPDF("portrait", "mm", (WIDTH, HEIGHT))
        pdf.core_fonts_encoding = ENCODING
        pdf.set_margin(EDGE)
        pdf.set_auto_page_break(False)
        pdf.set_creation_date(made_at)
        pdf.set_title(self._text("heading", language))
        pdf.set_lang(language)
        for slip, leads in slips:
            pdf.add_page()
            self._draw(pdf, slip, leads, language)
        return bytes(pdf.output())

    def _draw(self, pdf: "FPDF", slip: Printed, leads: Leads, language: str) -> None:
        say = self._text
        _write(pdf, say("heading", language), HEADING, is_bold=True)
        _write(pdf, self._catalogue.profile.office.name.in_language(language), SMALL)
        pdf.ln(3)
        if slip.person:
            _write(pdf, say("for", language, name=excerpt(slip.person, LONGEST_NAME)), LARGE, is_bold=True)
        _write(pdf, say("receipt", language, receipt=slip.receipt), LARGE, is_bold=True)
        pdf.ln(2)
        _draw_qr(pdf, leads.link, (WIDTH - QR_SIDE) / 2, pdf.get_y())
        pdf.set_y(pdf.get_y() + QR_SIDE + 2)
        _write(pdf, in_groups(slip.code), CODE, is_bold=True, align="C")
        pdf.ln(2)
        for step in leads.steps:
            _write(pdf, say(step, language, door=leads.door), PLAIN)
        _write(pdf, say("no_phone", language), PLAIN)
        pdf.ln(2)
        _write(pdf, say("until", language, day=slip.expires_at.isoformat()), SMALL)

    def _text(self, key: str, language: str, **params: Param) -> str:
        return self._catalogue.text(Line(f"page.slip.{key}", params), language)


def _write(pdf: "FPDF", text: str, size: float, *, is_bold: bool = False, align: str = "L") -> None:
    """What the font does not have is written as a question mark: a name must not keep a slip from being made."""
    pdf.set_font(FONT, "B" if is_bold else "", size)
    shown = text.encode(ENCODING, "replace").decode(ENCODING)
    pdf.multi_cell(0, size * LINE_HEIGHT, shown, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(1)


def _draw_qr(pdf: "FPDF", link: str, left: float, top: float) -> None:
    import segno

    code = segno.make(link, error="m", micro=False)
    rows = [bytes(row) for row in code.matrix_iter(border=QUIET_MODULES)]
    side = QR_SIDE / len(rows)
    pdf.set_fill_color(0)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                pdf.rect(left + x * side, top + y * side, side, side, style="F")
