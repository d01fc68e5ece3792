"""Notices that waited while somebody could not be written to: when they come back, they become one message."""

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter

from conversations.digest import digest, is_digest
from conversations.missed import Missed
from handlers.unreadable import log_dropped, set_aside
from storage import held_notices, outbox
from storage.held_notices import Released
from storage.outbox import DueMessage, NewMessage
from storage.store import Unit


async def fold_missed(unit: Unit, complainant_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Where several notices wait for one of these people, one digest waits instead. The digests' ids, by person.

    A single notice stays as it is, and so does every reply: it was asked for. So is the digest, from now on. One that
    was planned stays too: there are many notices in it already.
    """
    found = await outbox.notices(unit, complainant_ids)
    await set_aside(unit, found.unreadable)
    held = await held_notices.release(unit, complainant_ids, now)
    log_dropped(held)
    waiting = [notice for notice in found.messages if not is_digest(notice.outgoing)]
    missed: dict[int, list[Missed]] = {}
    everything: list[DueMessage | Released] = [*waiting, *held]
    for each in sorted(everything, key=attrgetter("at")):
        if each.outgoing:
            missed.setdefault(each.complainant_id, []).append(Missed(each.outgoing, each.at))
    new = {each.complainant_id for each in held}
    several = {id: each for id, each in missed.items() if len(each) > 1 or id in new}
    if not several:
        return {}
    await outbox.remove(unit, [notice.id for notice in waiting if notice.complainant_id in several])
    told = [NewMessage(id, each[0].outgoing if len(each) == 1 else digest(each)) for id, each in several.items()]
    return dict(zip(several, await outbox.add(unit, told, now), strict=True))
