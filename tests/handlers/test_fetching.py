"""Files that a messaging app has are fetched, and whoever sent one that cannot be had is told."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import TypeVar

import aiohttp
import obstore
import pytest
import pytest_asyncio
from obstore.store import LocalStore, ObjectStore
from PIL import Image
from sqlalchemy import func, select

from bot.backends.desk import DeskBackend
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Media, MediaKind, Refusal
from conversations.prompts import prompt_for
from handlers.attachments import find_own, open_original, open_shown
from handlers.desk import Desk
from handlers.errors import FileRefused, Misconfigured, TryLater
from handlers.fetching import AT_ONCE, CLAIM_LASTS, GIVE_UP_AFTER, TELL_AFTER, Fetching
from handlers.file_removal import remove_unwanted, sweep_orphans
from handlers.forwarding import Forwarder
from storage import fetch_claims, fetches
from storage.attachments import StoredFile
from storage.desk_queue import Tab
from storage.fetches import FileState
from storage.store import Store
from storage.tables import fetches as table
from tests.handlers.house import TELLING, App, Bell, House, different_numbers, running
from tests.telegram.faults import BAD_GATEWAY, Cut, Fault, Slow
from tests.telegram.files import a_picture
from tests.telegram.server import BotApi

T = TypeVar("T")
SITI, BUDI = Chat("telegram", "1"), Chat("telegram", "2")
MB = 1024 * 1024
UNTIL_NEXT_TRY = 600.0  # seconds: longer than the longest wait
A_LONG_TIME = Slow(60.0)


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


@pytest_asyncio.fixture
async def lab(store: Store, tmp_path: Path, catalogue: Catalogue) -> AsyncIterator[Lab]:
    objects = LocalStore(tmp_path / "attachments", mkdir=True)
    async with BotApi() as api, aiohttp.ClientSession() as session:
        lab = Lab(store, objects, catalogue, api, Downloads(api, session))
        async with running(lab.house.intake.run(), lab.house.delivery.run()):
            yield lab


def photo_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Siti's phone"
    written = BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, "JPEG", exif=exif.tobytes())
    return written.getvalue()


async def test_a_photo_is_fetched_byte_for_byte_and_shown_cleaned(lab: Lab) -> None:
    content = photo_with_secrets()
    id = await lab.send(content, caption="gelap", name="jalan.jpg")
    assert await find_own(lab.store, SITI, id) is None
    assert lab.house.fetching.rung == 1

    async with running(lab.fetching.run()):
        file = await lab.kept(id)
    assert (file.media_type, file.kind, file.size) == ("image/jpeg", MediaKind.PHOTO, len(content))
    assert (file.sha256, file.file_name) == (hashlib.sha256(content).hexdigest(), "jalan.jpg")
    assert (file.caption, await lab.content(file)) == ("gelap", content)
    shown = await open_shown(lab.objects, file)
    assert shown is not None
    assert b"phone" not in b"".join([bytes(piece) async for piece in shown.content])


async def test_a_message_without_a_file_to_fetch_wakes_nobody(lab: Lab) -> None:
    await lab.house.say(SITI, TELLING[0], Media("kept already", MediaKind.PHOTO))
    assert lab.house.fetching.rung == 0


async def test_what_a_file_is_is_told_by_its_content(lab: Lab) -> None:
    id = await lab.send(a_picture(), kind=MediaKind.DOCUMENT, name="surat.pdf")
    async with running(lab.fetching.run()):
        assert (await lab.kept(id)).kind is MediaKind.PHOTO


async def test_a_file_that_breaks_off_is_gone_on_with_where_it_did(lab: Lab) -> None:
    content = b"satu dua tiga\n" * 50_000
    id = await lab.send(content, kind=MediaKind.DOCUMENT)
    lab.fail_next(Cut(after_bytes=200_000), times=2)
    async with running(lab.fetching.run()):
        assert await lab.content(await lab.kept(id)) == content
    starts = [start for _, start in lab.downloads.asked]
    assert starts[0] == 0 < starts[1] < starts[2]


async def test_while_the_app_is_away_a_file_waits_and_is_tried_again(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.fail_next(BAD_GATEWAY, times=2)
    async with running(lab.fetching.run()):
        for times in (1, 2):
            await lab.tried(times)
            assert await find_own(lab.store, SITI, id) is None
            lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)
    assert len(lab.downloads.asked) == 3


async def test_a_slow_file_holds_up_no_other(lab: Lab) -> None:
    lab.fail_next(A_LONG_TIME)
    slow = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.api.faults.are_over))
        other = await lab.send(a_picture(), BUDI)
        lab.fetching.wake()
        await lab.kept(other, BUDI)
        assert await find_own(lab.store, SITI, slow) is None


async def _as_future(value: T) -> T:
    return value


async def test_only_so_many_files_are_fetched_at_once(lab: Lab) -> None:
    ids = [await lab.send(a_picture(), Chat("telegram", str(n))) for n in range(3 * AT_ONCE)]
    async with running(lab.fetching.run()):
        for n, id in enumerate(ids):
            await lab.kept(id, Chat("telegram", str(n)))
    assert lab.downloads.most_open == AT_ONCE


async def test_of_a_file_that_is_gone_the_person_is_told_and_the_words_stay(lab: Lab) -> None:
    await lab.send(a_picture(), caption="Lampu jalan depan pasar mati", is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(1)
        assert "tidak bisa diambil" in await lab.told_of_a_loss()
    draft = (await lab.house.conversation(SITI)).draft
    assert draft is not None
    assert (draft.attachments, draft.description) == ((), "Lampu jalan depan pasar mati")


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"", 21 * MB, "terlalu besar"),  # the app itself says so
        (b"", None, "kosong"),
        (b"MZ" + bytes(400), None, "Jenis berkas itu"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_explained(lab: Lab, content: bytes, size: int | None, said: str) -> None:
    id = await lab.send(content, kind=MediaKind.DOCUMENT, size=size)
    async with running(lab.fetching.run()):
        await lab.tried(1)
        assert said in await lab.told_of_a_loss()
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(await lab.send(a_picture()))
    assert len(lab.downloads.asked) == 2
    assert not any(id in key for key in lab.objects_there())


async def test_a_file_larger_than_the_office_takes_is_not_read_to_its_end(lab: Lab) -> None:
    profile = lab.catalogue.profile
    lab.catalogue.profile = replace(profile, files=replace(profile.files, max_bytes=MB))
    try:
        await lab.send(b"%PDF-1.4\n", kind=MediaKind.DOCUMENT, size=19 * MB)
        async with running(lab.process().run()):
            await lab.tried(1)
            assert "paling besar 1 MB" in await lab.told_of_a_loss()
    finally:
        lab.catalogue.profile = profile
    assert lab.objects_there() == set()


async def test_a_set_of_files_that_are_gone_is_told_of_in_one_message(lab: Lab) -> None:
    for _ in range(3):
        await lab.send(a_picture(), album="a", is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(3)
        told = await lab.told_of_a_loss()
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(await lab.send(a_picture()))
        assert await lab.told_of_a_loss() == told
    assert told.count("3 berkas") == told.count("tidak bisa saya simpan") == 1


async def test_a_loss_of_which_nobody_was_told_before_a_crash_is_told_after_it(lab: Lab) -> None:
    await lab.send(a_picture(), is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(1)
    lab.clock.move(seconds=UNTIL_NEXT_TRY)
    async with running(lab.process().run()):
        assert "tidak bisa diambil" in await lab.told_of_a_loss()


async def test_a_report_goes_to_the_desk_without_waiting_for_its_files(lab: Lab) -> None:
    receipt, (lost, kept) = await lab.file_a_report(a_picture(64, 48), a_picture())
    profile, clock = lab.catalogue.profile, lab.clock
    desk = Desk(lab.store, profile, lab.house.delivery, clock)
    await Forwarder(lab.store, DeskBackend(desk), profile, lab.house.delivery, clock, lambda: 0.0).forward_due()
    [case] = (await desk.queue(Tab.NEWEST)).cases
    assert [file.id for file in case.report.attachments] == [lost, kept]
    async with lab.store.read() as unit:
        assert await fetches.states(unit, receipt) == {lost: FileState.PENDING, kept: FileState.PENDING}

    lab.api.lose_file(lab.sources[lost])
    async with running(lab.fetching.run()):
        await lab.kept(kept)
        await lab.tried(2)
        told = await lab.told_of_a_loss()
    assert f"Laporan {receipt} tetap berjalan" in told
    async with lab.store.read() as unit:
        assert await fetches.states(unit, receipt) == {lost: FileState.LOST, kept: FileState.KEPT}


async def test_a_file_that_is_dropped_while_it_is_fetched_leaves_nothing(lab: Lab) -> None:
    await lab.send(a_picture(), caption="Lampu jalan depan pasar mati")
    lab.fail_next(Slow(0.5))
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.downloads.open))
        await lab.discard(SITI)
        await until(lambda: _as_future(lab.removal.rung))
    await remove_unwanted(lab.store, lab.objects)
    assert lab.objects_there() == set()


async def test_a_fetch_that_an_end_cuts_short_is_made_anew(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.fail_next(A_LONG_TIME)
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.api.faults.are_over))  # else the next process meets it, a long time
    await until(lambda: _as_future(lab.downloads.open == 0))
    assert lab.objects_there() == set()
    async with running(lab.process().run()):
        await lab.kept(id)


async def test_a_fetch_that_a_crash_cut_short_is_made_anew(lab: Lab) -> None:
    id = await lab.send(a_picture())
    async with lab.store.begin() as unit:
        now = lab.clock()
        assert await fetch_claims.claim(unit, ["telegram"], now, now + CLAIM_LASTS, 1)
    if lab.store.is_postgres:  # where the one that claimed it might be another process, and well
        lab.clock.at += CLAIM_LASTS
    async with running(lab.process().run()):
        await lab.kept(id)


@pytest.mark.postgres
async def test_two_processes_fetch_each_file_once(postgres_url: str, catalogue: Catalogue, tmp_path: Path) -> None:
    store, objects = Store(postgres_url), LocalStore(tmp_path / "attachments", mkdir=True)
    async with BotApi() as api, aiohttp.ClientSession() as session:
        lab = Lab(store, objects, catalogue, api, Downloads(api, session))
        async with running(lab.house.intake.run()):
            ids = [await lab.send(a_picture(), Chat("telegram", str(n))) for n in range(20)]
            async with running(lab.process().run(), lab.process().run()):
                for n, id in enumerate(ids):
                    await lab.kept(id, Chat("telegram", str(n)))
    assert len(lab.downloads.asked) == 20
    await store.close()


async def test_after_days_a_file_that_cannot_be_reached_is_given_up(lab: Lab) -> None:
    await lab.send(a_picture())
    lab.downloads.fails_with = TryLater("away")
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.time_passes(GIVE_UP_AFTER.total_seconds())
        await lab.tried(2)
        assert "tidak bisa diambil" in await lab.told_of_a_loss()


async def test_a_file_is_not_given_up_for_a_fault_of_ours(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.downloads.fails_with = Misconfigured("wrong token")
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.time_passes(GIVE_UP_AFTER.total_seconds())
        await lab.tried(2)
        lab.downloads.fails_with = None
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)


async def test_an_unforeseen_error_puts_a_file_off(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.downloads.fails_with = ZeroDivisionError()
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.downloads.fails_with = None
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)


async def test_files_of_a_channel_without_a_source_wait_for_a_process_that_has_one(lab: Lab) -> None:
    id = await lab.send(a_picture(), Chat("line", "1"))
    other = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        await lab.kept(other)
    assert await find_own(lab.store, Chat("line", "1"), id) is None
    assert len(lab.downloads.asked) == 1


async def test_what_a_try_left_behind_is_swept_and_what_was_fetched_stays(lab: Lab) -> None:
    id = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        file = await lab.kept(id)
    await obstore.put_async(lab.objects, f"{id[:2]}/{id}.{'0' * 32}", b"left behind")
    newest = max(each["last_modified"] for page in obstore.list(lab.objects) for each in page)
    assert await sweep_orphans(lab.store, lab.objects, newest + timedelta(hours=1)) == 1
    assert lab.objects_there() == {file.object_key, file.shown_key}
