"""PintuLapor's own way: `handlers.incoming` and `handlers.delivery`, wired as the product wires them."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from benchmarks.crowd import Phones
from benchmarks.ways import Taking, Way
from conversations.catalogue import Catalogue
from handlers.delivery import Delivery
from handlers.incoming import Intake
from storage.store import Store, Unit


class CountedStore(Store):
    commits = 0

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Unit]:
        async with super().begin() as unit:
            yield unit
        self.commits += 1


class Nobody:
    """In the place of what forwards reports, and what removes and fetches files: none of it is measured."""

    def wake(self) -> None: ...


@asynccontextmanager
async def _open(url: str, phones: Phones, catalogue: Catalogue) -> AsyncIterator[Taking]:
    store = CountedStore(url)
    delivery = Delivery(store, {phones.name: phones}, catalogue, _now)
    intake = Intake(store, catalogue, delivery, Nobody(), Nobody(), Nobody(), _now, secrets.randbits)
    loops = [asyncio.create_task(intake.run()), asyncio.create_task(delivery.run())]
    try:
        yield Taking(intake.take, lambda: store.commits)
    finally:
        for loop in loops:
            loop.cancel()
            await asyncio.wait([loop])
        await store.close()


def _now() -> datetime:
    return datetime.now(UTC)


INTAKE = Way("Intake", _open)
