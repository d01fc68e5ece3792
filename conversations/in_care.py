"""`Laporan binaan`: the reports that a volunteer filed for others and still has, and which of them are shown."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from math import inf

from conversations.check_symbol import TAKEN_FOR
from conversations.status import Status

PAGE = 6
"""Reports on one page: with their buttons they fit on a cheap phone's screen."""
SOON = timedelta(days=3)
"""A limit that ends so soon is worth looking after."""
FEWEST_SYMBOLS = 3
"""Of a receipt number: fewer fit too many."""


@dataclass(frozen=True, slots=True)
class InCare:
    """A report in the volunteer's care. `area` is the village's code, or the kecamatan's, or empty."""

    receipt: str
    title: str
    status: Status
    sent_at: datetime
    person: str
    area: str = ""
    is_asked: bool = False
    due_at: datetime | None = None


class Shown(StrEnum):
    """Which of the reports are shown."""

    ALL = "all"
    WAITING = "waiting"  # those that wait for the volunteer
    STATUS = "status"
    VILLAGE = "village"
    WORDS = "words"  # those whose person or number fits what was searched for


@dataclass(frozen=True, slots=True)
class Look:
    """What the volunteer looks at: `of` is the status, the area or the words. `page` is counted from 0.

    `is_open` while one report is shown instead of the list.
    """

    shown: Shown = Shown.ALL
    of: str = ""
    page: int = 0
    is_open: bool = False


class Urgency(IntEnum):
    """The lower, the sooner it wants the volunteer."""

    ASKED = 0  # the office waits for an answer
    LIMIT = 1  # a limit ends soon, or has ended
    OPEN = 2
    FINAL = 3


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the reports are `of` one status or one area, and how many of these wait for the volunteer."""

    of: str
    number: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Page:
    """`number` counts from 0; there is one `before` it, and one `after`."""

    reports: tuple[InCare, ...]
    number: int
    has_before: bool
    has_after: bool


def urgency(report: InCare, now: datetime) -> Urgency:
    if report.is_asked:
        return Urgency.ASKED
    if report.status.is_final:
        return Urgency.FINAL
    is_with_office = report.status is not Status.QUESTION  # that limit was the volunteer's, who has answered
    return Urgency.LIMIT if is_with_office and report.due_at and report.due_at <= now + SOON else Urgency.OPEN


def is_waiting(report: InCare, now: datetime) -> bool:
    return urgency(report, now) <= Urgency.LIMIT


def in_order(reports: Iterable[InCare], now: datetime) -> list[InCare]:
    """What waits for the volunteer first, whatever ends soonest before others; of the rest the newest first."""
    newest_first = sorted(reports, key=lambda each: each.sent_at, reverse=True)
    return sorted(newest_first, key=lambda each: (urgency(each, now), _ends_at(each, now)))


def _ends_at(report: InCare, now: datetime) -> float:
    """Seconds; what has no limit, or does not wait, comes after all that has one."""
    return report.due_at.timestamp() if report.due_at and is_waiting(report, now) else inf


def looked_at(reports: Sequence[InCare], look: Look, now: datetime) -> list[InCare]:
    """Those of the reports that are shown, in their order."""
    fits: dict[Shown, Callable[[InCare], bool]] = {
        Shown.ALL: lambda each: True,
        Shown.WAITING: lambda each: is_waiting(each, now),
        Shown.STATUS: lambda each: each.status == look.of,
        Shown.VILLAGE: lambda each: each.area == look.of,
        Shown.WORDS: lambda each: fits_words(each, look.of),
    }
    return in_order(filter(fits[look.shown], reports), now)


def fits_words(report: InCare, words: str) -> bool:
    """Whether each of the words begins a part of the person's name; or all together are a part of the number."""
    wanted = _parts(words)
    if not wanted:
        return False
    parts = _parts(report.person)
    is_name = all(any(part.startswith(word) for part in parts) for word in wanted)
    return is_name or _fits_number(report.receipt, words)


def page_of(reports: Sequence[InCare], number: int) -> Page:
    """The page with this number, or the last one where there are fewer."""
    last = max(len(reports) - 1, 0) // PAGE
    number = min(max(number, 0), last)
    return Page(tuple(reports[number * PAGE : (number + 1) * PAGE]), number, number > 0, number < last)


def shares(reports: Sequence[InCare], by: Shown, now: datetime) -> list[Share]:
    """By status or by village: where most waits for the volunteer first, then where most is."""
    values = dict.fromkeys(_value(each, by) for each in reports)
    groups = {of: [each for each in reports if _value(each, by) == of] for of in values}
    counted = [Share(of, len(group), sum(is_waiting(each, now) for each in group)) for of, group in groups.items()]
    return sorted(counted, key=lambda each: (-each.waiting, -each.number, each.of))


def _value(report: InCare, by: Shown) -> str:
    return str(report.status) if by is Shown.STATUS else report.area


def _parts(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _fits_number(receipt: str, words: str) -> bool:
    typed = re.sub(r"[\W_]", "", words.upper())
    prefix, _, symbols = receipt.partition("-")
    number = symbols.replace("-", "")
    typed = typed.removeprefix(prefix).translate(TAKEN_FOR)
    return len(typed) >= FEWEST_SYMBOLS and typed in number
