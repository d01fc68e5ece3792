"""A person at the terminal fetches what waits for them."""

import pytest

from conversations.messages import Chat, Outgoing, line
from handlers.pickup import Pickup
from storage import complainants, outbox, tables
from storage.outbox import NewMessage
from storage.store import Store
from tests.filed import NOW, Clock

SITI, BUDI = Chat("terminal", "siti"), Chat("terminal", "budi")


async def write(store: Store, chat: Chat, *texts: str) -> list[int]:
    async with store.begin() as unit:
        id = (await complainants.add(unit, [chat], NOW))[chat]
        return await outbox.add(unit, [NewMessage(id, Outgoing((line(text),))) for text in texts], NOW)


async def test_what_waits_for_a_chat_is_found_however_much_waits_for_others(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.pickup.MOST", 3)
    await write(store, BUDI, *"abcde")
    siti = await write(store, SITI, "f", "g")
    pickup = Pickup(store, SITI, Clock())

    waiting = await pickup.waiting()
    assert [message.id for message in waiting] == siti
    await pickup.fetched(waiting)
    assert await pickup.waiting() == []


async def test_what_cannot_be_read_does_not_keep_the_rest_from_being_fetched(store: Store) -> None:
    bad, good = await write(store, SITI, "a", "b")
    async with store.begin() as unit:
        row = tables.outbox.update().where(tables.outbox.c.id == bad)
        await unit.connection.execute(row.values(body=b"{"))

    assert [message.id for message in await Pickup(store, SITI, Clock()).waiting()] == [good]
