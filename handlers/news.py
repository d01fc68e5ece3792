"""What a routing backend says of a report, and what is new in it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from conversations.profile import Level
from conversations.status import BEGINNINGS, KnownReport, Status, status_after

LONGEST_KEY = 128
OPEN = "open "
"""Begins what was seen of a report that was open."""


@dataclass(frozen=True, slots=True)
class News:
    """What the backend says of one report, which it calls `external_id`.

    `update_id` is the same whenever the same is said again; `at` is None where it is not said when. `own_word` is the
    backend's for a status that has no name here. `reopens` where a closed report is open again by it. By `words_id` the
    complainant's own words are known when they come back. With `seen` (at most 48 characters) it is how the report
    stands there now, and news only when that is not what was seen before.
    """

    external_id: str
    update_id: str
    at: datetime | None
    status: Status
    own_word: str = ""
    text: str = ""
    agency: str = ""
    level: Level | None = None
    due_at: datetime | None = None
    reopens: bool = False
    words_id: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is new: where the report stands by it, and words that were not said before."""

    status: Status
    text: str


def what_is_new(report: KnownReport, news: News, is_late: bool, seen_before: str = "") -> Step | None:
    """The step that news are for a report, None when there is nothing new in them."""
    status = _step(report, news, seen_before)
    is_said = bool(news.seen) and news.text in [event.text for event in report.history if event.status]
    text = "" if is_said else news.text
    if status is Status.OTHER:
        return Step(status, text) if text or news.own_word else None
    is_move = is_late or status_after(report.status, status) is not report.status
    return Step(status, text) if text or is_move else None


def as_seen(news: News) -> str:
    """How the report stands there, to be compared later; "" for what only happened."""
    return f"{OPEN if news.reopens else ''}{news.seen}" if news.seen else ""


def key_of(backend: str, update_id: str) -> str:
    """By what the update is known in the history: of an id that is too long a digest, so that no two become one."""
    key = f"{backend}:{update_id}"
    return key if len(key) <= LONGEST_KEY else f"{backend}:{sha256(update_id.encode()).hexdigest()}"


def runs(heard: Sequence[News]) -> Iterator[Sequence[News]]:
    """The news in their order, cut where a report comes again: what is new in it depends on what came before."""
    run: dict[str, News] = {}
    for news in heard:
        if news.external_id in run:
            yield list(run.values())
            run = {}
        run[news.external_id] = news
    yield list(run.values())


def _step(report: KnownReport, news: News, seen_before: str) -> Status:
    """What was open there all the time is not open again, though an update may have closed it here."""
    was_open = bool(news.seen) and (not seen_before or seen_before.startswith(OPEN))
    if news.status is Status.OTHER and news.reopens and not was_open and report.status.is_final:
        return Status.FOLLOWED_UP
    is_given = bool(news.agency) and news.agency != report.agency and report.status in BEGINNINGS
    return Status.FORWARDED if news.status is Status.OTHER and is_given else news.status
