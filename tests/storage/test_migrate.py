"""The migrations, held against the tables."""

import asyncio
import re
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, bindparam, column, create_engine, literal, select, table, text

from conversations.messages import Outgoing, line
from storage import held_notices, migrate, reports
from storage.errors import DatabaseTooNew
from storage.held_notices import NewHeld
from storage.migrate import MIGRATIONS, NEWEST, is_current, upgrade
from storage.store import Store
from storage.tables import filings, handovers, metadata
from storage.types import Instant
from tests.filed import NOW, RECEIPT, file_report

ROOT = Path(__file__).parents[2]
NOTICE = Outgoing((line("notice.verified", receipt=RECEIPT),))


async def test_an_empty_database_gets_the_tables_that_the_code_knows(empty_database_url: str) -> None:
    await upgrade(empty_database_url)

    store = Store(empty_database_url)
    async with store.begin() as unit:
        assert await unit.connection.run_sync(differences) == []
    await store.close()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_write_sqlite_tables_just_as_the_code_would(tmp_path: Path) -> None:
    written = create_engine(f"sqlite:///{tmp_path / 'written.db'}")
    metadata.create_all(written)
    await upgrade(f"sqlite+aiosqlite:///{tmp_path / 'migrated.db'}")
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated.db'}")

    with written.connect() as left, migrated.connect() as right:
        assert schema(left) == schema(right)
    written.dispose()
    migrated.dispose()


def schema(connection: Connection) -> dict[str, list[str]]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE tbl_name != 'alembic_version'"))
    return {name: sorted(parts(sql or "")) for name, sql in rows}


def parts(sql: str) -> list[str]:
    """Columns and constraints, wherever a later migration has put them."""
    head, _, inside = sql.replace('"', "").partition("(")  # SQLite quotes the name of a table that was written anew
    columns, _, tail = inside.rpartition(")")
    return [" ".join(part.split()) for part in [head, tail, *re.split(r",(?![^(]*\))", columns)]]


FILED_WITH_A_SLIP = (
    """INSERT INTO volunteers (id, complainant_id, name, kim_group, area, standing, asked_at)
    VALUES (1, :filer, 'Rahmawati', 'KIM Sangatta Utara', '64.08.04', 'active', :now)""",
    """INSERT INTO filings
    (report_id, volunteer_id, kim_group, person_name, person_contact, consent, consented_at, covers)
    VALUES (:report, 1, 'KIM Sangatta Utara', 'Siti Aminah', '', 'in_person', :now, 'open')""",
    """INSERT INTO handovers (report_id, code, created_at, expires_at)
    VALUES (:report, '7F3K9Q2C0M4T', :now, :now)""",
)


async def test_what_was_there_before_there_were_volunteers_is_there_after(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "NEWEST", "0008")
    await upgrade(empty_database_url)
    store = Store(empty_database_url)
    filed = await file_report(store)
    held = table("held_notices", *map(column, ("complainant_id", "body", "created_at", "due_at")))
    async with store.begin() as unit:
        times = {"created_at": literal(NOW, Instant()), "due_at": literal(NOW, Instant())}
        await unit.connection.execute(held.insert().values(complainant_id=filed.complainant_id, body=b"{", **times))
    await store.close()

    monkeypatch.undo()
    await upgrade(empty_database_url)
    store = Store(empty_database_url)
    async with store.begin() as unit:
        assert await unit.connection.run_sync(differences) == []
        [before] = await held_notices.release(unit, [filed.complainant_id], NOW)
        assert (before.id, before.complainant_id, before.report_id, before.at) == (1, filed.complainant_id, None, NOW)
        await held_notices.add(unit, [NewHeld(filed.complainant_id, filed.id, NOTICE, NOW)], NOW)
    async with store.begin() as unit:
        [after] = await held_notices.release(unit, [filed.complainant_id], NOW)
        assert (after.id, after.report_id, after.outgoing) == (2, filed.id, NOTICE)
        known = await reports.owners(unit, [filed.id])
    assert known[filed.id].complainant_id == filed.complainant_id
    await store.close()


async def test_a_slip_from_before_is_not_for_the_volunteer_whose_report_it_is(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "NEWEST", "0011")
    await upgrade(empty_database_url)
    store = Store(empty_database_url)
    filed = await file_report(store)
    values, now = {"filer": filed.complainant_id, "report": filed.id, "now": NOW}, bindparam("now", type_=Instant())
    async with store.begin() as unit:
        for statement in FILED_WITH_A_SLIP:
            await unit.connection.execute(text(statement).bindparams(now), values)
    await store.close()

    monkeypatch.undo()
    await upgrade(empty_database_url)
    store = Store(empty_database_url)
    async with store.begin() as unit:
        [slip] = (await unit.connection.execute(select(handovers))).all()
        assert (slip.code, slip.made_by) == ("7F3K9Q2C0M4T", filed.complainant_id)
        assert await unit.connection.scalar(select(filings.c.asked)) == ""
    await store.close()


def test_the_newest_revision_is_the_one_that_a_start_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


async def test_a_database_is_current_only_after_it_was_migrated(empty_database_url: str) -> None:
    assert not await is_current(empty_database_url)
    await upgrade(empty_database_url)
    assert await is_current(empty_database_url)


async def test_asking_whether_it_is_current_creates_no_file(tmp_path: Path) -> None:
    assert not await is_current(f"sqlite+aiosqlite:///{tmp_path}/none/pintulapor.db")
    assert not (tmp_path / "none").exists()


async def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    await upgrade(f"sqlite+aiosqlite:///{tmp_path}/new/data/pintulapor.db")
    assert await is_current(f"sqlite+aiosqlite:///{tmp_path}/new/data/pintulapor.db")


async def test_processes_that_migrate_at_once_do_not_collide(empty_database_url: str) -> None:
    code = f"import asyncio; from storage.migrate import upgrade; asyncio.run(upgrade({empty_database_url!r}))"
    processes = [await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT) for _ in range(3)]

    assert [await process.wait() for process in processes] == [0, 0, 0]
    assert await is_current(empty_database_url)


async def test_tables_of_a_newer_version_are_left_alone(database_url: str) -> None:
    store = Store(database_url)
    async with store.begin() as unit:
        await unit.connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    await store.close()

    with pytest.raises(DatabaseTooNew):
        await upgrade(database_url)


async def test_a_start_on_a_current_database_does_not_load_alembic(database_url: str) -> None:
    code = (
        "import asyncio, sys; from storage.migrate import upgrade;"
        f"asyncio.run(upgrade({database_url!r})); sys.exit('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT)
    assert await process.wait() == 0
