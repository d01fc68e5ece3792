"""The parts, put together as `run` does it."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web

from bot.backends.choosing import problem_with
from bot.environment import load_settings
from bot.errors import CannotStart
from bot.listening import address_of, listen
from bot.preparing import prepare
from bot.profile import load_profile
from bot.running import Product, end, until_stopped
from bot.settings import Settings
from bot.wiring import build, read_profile
from conversations.profile import Rule


@pytest_asyncio.fixture
async def product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Product]:
    monkeypatch.setenv("PINTULAPOR_DATA_DIR", str(tmp_path / "data"))
    settings = load_settings()
    await prepare(settings)
    product, _ = build(settings, announce=lambda link: None)
    yield product
    await product.store.close()


async def readiness(address: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(address + "/readyz") as answer:
        return answer.status


async def test_it_is_ready_only_while_every_loop_runs(product: Product) -> None:
    await product.runner.setup()
    bound = listen("127.0.0.1", 0)
    await web.SockSite(product.runner, bound).start()
    address = address_of(bound)
    assert await readiness(address) == 503
    loops = [asyncio.create_task(loop.keep_running()) for loop in product.loops]
    while await readiness(address) != 200:
        pass
    loops[0].cancel()
    while await readiness(address) != 503:
        pass
    await end(product, loops)
    assert all(loop.done() for loop in loops)


async def test_a_loop_that_cannot_go_on_ends_the_process_with_an_exit_code(product: Product) -> None:
    async def give_up() -> None:
        from bot.loops import KeepsCrashing

        raise KeepsCrashing("intake")

    assert await until_stopped([asyncio.create_task(give_up())], asyncio.Event()) == 1


async def test_asked_to_stop_it_ends_well() -> None:
    stop = asyncio.Event()
    stop.set()
    assert await until_stopped([asyncio.create_task(asyncio.sleep(3600))], stop) == 0


def test_a_profile_that_cannot_be_used_is_named_by_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_PROFILE", str(tmp_path))
    with pytest.raises(CannotStart, match=r"\APINTULAPOR_PROFILE \(now .*\) cannot be used: "):
        read_profile(load_settings())


def test_a_backend_that_there_is_not_is_named_by_its_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PINTULAPOR_BACKEND", "desk,fax")
    with pytest.raises(CannotStart, match=r"\APINTULAPOR_BACKEND \(now 'desk,fax'\) names 'fax', and there are desk"):
        build(load_settings(), announce=lambda link: None)


def test_a_rule_may_only_name_a_backend_that_is_set() -> None:
    profile = load_profile("kutai-timur")
    named = replace(profile, routing=(Rule("desk", categories=("jalan",)), Rule("fax", categories=("jalan",))))

    assert problem_with(Settings(), profile) == ""
    assert "must name 'fax' too, as the profile's routing[1] does" in problem_with(Settings(), named)
