"""Fixtures of all rooms: databases of both kinds, and a browser."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings
from playwright.async_api import Browser, async_playwright
from sqlalchemy import URL

from storage.migrate import upgrade
from tests import chromium, postgres

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Three for two cores: much of a test's time is waiting for a browser, a process, or an hour of its own clock."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Started by the first test that needs it, one for each worker of a parallel run."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: URL) -> Iterator[URL]:
    with postgres.database(postgres_server) as url:
        asyncio.run(upgrade(postgres.as_text(url)))
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "pintulapor.db"
    asyncio.run(upgrade(sqlite_url(file)))
    return file


def sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "pintulapor.db")
        return
    with postgres.database(request.getfixturevalue("postgres_server")) as url:
        yield postgres.as_text(url)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the newest schema, for this test alone: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "pintulapor.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield sqlite_url(file)
        return
    template = request.getfixturevalue("postgres_template")
    with postgres.database(request.getfixturevalue("postgres_server"), template) as url:
        yield postgres.as_text(url)


@pytest.fixture
def postgres_url(postgres_server: URL, postgres_template: URL) -> Iterator[str]:
    """A database with the newest schema, for what only PostgreSQL has. Such a test is marked `postgres`."""
    with postgres.database(postgres_server, postgres_template) as url:
        yield postgres.as_text(url)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium under Playwright's async interface. Take a `new_context()` of your own, one for each person.

    A test that uses it runs on the session's loop, and so must the async fixtures that it shares objects with
    (`loop_scope="session"`).
    """
    executable = chromium.executable()
    if executable is None:
        pytest.skip(chromium.MISSING)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=executable, args=chromium.ARGUMENTS)
        yield started
        await started.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    left_out = [report for report in terminalreporter.getreports("skipped") if "browser" in report.keywords]
    if left_out and chromium.executable() is None:
        terminalreporter.section("left out")
        terminalreporter.line(f"{len(left_out)} browser tests were left out: {chromium.MISSING}", yellow=True)
        for report in left_out:
            terminalreporter.line(f"  {report.nodeid}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden conversations as they went")
    parser.addoption("--rewrite-pictures", action="store_true", help="take the README's pictures anew")
