"""A volunteer who sends lists, and the office's process that works on them."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from obstore.store import ObjectStore
from openpyxl import load_workbook
from sqlalchemy import func, select

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Media, OutgoingFile, Rendered
from handlers.attachments import keep
from handlers.list_limits import LIST_FILES
from handlers.list_makers import ResultsMaker
from handlers.outgoing_files import make_file
from handlers.standing import stop
from handlers.village_lists import VillageLists
from storage import outbox
from storage.outbox import DueMessage
from storage.store import Store
from storage.tables import filings, reports
from tests.attached import in_one_piece
from tests.handlers.house import App, House, different_numbers
from tests.volunteering import Helper

XLSX = "daftar.xlsx"


class Village:
    """A volunteer who sends lists; nothing of them is done until `work` is called."""

    def __init__(self, store: Store, objects: ObjectStore, catalogue: Catalogue, helper: Helper) -> None:
        self.store, self.objects, self.catalogue, self.helper = store, objects, catalogue, helper
        self.house = House(store, catalogue, App(), different_numbers())
        self.chat = helper.chat
        self.lists = self.process(different_numbers(start=50_000))
        self._said = 0

    def process(self, random_bits: Callable[[int], int]) -> VillageLists:
        bells = self.house.delivery, self.house.forwarding, self.house.file_removal
        return VillageLists(self.store, self.objects, self.catalogue, *bells, self.house.clock, random_bits)

    async def say(self, *incoming: m.Incoming, chat: Chat | None = None) -> None:
        self._said += len(incoming)
        await self.house.say(chat or self.chat, *incoming, begin=self._said * 100)

    async def send(self, content: bytes, name: str = XLSX, chat: Chat | None = None) -> None:
        to = chat or self.chat
        kept = await upload_list(self.store, self.objects, to, content, name, self.house.clock())
        await self.say(m.Command("daftar"), kept, chat=chat)

    async def work(self, steps: int = 1_000) -> None:
        for _ in range(steps):
            if not await self.lists.look():
                return

    async def file(self, content: bytes, name: str = XLSX) -> None:
        """The good rows of this list are reports."""
        await self.send(content, name)
        await self.work()
        await self.press("list_send")
        await self.work()

    async def told(self) -> list[DueMessage]:
        async with self.store.read() as unit:
            found = await outbox.notices(unit, [self.helper.id])
        return found.messages

    async def last(self) -> Rendered:
        return self.catalogue.render((await self.told())[-1].outgoing, "id")

    async def press(self, verb: str) -> None:
        """The button of the last notice that has it."""
        for message in reversed(await self.told()):
            for option in message.outgoing.options:
                if option.data.startswith(verb):
                    await self.say(m.Choice(option.data))
                    return
        raise AssertionError(f"no button says {verb}")

    async def count(self, table: object, *which: object) -> int:
        async with self.store.read() as unit:
            return int(await unit.connection.scalar(select(func.count()).select_from(table).where(*which)) or 0)  # type: ignore[arg-type]

    async def sent(self) -> list[tuple[str, str]]:
        """The person and the words of each report."""
        async with self.store.read() as unit:
            rows = await unit.connection.execute(
                select(filings.c.person_name, reports.c.description).join(reports, reports.c.id == filings.c.report_id)
            )
            return sorted((row.person_name, row.description) for row in rows)

    async def receipts(self) -> list[str]:
        """Of what was sent, in the order of the rows."""
        async with self.store.read() as unit:
            return list(await unit.connection.scalars(select(reports.c.receipt).order_by(reports.c.id)))

    async def stop(self) -> None:
        """The volunteer is one no more."""
        async with self.store.begin() as unit:
            stopped = [(self.helper.id, False)]
            await stop(unit, stopped, self.house.clock(), self.catalogue.profile, different_numbers(80_000))

    async def results(self, file: OutgoingFile | None = None, chat: Chat | None = None) -> dict[int, tuple[str, str]]:
        file = file or (await self.told())[-1].outgoing.file
        return {int(str(row[0])): (str(row[3]), str(row[4] or "")) for row in await self.cells(file, chat)}

    async def cells(self, file: OutgoingFile | None, chat: Chat | None = None) -> list[tuple[object, ...]]:
        assert file
        makers = {file.kind: ResultsMaker(self.store, self.catalogue)}
        made = await make_file(makers, file, chat or self.chat, "id")
        if made is None:
            return []
        return list(load_workbook(BytesIO(made.content)).worksheets[0].iter_rows(min_row=2, values_only=True))


async def upload_list(store: Store, objects: ObjectStore, chat: Chat, content: bytes, name: str, at: datetime) -> Media:
    """The file is kept as a channel keeps it, and nobody has read it yet."""
    kept = await keep(store, objects, LIST_FILES, chat, in_one_piece(content), name, "", None, at)
    assert isinstance(kept, Media)
    return kept
