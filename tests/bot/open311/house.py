"""Our side of an Open311 server: what delivers, what asks for news, and what came of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from obstore.store import ObjectStore

from bot.backends.open311.backend import NAME, Open311Backend
from bot.backends.open311.georeport import Access, GeoReport
from bot.backends.open311.polling import Polling
from conversations.catalogue import Catalogue
from conversations.status import KnownReport
from handlers.forwarded_files import ForwardedFiles
from handlers.forwarding import Forwarder
from handlers.placing import Placing
from handlers.polled_news import PolledNews
from handlers.report_files import ReportFiles
from storage import outbox, placements
from storage.placements import Placement
from storage.store import Store
from tests.filed import RECEIPT, Clock, Filed, known
from tests.filed import file_report as filed_report
from tests.forwarded import forward_all
from tests.handlers.house import Bell
from tests.open311.office import KEY
from tests.open311.server import Open311Server

EVERY = timedelta(minutes=1)


file_report = partial(filed_report, backend=NAME)
"""A report that goes to the Open311 server."""


class House:
    def __init__(
        self, store: Store, objects: ObjectStore, server: Open311Server, catalogue: Catalogue, clock: Clock
    ) -> None:
        self.store = store
        self.clock = clock
        self.bell = Bell()
        self.pauses: list[float] = []
        self.catalogue = catalogue
        self.georeport = GeoReport(Access(server.base, KEY), self._pause)
        placing = Placing(store, NAME, catalogue.profile, clock)
        files = ForwardedFiles(ReportFiles(store, objects, NAME))
        self.backend = Open311Backend(self.georeport, placing, files, catalogue, clock)
        news = PolledNews(store, NAME, catalogue.profile, self.bell, clock)
        self.polling = Polling(self.georeport, news, catalogue.profile, EVERY, clock, self._pause)
        self.forwarder = Forwarder(store, self.backend, catalogue.profile, self.bell, clock, jitter=lambda: 0.0)

    async def forward(self) -> None:
        """All that can be forwarded now has been tried."""
        await forward_all(self.forwarder)

    async def forward_for_an_hour(self) -> None:
        """Every minute is a new try."""
        for _ in range(60):
            await self.forward()
            self.clock.move(minutes=1)

    async def ask(self) -> list[str]:
        """A minute later the server is asked; what waits to be sent to complainants then, and did not before."""
        before = len(await self.told())
        self.clock.move(minutes=1)
        assert await self.polling.poll()
        return (await self.told())[before:]

    async def placement(self, receipt: str = RECEIPT) -> Placement:
        async with self.store.read() as unit:
            found = await placements.of(unit, NAME, receipt)
        assert found
        return found

    async def known(self, filed: Filed) -> KnownReport:
        return await known(self.store, filed)

    async def told(self) -> list[str]:
        """What waits to be sent to complainants, as it will be read."""
        async with self.store.read() as unit:
            waiting = (await outbox.find(unit, ["webchat"], self.clock(), (), 10_000)).messages
        return [self.catalogue.render(message.outgoing, "id").text for message in waiting]

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


@asynccontextmanager
async def open_house(
    store: Store, objects: ObjectStore, server: Open311Server, catalogue: Catalogue, clock: Clock
) -> AsyncIterator[House]:
    house = House(store, objects, server, catalogue, clock)
    yield house
    await house.georeport.close()
