"""Units of work, and what goes wrong in them."""

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select, text

from conversations.messages import Chat
from storage import complainants
from storage.errors import DatabaseAway, DatabaseRefused
from storage.store import Store
from storage.tables import complainants as table
from tests.filed import NOW

SECRET = "Siti-0812"


async def test_a_unit_that_fails_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.begin() as unit:
            await complainants.add(unit, [Chat("webchat", "a")], NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with store.begin() as unit:
        assert await complainants.add(unit, [Chat("webchat", "a")], NOW)


async def test_what_a_database_refuses_is_said_without_the_values(store: Store) -> None:
    rows = [{"channel": "webchat", "address": SECRET, "created_at": NOW}] * 2
    with pytest.raises(DatabaseRefused) as refused:
        async with store.begin() as unit:
            await unit.connection.execute(insert(table).values(rows))
    assert str(refused.value).startswith("IntegrityError ")
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


async def test_a_wrong_statement_is_not_taken_for_a_database_that_is_away(store: Store) -> None:
    with pytest.raises(DatabaseRefused):
        async with store.read() as unit:
            await unit.connection.execute(text("SELECT nonsense FROM nowhere"))


async def test_a_database_that_is_there_answers(store: Store) -> None:
    await store.ping()


async def test_a_database_that_is_not_there_is_away(database_url: str) -> None:
    url = make_url(database_url)
    gone = url.set(database="/nowhere/x.db") if url.get_backend_name() == "sqlite" else url.set(port=1)
    store = Store(gone.render_as_string(hide_password=False))
    for opening in (store.begin, store.read):
        with pytest.raises(DatabaseAway):
            async with opening():
                pass
    with pytest.raises(DatabaseAway):
        await store.ping()
    await store.close()


@pytest.mark.postgres
async def test_a_connection_that_is_dropped_is_a_database_that_is_away_for_a_moment(postgres_url: str) -> None:
    store = Store(postgres_url)
    with pytest.raises(DatabaseAway):
        async with store.begin() as unit:
            await unit.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    await store.ping()
    await store.close()


async def test_a_reader_sees_what_is_committed_while_somebody_writes(store: Store) -> None:
    async with store.begin() as writing:
        await complainants.add(writing, [Chat("webchat", "a")], NOW)
        async with store.read() as reading:
            assert await reading.connection.scalar(text("SELECT count(*) FROM complainants")) == 0
    async with store.read() as reading:
        assert await reading.connection.scalar(text("SELECT count(*) FROM complainants")) == 1


async def test_sqlite_writes_a_commit_to_the_disk_before_it_ends(tmp_path: Path) -> None:
    store = Store(f"sqlite+aiosqlite:///{tmp_path}/pintulapor.db")
    async with store.begin() as unit:
        settings = [await unit.connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]
    await store.close()


async def test_a_unit_that_is_cancelled_leaves_nothing_and_stops_nobody(store: Store) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with store.begin() as unit:
            await complainants.add(unit, [Chat("webchat", "a")], NOW)
            begun.set()
            await asyncio.sleep(60)

    for _ in range(20):
        begun.clear()
        writing = asyncio.create_task(write())
        await begun.wait()
        writing.cancel()
        await asyncio.wait([writing])
    async with store.begin() as unit:
        assert await complainants.add(unit, [Chat("webchat", "a")], NOW)


def all_bytes(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


async def write_and_delete(store: Store) -> None:
    async with store.begin() as unit:
        await complainants.add(unit, [Chat("webchat", SECRET)], NOW)
    async with store.begin() as unit:
        await unit.connection.execute(table.delete())


async def test_what_was_deleted_is_in_none_of_sqlite_s_files_after_a_scrub(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "scrubbed.db"
    shutil.copy(sqlite_template, file)
    store = Store(f"sqlite+aiosqlite:///{file}")
    await write_and_delete(store)
    assert SECRET.encode() in all_bytes(file)
    assert await store.scrub()
    assert SECRET.encode() not in all_bytes(file)
    await store.close()


async def test_a_scrub_does_not_break_when_a_reader_is_in_the_way(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "read.db"
    shutil.copy(sqlite_template, file)
    store = Store(f"sqlite+aiosqlite:///{file}")
    async with store.read() as unit:
        await unit.connection.execute(select(table))
        await write_and_delete(store)
        assert not await store.scrub()
    assert await store.scrub()
    assert SECRET.encode() not in all_bytes(file)
    await store.close()


async def test_a_database_goes_on_after_a_scrub(store: Store) -> None:
    assert await store.scrub()
    await write_and_delete(store)
