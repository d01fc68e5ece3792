"""Drafts that lie idle are reminded of, put away and deleted when their time has come."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from conversations.conversation import Conversation
from conversations.profile import Profile
from conversations.reminders import wake, wake_at
from conversations.step import Outcome
from handlers.delivery import Delivery
from handlers.effects import Aftermath, Wanted, carry_out
from handlers.faults import Fault, fault_of
from handlers.finishing import finished
from handlers.incoming import Wakeable
from handlers.quarantine import LASTS as QUARANTINE_LASTS
from storage import conversations, inbox, outbox, quarantine, retention
from storage.conversations import Change
from storage.errors import DatabaseAway, DatabaseRefused
from storage.outbox import NewMessage
from storage.store import Store, Unit

LOOK_EVERY_SECONDS = 30.0
AT_ONCE = 100
SHORTEST_SLEEP = timedelta(hours=1)
WAIT_AFTER_FAULT = timedelta(hours=6)
REPEATS_COME_WITHIN = timedelta(days=30)
"""Telegram sends a message again for a day; a chat page, when its phone is found again."""
BETWEEN_CLEARINGS = timedelta(hours=1)
LONGEST_MONTH = timedelta(days=31)

log = structlog.get_logger()


class Idle:
    def __init__(
        self,
        store: Store,
        profile: Profile,
        delivery: Delivery,
        file_removal: Wakeable,
        now: Callable[[], datetime],
        random_bits: Callable[[int], int],
    ) -> None:
        """`random_bits` gives a number of that many bits."""
        self._store = store
        self._profile = profile
        self._delivery = delivery
        self._file_removal = file_removal
        self._now = now
        self._random_bits = random_bits
        self._clear_at: datetime | None = None

    async def run(self) -> None:
        while True:
            try:
                await finished(self.look())
            except (DatabaseAway, DatabaseRefused) as error:
                log.warning("idle drafts cannot be looked at", error=str(error))
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def look(self) -> None:
        """Every conversation that was due has been woken. Keys of messages that cannot come again are gone, and so are
        updates that have long been in quarantine; so is, once an hour, what is older than the office's promise.

        Raises `DatabaseAway` or `DatabaseRefused`.
        """
        now = self._now()
        async with self._store.begin() as unit:
            await inbox.forget(unit, now - REPEATS_COME_WITHIN)
            await quarantine.forget(unit, now - QUARANTINE_LASTS)
        while ids := await self._due(now):
            await self._wake(ids, now)
        if self._clear_at is None or now >= self._clear_at:
            await self._clear(now - self._profile.office.retention_months * LONGEST_MONTH)
            self._clear_at = now + BETWEEN_CLEARINGS

    async def _clear(self, before: datetime) -> None:
        """What has been kept for as long as was promised is gone."""
        is_more, has_dropped = True, False
        while is_more:
            async with self._store.begin() as unit:
                is_more = await retention.drop_expired(unit, before, AT_ONCE)
            has_dropped |= is_more
        if has_dropped:
            self._file_removal.wake()
        await self._store.scrub()

    async def _due(self, now: datetime) -> Sequence[int]:
        async with self._store.read() as unit:
            return await conversations.due(unit, now, AT_ONCE)

    async def _wake(self, ids: Sequence[int], now: datetime) -> None:
        try:
            async with self._store.begin() as unit:
                aftermath = await wake_all(unit, ids, now, self._profile, self._random_bits)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not hold up the others
            await self._wake_each(ids, now, fault_of(error))
            return
        self._delivery.wake()
        if aftermath.has_unwanted_files:
            self._file_removal.wake()

    async def _wake_each(self, ids: Sequence[int], now: datetime, fault: Fault) -> None:
        if len(ids) > 1:
            for id in ids:
                await self._wake([id], now)
            return
        log.error("conversation not woken", complainant=ids[0], error=fault.error, at=fault.at)
        async with self._store.begin() as unit:
            await conversations.put_off(unit, ids[0], now + WAIT_AFTER_FAULT)


async def wake_all(
    unit: Unit, ids: Sequence[int], now: datetime, profile: Profile, random_bits: Callable[[int], int]
) -> Aftermath:
    """These conversations have been woken, where that was still due, and are due again later or not at all."""
    people = await conversations.load_by_id(unit, ids)
    woken = [(person, _woken(person.conversation, now, profile)) for person in people.values()]
    changes = [Change(person.id, outcome.conversation, _next(outcome, now, profile)) for person, outcome in woken]
    await conversations.store(unit, changes, now)
    replies = [NewMessage(person.id, reply, is_notice=True) for person, outcome in woken for reply in outcome.replies]
    if replies:
        await outbox.add(unit, replies, now)
    wanted = [Wanted(person.id, person.chat, effect) for person, outcome in woken for effect in outcome.effects]
    return await carry_out(unit, wanted, now, profile, random_bits)


def _woken(conversation: Conversation, now: datetime, profile: Profile) -> Outcome:
    at = wake_at(conversation, profile)
    return wake(conversation, now, profile) if at and at <= now else Outcome(conversation)


def _next(outcome: Outcome, now: datetime, profile: Profile) -> datetime | None:
    """Never in the past: one that nothing came of would be woken without end."""
    at = wake_at(outcome.conversation, profile)
    return at and max(at, now + SHORTEST_SLEEP)
