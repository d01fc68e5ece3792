"""Notices that waited while somebody could not be written to: when they come back, they become one message."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from conversations.digest import Missed, digest, is_digest
from handlers.unreadable import set_aside
from storage import outbox
from storage.outbox import DueMessage, NewMessage
from storage.store import Unit


async def fold_missed(unit: Unit, complainant_ids: Sequence[int], now: datetime) -> dict[int, int]:
    """Where several notices wait for one of these people, one digest waits instead. The digests' ids, by person.

    A single notice stays as it is, and so does every reply: it was asked for. So is the digest, from now on. One that
    was planned stays too: there are many notices in it already.
    """
    found = await outbox.notices(unit, complainant_ids)
    await set_aside(unit, found.unreadable)
    folded = [notice for notice in found.messages if not is_digest(notice.outgoing)]
    waiting = sorted(folded, key=attrgetter("complainant_id", "id"))
    lines = [list(line) for _, line in groupby(waiting, key=attrgetter("complainant_id"))]
    several = [line for line in lines if len(line) > 1]
    if not several:
        return {}
    await outbox.remove(unit, [notice.id for line in several for notice in line])
    ids = await outbox.add(unit, [_digest_of(line) for line in several], now)
    return {line[0].complainant_id: id for line, id in zip(several, ids, strict=True)}


def _digest_of(notices: Sequence[DueMessage]) -> NewMessage:
    told = digest([Missed(notice.outgoing, notice.at) for notice in notices])
    return NewMessage(notices[0].complainant_id, told)
