"""Notices that were held go out when their hour has come: all that one person has, in one message."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

import structlog

from conversations.digest import in_one
from conversations.missed import Missed
from conversations.notices import shown
from conversations.profile import Profile
from conversations.reminders import wake_at
from handlers.finishing import finished
from handlers.incoming import Wakeable
from handlers.unreadable import log_dropped
from storage import conversations, held_notices, outbox
from storage.conversations import Change
from storage.errors import DatabaseAway, DatabaseRefused
from storage.held_notices import Held
from storage.outbox import NewMessage
from storage.store import Store, Unit

LOOK_EVERY_SECONDS = 30.0
AT_ONCE = 500
"""Notices whose people are looked after in one transaction: what people write gets its turn in between."""

log = structlog.get_logger()


class Hours:
    def __init__(self, store: Store, delivery: Wakeable, now: Callable[[], datetime], profile: Profile) -> None:
        self._store = store
        self._profile = profile
        self._delivery = delivery
        self._now = now

    async def run(self) -> None:
        while True:
            try:
                await finished(self.look())
            except (DatabaseAway, DatabaseRefused) as error:
                log.warning("held notices cannot be looked at", error=str(error))
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        """What was held until now is in the outbox. Raises `DatabaseAway` or `DatabaseRefused`."""
        now = self._now()
        while ids := await self._due(now):
            async with self._store.begin() as unit:
                await release(unit, ids, now, self._profile)
            self._delivery.wake()

    async def _due(self, now: datetime) -> Sequence[int]:
        async with self._store.read() as unit:
            return await held_notices.due(unit, now, AT_ONCE)


async def release(unit: Unit, complainant_ids: Sequence[int], now: datetime, profile: Profile) -> None:
    """What was held for these people until now is in the outbox: of several notices, one digest."""
    people = await conversations.load_by_id(unit, sorted(complainant_ids))  # first: a turn has its person locked too
    released = await held_notices.release(unit, complainant_ids, now)
    log_dropped(released)
    lines = groupby(sorted(released, key=attrgetter("complainant_id", "id")), key=attrgetter("complainant_id"))
    messages = [message for id, line in lines if (message := _message(id, list(line)))]
    if not messages:
        return
    await outbox.add(unit, messages, now)
    talks = {each.complainant_id: shown(people[each.complainant_id].conversation, each.outgoing) for each in messages}
    await conversations.store(unit, [Change(id, talk, wake_at(talk, profile)) for id, talk in talks.items()], now)


def _message(complainant_id: int, released: Sequence[Held]) -> NewMessage | None:
    notices = [Missed(each.outgoing, each.at) for each in released if each.outgoing]
    return NewMessage(complainant_id, in_one(notices, is_planned=True), is_notice=True) if notices else None
