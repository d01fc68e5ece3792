"""What was said in the web chat is noted in few transactions, and what cannot be noted is to be said again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from conversations.conversation import Conversation, Person
from conversations.messages import Chat
from handlers.errors import TryLater
from handlers.transcript import BATCH, Transcript
from storage import complainants, conversations, transcripts
from storage.conversations import Change
from storage.store import Store, Unit
from storage.transcripts import CHANNEL, NewEntry

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def said(address: str, key: str, body: bytes = b"{}") -> NewEntry:
    return NewEntry(address, key, True, body, NOON)


class CountingStore(Store):
    """Counts its transactions."""

    begun = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        self.begun += 1
        async with super().begin() as unit:
            yield unit


async def test_what_comes_while_others_are_written_goes_into_one_transaction(database_url: str) -> None:
    store = CountingStore(database_url)
    transcript = Transcript(store)
    noted = await asyncio.gather(*(transcript.note(said(f"visitor {n}", "1")) for n in range(BATCH)))
    assert store.begun <= 2
    assert [each.entry.address for each in noted] == [f"visitor {n}" for n in range(BATCH)]
    await store.close()


async def test_entries_of_a_chat_stand_in_the_order_in_which_they_came(store: Store) -> None:
    transcript = Transcript(store)
    keys = [str(n) for n in range(BATCH + 50)]
    await asyncio.gather(*(transcript.note(said("budi", key)) for key in keys))
    remembered = await transcript.before("budi", None, len(keys))
    assert [entry.key for entry in remembered.stretch.entries] == keys


async def test_a_repeat_is_answered_with_what_was_noted_first(store: Store) -> None:
    transcript = Transcript(store)
    first = await transcript.note(said("budi", "1", b'{"n":1}'))
    again = await transcript.note(said("budi", "1", b'{"n":2}'))
    assert again == first
    assert await transcript.find("budi", "1") == first.entry
    assert await transcript.find("sari", "1") is None


async def test_after_a_chat_was_forgotten_its_oldest_entry_is_the_next_one(store: Store) -> None:
    transcript = Transcript(store)
    before = await transcript.note(said("budi", "1"))
    async with store.begin() as unit:
        await transcripts.forget(unit, "budi")
    assert (await transcript.after("budi", before.entry.id, 10)).first_id == 0
    after = await transcript.note(said("budi", "2"))
    assert after.first_id == after.entry.id > before.entry.id


async def test_the_language_is_the_conversations_once_one_has_begun(store: Store) -> None:
    transcript = Transcript(store)
    async with store.begin() as unit:
        ids = await complainants.add(unit, [Chat(CHANNEL, "budi"), Chat("telegram", "sari")], NOON)
        budi = ids[Chat(CHANNEL, "budi")]
    assert await transcript.language("budi") == ""
    async with store.begin() as unit:
        await complainants.store_persons(unit, {id: Person(language="en") for id in ids.values()})
        await conversations.store(unit, [Change(budi, Conversation(), None)], NOON)
    assert (await transcript.before("budi", None, 1)).language == "en"
    assert await transcript.language("budi") == "en"
    assert await transcript.language("sari") == ""


async def test_without_a_database_everybody_is_asked_to_try_later() -> None:
    store = Store("postgresql+asyncpg://127.0.0.1:1/nowhere")
    transcript = Transcript(store)
    outcomes = await asyncio.gather(*(transcript.note(said("budi", str(n))) for n in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [TryLater] * 3
    with pytest.raises(TryLater):
        await transcript.before("budi", None, 10)
    await store.close()
