"""Notices that waited while somebody could not be written to: when they come back, they become one message."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from conversations.digest import in_one, is_digest
from conversations.missed import Missed
from handlers.unreadable import log_dropped, set_aside
from storage import held_notices, outbox
from storage.held_notices import Held
from storage.outbox import DueMessage, NewMessage
from storage.store import Unit


async def fold_missed(unit: Unit, complainant_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Where several notices wait for one of these people, one digest waits instead. The digests' ids, by person.

    A single notice stays as it is, and so does every reply: it was asked for. So is the digest, from now on. One that
    was planned stays too, with all before it: there are many notices in it already.
    """
    found = await outbox.notices(unit, complainant_ids)
    await set_aside(unit, found.unreadable)
    held = await held_notices.release(unit, complainant_ids, now)
    log_dropped(held)
    told_in = {notice.complainant_id: notice.id for notice in found.messages if is_digest(notice.outgoing)}
    waiting = [notice for notice in found.messages if notice.id > told_in.get(notice.complainant_id, 0)]
    missed: dict[int, list[Missed]] = {}
    everything: list[DueMessage | Held] = [*waiting, *held]
    for each in sorted(everything, key=attrgetter("at")):
        if each.outgoing:
            missed.setdefault(each.complainant_id, []).append(Missed(each.outgoing, each.at))
    new = {each.complainant_id for each in held}
    several = {id: each for id, each in missed.items() if len(each) > 1 or id in new}
    if not several:
        return {}
    await outbox.remove(unit, [notice.id for notice in waiting if notice.complainant_id in several])
    told = [NewMessage(id, in_one(each)) for id, each in several.items()]
    return dict(zip(several, await outbox.add(unit, told, now), strict=True))
