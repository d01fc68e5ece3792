"""KIM volunteers (*relawan*) and the people whom they represent (*yang diwakili*)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from conversations.report import Attachment, ConsentKind, EventDate, Visibility

VOLUNTEER_LINK = "kim"
"""What the link of an invitation carries begins with it: `https://t.me/…?start=kim_7F3K9Q2C0M4T`."""


def invitation_payload(code: str) -> str:
    """What the link of an invitation hands on to the bot, as an argument of /start."""
    return f"{VOLUNTEER_LINK}_{code}"


class Standing(StrEnum):
    """Where a volunteer stands with the office."""

    ASKED = "asked"  # has told name and group; the office has yet to approve
    ACTIVE = "active"  # may file for others
    SUSPENDED = "suspended"  # sees and hears nothing of what was filed, until the office lets them go on
    ENDED = "ended"  # keeps nothing


class Decision(StrEnum):
    """What the office decides about a volunteer."""

    APPROVE = "approve"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"


_AFTER = {
    (Standing.ASKED, Decision.APPROVE): Standing.ACTIVE,
    (Standing.ACTIVE, Decision.SUSPEND): Standing.SUSPENDED,
    (Standing.SUSPENDED, Decision.RESUME): Standing.ACTIVE,
    (Standing.ASKED, Decision.END): Standing.ENDED,
    (Standing.ACTIVE, Decision.END): Standing.ENDED,
    (Standing.SUSPENDED, Decision.END): Standing.ENDED,
}


def standing_after(standing: Standing, decision: Decision) -> Standing | None:
    """None where the decision makes no sense."""
    return _AFTER.get((standing, decision))


@dataclass(frozen=True, slots=True)
class Invitation:
    """With what somebody may ask to be a volunteer. `area` as in `Volunteering`, `name` is proposed for them."""

    code: str
    kim_group: str
    area: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Volunteering:
    """What a volunteer's own conversation knows of it. `area` is the ministry's code (64.08.04), or empty for all."""

    name: str
    kim_group: str
    area: str
    standing: Standing = Standing.ASKED


@dataclass(frozen=True, slots=True)
class Consent:
    """`covers` is what was agreed to: a report that may be seen so. `evidence` is the recording or the picture.

    `at` is when it was given, as the messaging app knows it.
    """

    kind: ConsentKind
    at: datetime
    covers: Visibility = Visibility.OPEN
    evidence: Attachment | None = None

    def allows(self, visibility: Visibility) -> bool:
        """Whether a report that may be seen so shows no more than was agreed to."""
        hides_less = self.covers.is_anonymous and not visibility.is_anonymous
        tells_more = self.covers.is_secret and not visibility.is_secret
        return not (hides_less or tells_more)


@dataclass(frozen=True, slots=True)
class Represented:
    """For whom a volunteer files. `contact` is a telephone number as E.164 writes it, or empty."""

    name: str = ""
    contact: str = ""
    consent: Consent | None = None

    def agrees_to(self, visibility: Visibility) -> bool:
        return self.consent is not None and self.consent.allows(visibility)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Whose message in a group a draft is of, as the messaging app names the group, the message and its writer.

    `asked` counts how often they were asked there: only the last question can be answered.
    """

    group: str
    message: str
    address: str
    album: str = ""
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """What the next report may take over from the last one that was filed for somebody: `receipt` is that one's.

    `person` comes without consent, which holds for one report only. `area` is the ministry's code, or empty.
    """

    receipt: str
    person: Represented
    event_date: EventDate = EventDate()
    area: str = ""
