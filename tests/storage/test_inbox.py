"""Keys of messages that were handled."""

from datetime import UTC, datetime, timedelta

from conversations.messages import Chat
from storage import inbox
from storage.store import Store

NOW = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
CHAT, OTHER = Chat("webchat", "a"), Chat("telegram", "a")


async def test_a_key_is_new_once_in_each_chat(store: Store) -> None:
    async with store.begin() as unit:
        assert await inbox.record(unit, [(CHAT, "1"), (CHAT, "2")], NOW) == {(CHAT, "1"), (CHAT, "2")}
        assert await inbox.record(unit, [(CHAT, "2"), (OTHER, "2")], NOW) == {(OTHER, "2")}


async def test_a_key_of_a_unit_that_failed_is_still_new(store: Store) -> None:
    try:
        async with store.begin() as unit:
            await inbox.record(unit, [(CHAT, "1")], NOW)
            raise LookupError
    except LookupError:
        pass
    async with store.begin() as unit:
        assert await inbox.record(unit, [(CHAT, "1")], NOW) == {(CHAT, "1")}


async def test_old_keys_are_forgotten(store: Store) -> None:
    async with store.begin() as unit:
        await inbox.record(unit, [(CHAT, "1")], NOW)
        await inbox.record(unit, [(CHAT, "2")], NOW + timedelta(seconds=1))
        await inbox.forget(unit, before=NOW + timedelta(seconds=1))
        assert await inbox.record(unit, [(CHAT, "1"), (CHAT, "2")], NOW) == {(CHAT, "1")}
