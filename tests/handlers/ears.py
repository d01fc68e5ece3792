"""A messaging app that keeps every word that each chat was shown: texts, buttons, and documents as they were made."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from conversations.catalogue import Catalogue
from conversations.handovers import SLIPS
from conversations.messages import Chat, OutgoingFile, Rendered
from conversations.village_list.telling import RESULTS
from handlers.list_makers import ResultsMaker
from handlers.slips import find_slips
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import App

RECEIPT = re.compile(r"KTM-\w{4}-\w{4}")
SLIP = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
LINK = re.compile(r"/ikuti (KTM-\w{4}-\w{4}) (\w+)")


@dataclass(frozen=True, slots=True)
class Heard:
    """What one chat was shown at once. `slips` are the codes in it, by the receipt numbers of their reports."""

    chat: Chat
    text: str
    words: str
    options: tuple[str, ...]
    slips: Mapping[str, str]
    file: OutgoingFile | None


class Ears(App):
    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        super().__init__()
        self._store = store
        self._results = ResultsMaker(store, catalogue)
        self.heard: list[Heard] = []
        self.closed: dict[Chat, asyncio.Event] = {}

    def close(self, chat: Chat) -> None:
        """What is sent there from now on is under way until it is opened."""
        self.closed.setdefault(chat, asyncio.Event())

    def open(self, chat: Chat) -> None:
        if line := self.closed.pop(chat, None):
            line.set()

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        if line := self.closed.get(Chat(self.name, address)):
            await line.wait()
        await super().send(address, message_id, message, at)
        chat = Chat(self.name, address)
        self.heard.append(await self._listen(chat, message))

    async def fetch(self, chat: Chat, file: OutgoingFile) -> None:
        """A document is opened that came with some message long ago."""
        self.heard.append(await self._listen(chat, Rendered("", file=file)))

    async def _listen(self, chat: Chat, message: Rendered) -> Heard:
        slips = await self._slips(chat, message.file)
        typed, receipts = SLIP.findall(message.text), RECEIPT.findall(message.text)
        if typed and receipts:
            slips[receipts[0]] = typed[0].replace("-", "")
        shown = [message.text, *(f"{option.label} {option.data}" for option in message.options)]
        shown += [f"{receipt} {code}" for receipt, code in slips.items()]
        shown.append(await self._in_results(chat, message.file))
        options = tuple(option.data for option in message.options)
        return Heard(chat, message.text, "\n".join(shown), options, slips, message.file)

    async def _slips(self, chat: Chat, file: OutgoingFile | None) -> dict[str, str]:
        if file is None or file.kind != SLIPS:
            return {}
        printed = await find_slips(self._store, chat, file.ref.split(","), NOW)
        return {slip.receipt: slip.code for slip in printed}

    async def _in_results(self, chat: Chat, file: OutgoingFile | None) -> str:
        if file is None or file.kind != RESULTS:
            return ""
        from openpyxl import load_workbook

        made = await self._results.make(file.ref, chat, "id")
        rows = load_workbook(BytesIO(made.content)).worksheets[0].iter_rows(values_only=True) if made else ()
        return "\n".join(" ".join(str(cell) for cell in row) for row in rows)
