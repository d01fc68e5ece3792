"""Whether anything is sent to a backend that takes nothing: a decision, obeyed by its queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.errors import Misconfigured, TakesNothing
from handlers.retry import retry_decision

FAILED_IN_A_ROW = 3
"""Different reports: one that makes the other side stumble whenever it comes must not hold up the others."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Of a queue where nothing failed: all may go. Where it is held, nothing goes `until` then, and then one at a time.

    `failed` are the reports that came in vain since one was taken, `times` how often it was held or stayed so.
    """

    failed: frozenset[int] = frozenset()
    times: int = 0
    until: datetime | None = None
    error: str = ""
    reason: str = ""


def room_in(hold: Hold, at_once: int, under_way: int, now: datetime) -> int:
    """How many more tries may be begun, where there are at most `at_once`."""
    if hold.until is None:
        return at_once - under_way
    return 0 if under_way or now < hold.until else 1


def hold_after(
    hold: Hold, report_id: int, error: TakesNothing | Misconfigured, began: datetime, now: datetime, jitter: float
) -> Hold:
    """The hold after a try that began then. A wrong setting holds at once; one that is held, tries with another."""
    if hold.until and began < hold.until:  # under way when it was held: it says nothing new
        return hold
    failed = hold.failed | {report_id}
    is_sure = hold.until is not None or isinstance(error, Misconfigured)
    if not is_sure and len(failed) < FAILED_IN_A_ROW:
        return Hold(failed)
    after: timedelta | None = error.after if isinstance(error, TakesNothing) else None
    times = hold.times + 1
    return Hold(frozenset(), times, retry_decision(times, after, now, jitter), type(error).__name__, str(error))
