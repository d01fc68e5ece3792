"""`pintulapor outbox` as whoever looks after the server uses it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.profile import load_profile
from handlers.errors import Misconfigured
from storage.migrate import upgrade
from storage.store import Store
from tests.bot.processes import pintulapor
from tests.filed import RECEIPT, REPORT, Clock, file_report
from tests.forwarded import forward_due
from tests.handlers.remote import Remote, break_body, forwarder, refuses

NOT_DROPPED = "not dropped: it may be on its way just now, or was never tried; try again in a minute"
NOTHING = "Everything has reached its backend.\n"


@pytest_asyncio.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """The database of a `pintulapor` in this folder; one report was refused."""
    (tmp_path / "data").mkdir()
    url = f"sqlite+aiosqlite:///{tmp_path}/data/pintulapor.db"
    await upgrade(url)
    store = Store(url)
    await file_report(store)
    backend = Remote()
    backend.answers = refuses
    await forward_due(forwarder(store, backend, load_profile("kutai-timur"), Clock()))
    yield store
    await store.close()


def outbox(folder: Path, *arguments: str) -> tuple[int, str]:
    done = pintulapor("outbox", *arguments, folder=folder)
    return done.returncode, done.stdout


@pytest.mark.usefixtures("store")
def test_the_list_says_why_and_nothing_that_a_person_said(tmp_path: Path) -> None:
    code, listed = outbox(tmp_path, "list")

    assert code == 0
    assert listed == (
        "desk: 0 on their way, 1 set aside\n"
        f"    1  2026-11-20 09:00  desk  report  {RECEIPT}  set aside  Rejected: no such category\n"
    )


@pytest.mark.usefixtures("store")
def test_all_of_it_is_shown_when_it_is_asked_for_by_number(tmp_path: Path) -> None:
    code, shown = outbox(tmp_path, "show", "1")
    assert (code, REPORT.description in shown) == (0, True)


async def test_of_what_cannot_be_read_that_is_said(tmp_path: Path, store: Store) -> None:
    await break_body(store, RECEIPT, b"{}")

    assert outbox(tmp_path, "show", "1") == (1, "    1  what is stored of it cannot be read\n")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("arguments", [("show",), ("retry",), ("drop",), ("retry", "7")])
def test_what_it_is_about_must_be_named(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert outbox(tmp_path, *arguments) == (2, "")


@pytest.mark.usefixtures("store")
def test_what_is_tried_again_is_on_its_way(tmp_path: Path) -> None:
    assert outbox(tmp_path, "retry", "1") == (0, "")
    assert outbox(tmp_path, "list")[1].startswith("desk: 1 on their way, 0 set aside\n")
    assert outbox(tmp_path, "drop", "1") == (0, "    1  dropped\n")


@pytest.mark.usefixtures("store")
def test_what_is_dropped_is_gone(tmp_path: Path) -> None:
    assert outbox(tmp_path, "drop", "1", "--because", "Sudah dilaporkan.") == (0, "    1  dropped\n")
    assert outbox(tmp_path, "list") == (0, NOTHING)


async def test_the_list_says_what_must_be_mended_before_anything_goes(tmp_path: Path, store: Store) -> None:
    await file_report(store, "KTM-0000-0000")
    await wrong_key(store)

    assert outbox(tmp_path, "list")[1].splitlines()[:2] == [
        "desk: 1 on their way, 1 set aside",
        "  nothing goes there until this is mended: the backend answered 401",
    ]


async def test_the_doctor_says_it_too(tmp_path: Path, store: Store) -> None:
    await file_report(store, "KTM-0000-0000")
    await wrong_key(store)

    done = pintulapor("doctor", folder=tmp_path, http_port=0)

    assert done.returncode == 1
    assert "mend  1 wait for desk, and nothing goes there: the backend answered 401\n" in done.stdout
    assert "note  1 set aside on the way to desk: see pintulapor outbox list\n" in done.stdout


async def wrong_key(store: Store) -> None:
    backend = Remote()
    backend.answers = lambda forwarding: Misconfigured("the backend answered 401")
    await forward_due(forwarder(store, backend, load_profile("kutai-timur"), Clock()))
