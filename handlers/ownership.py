"""Reports change hands: whoever had one loses it whole, and whoever has it now is told all that follows."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import reduce

from conversations.losing import without_report
from conversations.profile import Profile
from conversations.reminders import wake_at
from conversations.tracking import CODE_BITS, make_code
from handlers.telling_no_more import Receipts, say_nothing_more
from storage import conversations, ownership, reports
from storage.conversations import Change, Complainant
from storage.errors import DatabaseRefused
from storage.store import Unit


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


async def leave(unit: Unit, complainant_id: int, followed: Mapping[int, str], now: datetime, profile: Profile) -> None:
    """Of these reports of others (receipt numbers by their ids) the person is shown, and told, nothing any more."""
    if not followed:
        return
    lost = {complainant_id: list(followed.values())}
    people = await conversations.load_by_id(unit, [complainant_id])
    await ownership.drop_following(unit, [(id, complainant_id) for id in followed])
    await _forget_in_conversations(unit, lost, people, now, profile)
    await say_nothing_more(unit, lost)


async def _forget_in_conversations(
    unit: Unit, lost: Receipts, people: Mapping[int, Complainant], now: datetime, profile: Profile
) -> None:
    after = {id: reduce(without_report, receipts, people[id].conversation) for id, receipts in lost.items()}
    changes = [Change(id, talk, wake_at(talk, profile)) for id, talk in after.items()]
    await conversations.store(unit, changes, now)
