"""What somebody was to be told of a report and has not been yet is told no more."""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce

from conversations.digest import is_digest
from conversations.mentions import without_mention
from conversations.messages import Outgoing
from conversations.notices import comes_anyway
from storage import waiting
from storage.store import Unit
from storage.waiting import Waiting

Receipts = Mapping[int, Sequence[str]]
"""Receipt numbers of reports, by the ids of people."""
Without = Callable[[Outgoing, str], Outgoing | None]
"""What is left of a message without the report, None for nothing."""


async def say_nothing_more(unit: Unit, lost: Receipts) -> None:
    """Nothing waits for these people any more that has anything of these reports in it."""
    await _reword(unit, await waiting.of(unit, sorted(lost)), lost, without_mention)


async def tell_no_more(unit: Unit, left: Receipts) -> None:
    """No notice on these reports waits for these people any more, but for what comes through whatever they want.

    What they have asked for is answered; and what only names one of the reports, as that of a file that was lost or of
    a village list, is no notice on it.
    """
    found = await waiting.of(unit, sorted(left))
    notices = [each for each in found if each.is_notice or (each.outgoing and is_digest(each.outgoing))]
    await _reword(unit, notices, left, _without_notices)


def _without_notices(told: Outgoing, receipt: str) -> Outgoing | None:
    return without_mention(told, receipt, lambda said: comes_anyway(said) or said.params.get("receipt") != receipt)


async def _reword(unit: Unit, found: Sequence[Waiting], receipts: Receipts, without: Without) -> None:
    gone: list[Waiting] = []
    changed: list[tuple[Waiting, Outgoing]] = []
    for each in found:
        said = _left(each.outgoing, receipts[each.complainant_id], without)
        if each.outgoing and said is None:
            gone.append(each)
        elif said and said != each.outgoing:
            changed.append((each, said))
    await waiting.remove(unit, gone)
    await waiting.rewrite(unit, changed)


def _left(told: Outgoing | None, receipts: Sequence[str], without: Without) -> Outgoing | None:
    return reduce(lambda left, receipt: left and without(left, receipt), receipts, told)
