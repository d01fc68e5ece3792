"""What an Open311 server keeps, and how it may behave."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Any

Json = dict[str, Any]


class Manner(Enum):
    SPECIFICATION = auto()
    FIXMYSTREET = auto()
    DJANGO = auto()


class Fault(Enum):
    """What happens to the next request that is posted, instead of an answer."""

    DOWN = auto()  # 503, with Retry-After; nothing is done
    CRASH = auto()  # 500 with a page for people; nothing is done
    TAKEN_UNANSWERED = auto()  # done, and the connection breaks before the answer
    TAKEN_CRASHED = auto()  # done, and 502 comes from a proxy
    TAKEN_LATE = auto()  # the connection breaks, and it is done when `finish_late` is called
    GIBBERISH = auto()  # done, and the answer is a page for people


@dataclass
class Kept:
    """A request as the server has it."""

    number: int
    service_code: str
    at: datetime
    fields: dict[str, str]
    attributes: dict[str, list[str]]
    media: list[tuple[str, str, bytes]]
    status: str = "open"
    notes: str = ""
    updated_at: datetime | None = None
    agency: str = ""


@dataclass
class Told:
    """An update that can be asked for, or was posted."""

    fields: Json
    at: datetime
    media: list[tuple[str, str, bytes]] = field(default_factory=list)
