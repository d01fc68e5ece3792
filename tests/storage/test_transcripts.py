"""What was said in the web chat, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from storage import transcripts
from storage.store import Store
from storage.transcripts import NewEntry

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    yield store
    await store.close()


def said(address: str, key: str, body: bytes = b'{"type":"text","text":"x"}', second: int = 0) -> NewEntry:
    return NewEntry(address, key, True, body, NOON + timedelta(seconds=second))


async def add(store: Store, *entries: NewEntry) -> list[transcripts.Entry]:
    async with store.begin() as unit:
        return await transcripts.append(unit, entries)


async def test_entries_come_back_as_they_were_noted_in_the_order_given(store: Store) -> None:
    body = '{"text":"Jalan “berlubang” 😀\\u0000","n":[1,{"a":null}]}'.encode()
    added = await add(store, said("budi", "1", body), said("sari", "1"), said("budi", "2", second=1))
    async with store.read() as unit:
        stretch = await transcripts.before(unit, "budi", None, 10)
    assert stretch.entries == (added[0], added[2])
    assert [(e.key, e.at, e.is_own) for e in stretch.entries] == [("1", NOON, True), ("2", added[2].at, True)]
    assert stretch.entries[0].body == body
    assert added[0].id < added[1].id < added[2].id


async def test_a_repeat_keeps_the_first_entry(store: Store) -> None:
    first = await add(store, said("budi", "1", b'{"n":1}'))
    again = await add(store, said("budi", "2"), said("budi", "1", b'{"n":2}'), said("budi", "2"))
    assert again[1] == first[0]
    assert again[0] == again[2]
    async with store.read() as unit:
        assert len((await transcripts.before(unit, "budi", None, 10)).entries) == 2


async def test_what_was_missed_is_what_follows_the_last_seen(store: Store) -> None:
    added = await add(store, *(said("budi", str(n)) for n in range(5)))
    async with store.read() as unit:
        missed = await transcripts.after(unit, "budi", added[1].id, 2)
        rest = await transcripts.after(unit, "budi", added[3].id, 2)
    assert ([e.key for e in missed.entries], missed.has_more) == (["2", "3"], True)
    assert ([e.key for e in rest.entries], rest.has_more) == (["4"], False)


async def test_older_entries_come_in_pages(store: Store) -> None:
    added = await add(store, *(said("budi", str(n)) for n in range(5)))
    async with store.read() as unit:
        page = await transcripts.before(unit, "budi", added[3].id, 2)
        oldest = await transcripts.before(unit, "budi", added[1].id, 2)
    assert ([e.key for e in page.entries], page.has_more) == (["1", "2"], True)
    assert ([e.key for e in oldest.entries], oldest.has_more) == (["0"], False)


async def test_a_forgotten_chat_is_empty_and_its_ids_are_not_used_again(store: Store) -> None:
    added = await add(store, said("sari", "1"), said("budi", "1"), said("budi", "2"))
    async with store.begin() as unit:
        await transcripts.forget(unit, "budi")
    again = await add(store, said("budi", "1"))
    async with store.read() as unit:
        first = await transcripts.first_ids(unit, ["budi", "sari", "nobody"])
    assert again[0].id > added[2].id
    assert first == {"budi": again[0].id, "sari": added[0].id}


async def test_a_reader_never_sees_a_later_entry_before_an_earlier_one(store: Store) -> None:
    seen: list[int] = []
    done = asyncio.Event()

    async def read_on() -> None:
        while not done.is_set():
            async with store.read() as unit:
                stretch = await transcripts.after(unit, "budi", seen[-1] if seen else 0, 100)
            seen.extend(e.id for e in stretch.entries)

    reading = asyncio.create_task(read_on())
    await asyncio.gather(*(add(store, said("budi", str(n)), said("sari", str(n))) for n in range(40)))
    done.set()
    await reading
    async with store.read() as unit:
        everything = await transcripts.before(unit, "budi", None, 100)
        missed = await transcripts.after(unit, "budi", seen[-1] if seen else 0, 100)
    assert [*seen, *(e.id for e in missed.entries)] == [e.id for e in everything.entries]
    assert len(everything.entries) == 40
