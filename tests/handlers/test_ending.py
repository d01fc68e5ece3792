"""Loops end when they are told to."""

import asyncio
from pathlib import Path
from typing import Protocol

import pytest
from obstore.store import LocalStore

from bot.backends.desk import DeskBackend
from conversations.catalogue import Catalogue
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.fetching import Fetching
from handlers.file_removal import FileRemoval
from handlers.forwarding import Forwarder
from storage.store import Store
from tests.filed import Clock
from tests.handlers.house import App
from tests.handlers.lab import Nowhere

MOST_TICKS = 6  # of the event loop, from being woken to looking again


class Loop(Protocol):
    def wake(self) -> None: ...

    async def run(self) -> None: ...


def loops(store: Store, catalogue: Catalogue, folder: Path) -> dict[str, Loop]:
    objects, clock, profile = LocalStore(folder, mkdir=True), Clock(), catalogue.profile
    delivery = Delivery(store, {"webchat": App()}, catalogue, clock)
    backend, removal = DeskBackend(Desk(store, profile, delivery, clock)), FileRemoval(store, objects, clock)
    sources = {"telegram": Nowhere()}
    return {
        "delivery": delivery,
        "forwarding": Forwarder(store, backend, profile, clock, lambda: 0.0),
        "file removal": removal,
        "fetching": Fetching(store, objects, sources, catalogue, delivery, removal, clock, lambda: 0.0),
    }


@pytest.mark.parametrize("name", ["delivery", "forwarding", "file removal", "fetching"])
async def test_a_loop_that_is_woken_just_as_it_is_ended_ends(
    store: Store, catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    loop = loops(store, catalogue, tmp_path)[name]
    for ticks in range(MOST_TICKS):
        running = asyncio.create_task(loop.run())
        await asyncio.sleep(0.1)
        loop.wake()
        for _ in range(ticks):
            await asyncio.sleep(0)
        running.cancel()
        ended, _ = await asyncio.wait([running], timeout=20)
        running.cancel()
        assert ended
        await asyncio.wait([running])
