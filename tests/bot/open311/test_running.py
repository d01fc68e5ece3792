"""The product, set to an Open311 server as an office sets it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.doctor import Grade
from bot.doctor_open311 import look_at_open311
from bot.environment import load_settings
from bot.errors import WrongSettings
from bot.preparing import prepare
from bot.wiring import build
from conversations.status import Status
from storage import report_standings
from storage.store import Store
from tests.bot.open311.house import file_report
from tests.filed import RECEIPT
from tests.open311.kept import Manner
from tests.open311.office import KEY
from tests.open311.server import Open311Server


@pytest_asyncio.fixture
async def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open311Server]:
    async with Open311Server(Manner.FIXMYSTREET) as server:
        monkeypatch.setenv("PINTULAPOR_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.setenv("PINTULAPOR_BACKEND", "open311")
        monkeypatch.setenv("PINTULAPOR_OPEN311_URL", server.base)
        monkeypatch.setenv("PINTULAPOR_OPEN311_API_KEY", KEY)
        monkeypatch.setenv("PINTULAPOR_OPEN311_POLL_SECONDS", "1")
        yield server


async def test_a_report_goes_there_and_what_is_said_of_it_comes_back(office: Open311Server) -> None:
    settings = load_settings()
    await prepare(settings)
    product, _ = build(settings, announce=lambda link: None)
    await file_report(product.store)
    loops = [asyncio.create_task(loop.keep_running()) for loop in product.loops]
    try:
        async with asyncio.timeout(60):
            while not office.kept:  # noqa: ASYNC110 -- what is on the other side rings no bell
                await asyncio.sleep(0.02)
            office.say(office.kept[0], "in_progress", "Sedang dicek.")
            while await status(product.store) is not Status.FOLLOWED_UP:  # noqa: ASYNC110 -- the same
                await asyncio.sleep(0.02)
        assert not any(loop.done() for loop in loops)
    finally:
        for loop in reversed(loops):
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        await product.store.close()


async def status(store: Store) -> Status:
    async with store.begin() as unit:
        standing = await report_standings.of(unit, RECEIPT)
    assert standing
    return standing.report.status


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("OPEN311_URL", "", r"must be set with PINTULAPOR_BACKEND=open311"),
        ("OPEN311_URL", "http://kasus.example.go.id/v2", r"must begin with https://"),
        ("OPEN311_API_KEY", "", r"must be set with PINTULAPOR_BACKEND=open311"),
        ("OPEN311_POLL_SECONDS", "0", r"must be a number from 1 to 86400"),
    ],
)
async def test_a_wrong_setting_is_named(
    office: Open311Server, monkeypatch: pytest.MonkeyPatch, name: str, value: str, problem: str
) -> None:
    monkeypatch.setenv(f"PINTULAPOR_{name}", value)
    with pytest.raises(WrongSettings, match=problem) as caught:
        load_settings()
    assert KEY not in str(caught.value.lines)


async def test_the_doctor_says_which_categories_have_no_service(office: Open311Server) -> None:
    found = await asyncio.to_thread(lambda: list(look_at_open311(load_settings())))
    said = [f"{finding.grade} {finding.text}" for finding in found]

    assert said[0] == "ok open311: 127.0.0.1 has 2 services"
    assert said[1].startswith("mend open311: no service takes jalan, jembatan, ")
    assert "lampu-jalan" not in said[1]
    assert said[2].startswith("note open311: reports that the public may not see")


async def test_the_doctor_says_when_the_server_cannot_be_asked(office: Open311Server) -> None:
    office.is_down = True
    [finding] = await asyncio.to_thread(lambda: list(look_at_open311(load_settings())))
    assert finding.grade is Grade.MEND
    assert "127.0.0.1 cannot be asked for its services (status 503)" in finding.text
