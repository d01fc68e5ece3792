"""What is kept of each messaging app itself."""

from datetime import timedelta

from storage import channels
from storage.store import Store
from tests.filed import NOW


async def test_the_first_secret_is_kept_for_good(store: Store) -> None:
    async with store.begin() as unit:
        await channels.pause(unit, "telegram", NOW)
        assert await channels.secret(unit, "telegram", "first") == "first"
    async with store.begin() as unit:
        assert await channels.secret(unit, "telegram", "second") == "first"
        assert await channels.secret(unit, "line", "third") == "third"


async def test_a_shorter_pause_does_not_shorten_one(store: Store) -> None:
    async with store.begin() as unit:
        for minutes in (5, 60, 30):
            await channels.pause(unit, "telegram", NOW + timedelta(minutes=minutes))
        await channels.secret(unit, "line", "s")
        assert await channels.pauses(unit, ["telegram", "line", "webchat"]) == {"telegram": NOW + timedelta(hours=1)}


async def test_what_was_last_said_of_the_bot_is_known(store: Store) -> None:
    async with store.begin() as unit:
        assert await channels.introduced(unit, "telegram") == ""
        for said in ("first", "second"):
            await channels.note_introduction(unit, "telegram", said)
        assert await channels.introduced(unit, "telegram") == "second"
