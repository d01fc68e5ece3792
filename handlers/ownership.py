"""Reports change hands: whoever had one loses it whole, and whoever has it now is told all that follows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import reduce

from conversations.losing import without_mention, without_report
from conversations.messages import Outgoing
from conversations.profile import Profile
from conversations.reminders import wake_at
from conversations.tracking import CODE_BITS, make_code
from storage import conversations, ownership, reports, waiting
from storage.conversations import Change, Complainant
from storage.errors import DatabaseRefused
from storage.store import Unit
from storage.waiting import Waiting

Lost = Mapping[int, Sequence[str]]
"""The receipt numbers of the reports that somebody loses, by their complainant's id."""


async def move(
    unit: Unit,
    report_ids: Collection[int],
    to: int | None,
    now: datetime,
    profile: Profile,
    random_bits: Callable[[int], int],
) -> None:
    """The reports are this complainant's from now on, or nobody's (None). Those that are theirs already stay so.

    Whoever had them knows nothing of them any more: not in their conversation, in what waits for them, by following
    them, nor by the link to their pages, which have other codes. `random_bits` gives a number of that many bits.
    Raises `DatabaseRefused` when another unit was in the way.
    """
    before = {id: owner.complainant_id for id, owner in (await reports.owners(unit, sorted(report_ids))).items()}
    people = await conversations.load_by_id(unit, sorted({*before.values(), *([to] if to else [])}))
    found = await ownership.lock(unit, sorted(report_ids))
    if any(before.get(id) != owner for id, (owner, _) in found.items()):  # people are locked first: begin anew
        raise DatabaseRefused("a report has changed hands meanwhile")
    moved = {id: each for id, each in found.items() if each[0] != to}
    if not moved:
        return
    codes = [(id, to, make_code(random_bits(CODE_BITS))) for id in sorted(moved)]
    await ownership.set_owner(unit, codes)
    had = [(id, owner) for id, (owner, _) in moved.items() if owner is not None]
    await ownership.drop_following(unit, [*had, *((id, to) for id in moved if to)])
    lost: dict[int, list[str]] = defaultdict(list)
    for id, owner in had:
        lost[owner].append(moved[id][1])
    if lost:
        await _forget_in_conversations(unit, lost, people, now, profile)
        await say_nothing_more(unit, lost)


async def say_nothing_more(unit: Unit, lost: Lost) -> None:
    """Nothing waits for these people any more that has anything of these reports in it."""
    gone: list[Waiting] = []
    changed: list[tuple[Waiting, Outgoing]] = []
    for each in await waiting.of(unit, sorted(lost)):
        said = each.outgoing and _without(each.outgoing, lost[each.complainant_id])
        if each.outgoing and said is None:
            gone.append(each)
        elif said and said != each.outgoing:
            changed.append((each, said))
    await waiting.remove(unit, gone)
    await waiting.rewrite(unit, changed)


def _without(told: Outgoing, receipts: Sequence[str]) -> Outgoing | None:
    left: Outgoing | None = told
    for receipt in receipts:
        left = left and without_mention(left, receipt)
    return left


async def _forget_in_conversations(
    unit: Unit, lost: Lost, people: Mapping[int, Complainant], now: datetime, profile: Profile
) -> None:
    after = {id: reduce(without_report, receipts, people[id].conversation) for id, receipts in lost.items()}
    changes = [Change(id, talk, wake_at(talk, profile)) for id, talk in after.items()]
    await conversations.store(unit, changes, now)
