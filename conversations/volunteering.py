"""KIM volunteers (*relawan*) and the people whom they represent (*yang diwakili*)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.report import Attachment, ConsentKind, Visibility


class Standing(StrEnum):
    """Where a volunteer stands with the office."""

    ASKED = "asked"  # has told name and group; the office has yet to approve
    ACTIVE = "active"  # may file for others
    SUSPENDED = "suspended"  # sees and hears nothing of what was filed, until the office lets them go on
    ENDED = "ended"  # keeps nothing


@dataclass(frozen=True, slots=True)
class Volunteering:
    """What a volunteer's own conversation knows of it. `area` is the ministry's code (64.08.04), or empty for all."""

    name: str
    kim_group: str
    area: str
    standing: Standing = Standing.ASKED


@dataclass(frozen=True, slots=True)
class Consent:
    """`covers` is what was agreed to: a report that may be seen so. `evidence` is the recording or the picture."""

    kind: ConsentKind
    at: datetime
    covers: Visibility = Visibility.OPEN
    evidence: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Represented:
    """For whom a volunteer files. `contact` is a telephone number as E.164 writes it, or empty."""

    name: str = ""
    contact: str = ""
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """What is kept of a report that was filed for somebody. The office and the routing backend never see it."""

    person: Represented
    handed_over_at: datetime | None = None
    """Since when the report is the represented person's own, in a chat of theirs."""
    withdrawn_at: datetime | None = None
    """When the consent was taken back."""
