"""Whoever follows a report is told where it stands: by its code, which only the receipt has, others may too."""

import re
from dataclasses import dataclass
from enum import StrEnum

from conversations.receipt import read_receipt
from conversations.tracking import TrackedReport, read_code

LINK = "ikuti"
"""What a link into the chat carries begins with it: `ikuti_KTM-7F3K-9Q2C_0123456789`."""
_GAP = re.compile(r"[\s_]+")


class Telling(StrEnum):
    """How somebody is told of a report that they sent or follow."""

    AT_ONCE = "at_once"  # but not in the night
    DAILY = "daily"  # once a day, all in one message
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Invitation:
    """What lets somebody follow a report: as it was written, so it may fit none."""

    receipt: str
    code: str


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody else's report that this person follows; or may follow, having its code: then without `telling`."""

    report: TrackedReport
    telling: Telling | None = None


def invitation_text(receipt: str, code: str) -> str:
    """What is handed on, as the payload of a `start_link` or an argument of /ikuti."""
    return f"{LINK}_{receipt}_{code}"


def read_invitation(text: str, prefix: str) -> Invitation | None:
    """The receipt number and the code in what `invitation_text` wrote, or in the two one after the other."""
    words = [word for word in _GAP.split(text.strip()) if word]
    if words and words[0].lower() == LINK:
        words = words[1:]
    if len(words) < 2:
        return None
    receipt, code = read_receipt(" ".join(words[:-1]), prefix, is_asked=True), read_code(words[-1])
    return Invitation(receipt, code) if receipt and code else None
