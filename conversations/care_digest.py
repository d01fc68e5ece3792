"""What a digest tells of the reports in a volunteer's care: of each the newest, what waits for the volunteer first."""

from collections.abc import Iterable, Sequence

from conversations.messages import Line, Outgoing
from conversations.missed import Missed

FILED_FOR = "report.filed_for"
DUE = "notice.due."
_NEVER = "9999"
_WANTS = {"answer": 0, "satisfied": 1}
"""What an option leads to, the most urgent first: an answer to the office, a word on what it did."""


def person_in(told: Outgoing) -> str:
    """Whom the report was filed for that a notice is about, or empty where it is the person's own."""
    return next((str(said.params["name"]) for said in told.lines if said.key == FILED_FOR), "")


def newest_of_each(missed: Iterable[Missed]) -> list[Missed]:
    """The newest notice on each report, in the order in which they are told: by what waits, limit and person."""
    newest = {each.receipt: each for each in missed}
    return sorted(newest.values(), key=lambda each: (_wants(each), _limit(each), person_in(each.outgoing)))


def without_name(lines: Sequence[Line]) -> list[Line]:
    """The name stands above them."""
    return [said for said in lines if said.key != FILED_FOR]


def _wants(missed: Missed) -> int:
    verbs = [option.data.partition(":")[0] for option in missed.outgoing.options]
    return min((_WANTS[verb] for verb in verbs if verb in _WANTS), default=len(_WANTS))


def _limit(missed: Missed) -> str:
    """The day in ISO 8601, which sorts by itself."""
    return next((str(said.params["day"]) for said in missed.outgoing.lines if said.key.startswith(DUE)), _NEVER)
