"""A report that was filed for somebody goes over to them: by a code on paper or in a link, which works once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.messages import OutgoingFile

HANDOVER_LINK = "serah"
"""What the link carries begins with it: `https://t.me/…?start=serah_7F3K9Q2C0M4T`."""
LASTS = timedelta(days=90)
SLIPS = "slips"
"""The kind of document that has the codes, and of what: receipt numbers with a `,` between them."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A code that has been given out for a report and not used yet."""

    code: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """What whoever has the code is shown before they take the report.

    `is_helpers` where the very volunteer has opened it who filed it.
    """

    code: str
    receipt: str
    title: str
    volunteer: str
    kim_group: str
    is_helpers: bool = False
    question: str = ""
    agency: str = ""


def handover_text(code: str) -> str:
    """What is handed on, as the payload of a `start_link`."""
    return f"{HANDOVER_LINK}_{code}"


def slips_of(*receipts: str) -> OutgoingFile:
    """A page for each report."""
    name = f"serah-terima-{receipts[0]}.pdf" if len(receipts) == 1 else "serah-terima.pdf"
    return OutgoingFile(name, SLIPS, ",".join(receipts))
