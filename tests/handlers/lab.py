"""People who send files that their messaging app keeps, over real HTTP."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import aiohttp
import obstore
from obstore.store import ObjectStore
from sqlalchemy import func, select

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Media, MediaKind, Refusal
from conversations.prompts import prompt_for
from handlers.attachments import find_own, open_original
from handlers.errors import FileRefused, TryLater
from handlers.fetching import CLAIM_LASTS, TELL_AFTER, Fetching
from storage.attachments import StoredFile
from storage.store import Store
from storage.tables import fetches as table
from tests.handlers.house import TELLING, App, Bell, House, different_numbers
from tests.telegram.faults import Fault
from tests.telegram.server import BotApi

T = TypeVar("T")
SITI, BUDI = Chat("telegram", "1"), Chat("telegram", "2")
UNTIL_NEXT_TRY = 600.0  # seconds: longer than the longest wait


class Downloads:
    """A messaging app, as far as its files go, over real HTTP."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self._api = api
        self._session = session
        self.fails_with: Exception | None = None
        self.asked: list[tuple[str, int]] = []
        self.open = 0
        self.most_open = 0

    async def fetch(self, source: str, start: int = 0) -> AsyncIterator[bytes]:
        self.asked.append((source, start))
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            async for piece in self._pieces(source, start):
                yield piece
        except (aiohttp.ClientError, OSError) as error:
            raise TryLater(type(error).__name__) from None
        finally:
            self.open -= 1

    async def _pieces(self, source: str, start: int) -> AsyncIterator[bytes]:
        if self.fails_with:
            raise self.fails_with
        base, bot = self._api.base, f"bot{self._api.token}"
        async with self._session.post(f"{base}/{bot}/getFile", json={"file_id": source}) as answer:
            told = await answer.json()
        if not told["ok"]:
            raise FileRefused(Refusal.TOO_LARGE if "too big" in told["description"] else Refusal.GONE)
        address = f"{base}/file/{bot}/{told['result']['file_path']}"
        headers = {"Range": f"bytes={start}-"}
        async with self._session.get(address, headers=headers, raise_for_status=True) as file:
            async for piece in file.content.iter_chunked(64 * 1024):
                yield piece


class Nowhere:
    """A messaging app that never has anything."""

    async def fetch(self, source: str, start: int = 0) -> AsyncIterator[bytes]:
        raise FileRefused(Refusal.GONE)
        yield b""


class Lab:
    """People send files that their messaging app keeps; `fetching` is not running by itself."""

    def __init__(
        self, store: Store, objects: ObjectStore, catalogue: Catalogue, api: BotApi, downloads: Downloads
    ) -> None:
        self.store, self.objects, self.catalogue, self.api, self.downloads = store, objects, catalogue, api, downloads
        self.house = House(store, catalogue, App("telegram"), different_numbers())
        self.clock = self.house.clock
        self.removal = Bell()
        self.fetching = self.process()
        self.sources: dict[str, str] = {}
        self._sent = 0

    def process(self) -> Fetching:
        sources, delivery = {"telegram": self.downloads}, self.house.delivery
        return Fetching(
            self.store, self.objects, sources, self.catalogue, delivery, self.removal, self.clock, lambda: 0.0
        )

    def fail_next(self, fault: Fault, times: int | None = 1) -> None:
        self.api.fail_next("file", fault, times)

    async def send(
        self,
        content: bytes,
        chat: Chat = SITI,
        kind: MediaKind = MediaKind.PHOTO,
        caption: str = "",
        name: str = "",
        size: int | None = None,
        album: str = "",
        is_gone: bool = False,
    ) -> str:
        """The id of the file with us."""
        self._sent += 1
        id = hashlib.sha256(str(self._sent).encode()).hexdigest()[:32]
        source = self.api.account.files.keep("document", content, size, name).file_id
        self.sources[id] = source
        if is_gone:
            self.api.lose_file(source)
        await self.say(chat, Media(id, kind, caption, name, album=album, source=source))
        return id

    async def say(self, chat: Chat, *incoming: Media | Choice) -> None:
        self._sent += 1
        await self.house.say(chat, *incoming, begin=self._sent * 1_000)

    async def file_a_report(self, *contents: bytes) -> tuple[str, list[str]]:
        """Siti's report with these photos, sent: its receipt number, and the photos' ids."""
        ids = [await self.send(content) for content in contents]
        await self.house.say(SITI, *TELLING)
        conversation = await self.house.conversation(SITI)
        assert conversation.sent, "the report is told to its end"
        return conversation.sent.receipt, ids

    async def discard(self, chat: Chat) -> None:
        """The draft is dropped."""
        await self.say(chat, Choice("cancel"))
        asked = prompt_for(await self.house.conversation(chat), self.catalogue.profile)
        await self.say(chat, Choice(next(o.data for o in asked.options if o.data.startswith("discard"))))

    async def kept(self, id: str, chat: Chat = SITI) -> StoredFile:
        return await until(lambda: find_own(self.store, chat, id))

    async def content(self, file: StoredFile) -> bytes:
        opened = await open_original(self.objects, file)
        assert opened is not None
        return b"".join([bytes(piece) async for piece in opened.content])

    async def tried(self, times: int) -> None:
        """So many tries were made, and what came of each is written down."""
        is_claimed = table.c.due_at == self.clock() + CLAIM_LASTS

        async def are_all_done() -> bool:
            if self.downloads.open or len(self.downloads.asked) < times:
                return False
            async with self.store.read() as unit:  # after the look at the tries: a claim comes before its try
                return not await unit.connection.scalar(select(func.count()).where(is_claimed))

        await until(are_all_done)

    def time_passes(self, seconds: float) -> None:
        self.clock.move(seconds=seconds)
        self.fetching.wake()

    async def told_of_a_loss(self, chat: Chat = SITI) -> str:
        self.time_passes(TELL_AFTER.total_seconds())
        return await until(lambda: self._notice(chat))

    async def _notice(self, chat: Chat) -> str:
        return "\n--\n".join(text for text in self.house.app.texts(chat.address) if "tidak bisa saya simpan" in text)

    def objects_there(self) -> set[str]:
        return {str(each["path"]) for page in obstore.list(self.objects) for each in page}


async def until(look: Callable[[], Awaitable[T | None]]) -> T:
    """What `look` finds, once it finds something."""
    while not (found := await look()):  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.01)
    return found
