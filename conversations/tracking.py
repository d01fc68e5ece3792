"""A report as its public page shows it: where it stands and what was done, and nothing that names anybody."""

from dataclasses import dataclass, replace
from datetime import datetime

from conversations.check_symbol import SYMBOLS, TAKEN_FOR, in_symbols
from conversations.profile import Level
from conversations.report import ReportClass
from conversations.status import Event, Status

CODE_BITS = 50
"""Ten symbols: with a million tries a second, guessing the code of one report takes decades."""
_CODE_LENGTH = CODE_BITS // 5
PAGE = "/lacak"
CODE = "kode"
"""What the code is called in an address."""


@dataclass(frozen=True, slots=True)
class TrackedReport:
    """What whoever has the receipt may know. `agency` is a profile's id or a name; the history's events have no texts.

    `category` is empty where it is unknown or the content is not for the public. `is_asked` says that a question waits
    for the complainant's answer, `is_elsewhere` that it goes to a system elsewhere and not to our own desk.
    """

    receipt: str
    report_class: ReportClass
    status: Status
    sent_at: datetime
    category: str = ""
    tracking_id: str = ""
    agency: str = ""
    level: Level | None = None
    due_at: datetime | None = None
    is_asked: bool = False
    history: tuple[Event, ...] = ()
    is_elsewhere: bool = False


def make_code(random_bits: int) -> str:
    """The tracking code for `CODE_BITS` random bits. Raises ValueError for a number that does not fit in them."""
    return in_symbols(random_bits, CODE_BITS)


def read_code(text: str) -> str | None:
    """The code as `make_code` writes it: whatever its case, spaces and dashes, with O for 0 and I or L for 1."""
    symbols = "".join(text[:64].split()).replace("-", "").upper().translate(TAKEN_FOR)
    return symbols if len(symbols) == _CODE_LENGTH and all(s in SYMBOLS for s in symbols) else None


def tracking_path(receipt: str, code: str) -> str:
    """The address of the report's page, after the server's own."""
    return f"{PAGE}/{receipt}?{CODE}={code}"


def without_words(event: Event) -> Event:
    """What happened, and not what anybody wrote: that may name people."""
    return replace(event, text="")
