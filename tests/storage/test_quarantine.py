"""Updates that could not be handled."""

from datetime import timedelta

from conversations.messages import Chat
from storage import quarantine
from storage.quarantine import Poison
from storage.store import Store
from tests.filed import NOW

RAW = b'{"update_id": 1, "message": \xff'


def poison(key: str, address: str = "7", error: str = "KeyError") -> Poison:
    return Poison("telegram", key, "message", address, error, RAW)


async def test_one_that_comes_again_is_kept_once_as_it_first_came(store: Store) -> None:
    async with store.begin() as unit:
        assert await quarantine.add(unit, poison("1"), NOW)
        assert await quarantine.add(unit, poison("2"), NOW)
        assert not await quarantine.add(unit, poison("1", error="ValueError"), NOW + timedelta(hours=1))
        first, second = await quarantine.listed(unit)
    assert (first.poison, first.at, second.poison) == (poison("1"), NOW, poison("2"))


async def test_they_are_found_and_removed_by_their_ids(store: Store) -> None:
    async with store.begin() as unit:
        for key in ("1", "2", "3"):
            await quarantine.add(unit, poison(key), NOW)
        first, second, third = await quarantine.listed(unit)
        assert await quarantine.listed(unit, [third.id, first.id, 99]) == [first, third]
        await quarantine.remove(unit, [first.id, third.id])
        assert await quarantine.listed(unit) == [second]


async def test_old_ones_are_forgotten(store: Store) -> None:
    async with store.begin() as unit:
        await quarantine.add(unit, poison("1"), NOW)
        await quarantine.add(unit, poison("2"), NOW + timedelta(seconds=1))
        await quarantine.forget(unit, before=NOW + timedelta(seconds=1))
        assert [each.poison.key for each in await quarantine.listed(unit)] == ["2"]


async def test_those_of_one_chat_are_forgotten_with_it(store: Store) -> None:
    async with store.begin() as unit:
        for key, address in (("1", "7"), ("2", "8"), ("3", "")):
            await quarantine.add(unit, poison(key, address), NOW)
        await quarantine.forget_chat(unit, Chat("telegram", "7"))
        await quarantine.forget_chat(unit, Chat("webchat", "8"))
        assert [each.poison.key for each in await quarantine.listed(unit)] == ["2", "3"]
