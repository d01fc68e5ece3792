"""Our side, whichever backend is at the other: reports go there, and what is said of them comes to complainants."""

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.status import KnownReport
from handlers.forwarding import Forwarder
from handlers.ports import Backend
from storage import outbox
from storage.store import Store
from tests.filed import RECEIPT, Clock, Filed, file_report, known
from tests.forwarded import forward_all
from tests.handlers.house import Bell

PROFILE = load_profile("kutai-timur")
CATALOGUE = load_catalogue(PROFILE)


class Ours:
    def __init__(self, store: Store, backend: Backend, clock: Clock) -> None:
        self.store = store
        self.backend = backend
        self.clock = clock
        self.forwarder = Forwarder(store, backend, PROFILE, Bell(), clock, lambda: 0.0)

    async def file(self, receipt: str = RECEIPT, backend: str = "") -> Filed:
        """A report that goes to the backend under test, or to the one that is named."""
        return await file_report(self.store, receipt, self.clock(), backend=backend or self.backend.name)

    async def forward(self) -> None:
        """All that can be forwarded now has been tried."""
        await forward_all(self.forwarder)

    async def forward_for_an_hour(self) -> None:
        """What is put off is tried again in the minute that it was put off to."""
        for _ in range(60):
            await self.forward()
            self.clock.move(minutes=1)

    async def known(self, filed: Filed) -> KnownReport:
        return await known(self.store, filed)

    async def words(self, filed: Filed) -> list[str]:
        """What was said of the report, as its history has it."""
        return [event.text for event in (await self.known(filed)).history if event.text]

    async def told(self, filed: Filed) -> list[str]:
        """What waits for the report's complainant, as it will be read."""
        async with self.store.read() as unit:
            found = await outbox.find_for(unit, filed.chat, self.clock(), 1_000)
        return [CATALOGUE.render(message.outgoing, "id").text for message in found.messages]

    async def told_words(self, filed: Filed, *words: str) -> list[str]:
        """Which of these words the complainant is told, in that order, each as often as it is."""
        return [each for text in await self.told(filed) for each in words if each in text]
