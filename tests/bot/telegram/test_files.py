"""Files that people send through Telegram are fetched from it, whatever happens on the way."""

import asyncio
import hashlib
import signal
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from handlers import fetching
from tests.bot.telegram.office import opened
from tests.bot.telegram.process import PTB, running
from tests.telegram.faults import FILE, Cut, Slow
from tests.telegram.files import a_picture
from tests.telegram.refusals import bad_request
from tests.telegram.server import BotApi

LIBRARIES = ("aiogram", "ptb")
STORY = "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap"
VOICE = b"OggS\x00\x02" + bytes(60_000)
LARGE = b"%PDF-1.4\n" + bytes(900_000)


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TELL_AFTER", timedelta(seconds=0.05))
    monkeypatch.setattr(fetching, "LOOK_EVERY_SECONDS", 0.05)


async def kept(folder: Path, number: int) -> set[str]:
    """The SHA-256 of the files that are there, once there are so many."""
    with closing(sqlite3.connect(folder / "data" / "pintulapor.db")) as database:
        while True:
            rows = database.execute("SELECT sha256 FROM attachments WHERE object_key != ''").fetchall()
            if len(rows) >= number:
                return {sha256 for (sha256,) in rows}
            await asyncio.sleep(0.02)


def sums(*contents: bytes) -> set[str]:
    return {hashlib.sha256(content).hexdigest() for content in contents}


@pytest.mark.parametrize("library", LIBRARIES)
async def test_all_that_is_sent_is_fetched_whole(api: BotApi, tmp_path: Path, library: str) -> None:
    siti, pictures = api.person(1), [a_picture(800, height) for height in (600, 601, 602)]
    api.fail_next(FILE, Cut(after_bytes=1_000))
    async with opened(api, tmp_path, telegram_read_with=library, telegram_send_with=library):
        await siti.sends_album("photo", "photo", "photo", captions={1: STORY}, contents=pictures)
        await siti.sends_voice(VOICE)
        await siti.sends_document(LARGE)
        assert await kept(tmp_path, 5) == sums(*pictures, VOICE, LARGE)


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(
    ("description", "said"), [("file is too big", "terlalu besar"), ("wrong file_id", "tidak bisa diambil")]
)
async def test_whose_file_telegram_does_not_give_is_told_why(
    api: BotApi, tmp_path: Path, library: str, description: str, said: str
) -> None:
    siti = api.person(1)
    api.fail_next("getFile", bad_request(description))
    async with opened(api, tmp_path, telegram_read_with=library, telegram_send_with=library):
        await siti.sends_photo(caption=STORY)
        assert "pengaduan" in (await siti.reads()).text
        told = (await siti.reads()).text
    assert said in told
    assert "Tulisan Anda tetap tersimpan" in told


async def test_while_telegram_is_away_files_wait(api: BotApi, tmp_path: Path) -> None:
    siti = api.person(1)
    api.fail_next("getFile", Slow(0.3))
    async with opened(api, tmp_path):
        await siti.sends_photo(a_picture(), caption=STORY)
        await api.until(lambda: api.called("getFile"))
        async with api.down():
            await asyncio.sleep(0.3)
        assert await kept(tmp_path, 1) == sums(a_picture())


async def test_a_file_that_was_being_fetched_when_the_process_was_killed_is_fetched_after_the_next_start(
    api: BotApi, tmp_path: Path
) -> None:
    siti = api.person(1)
    api.fail_next(FILE, Slow(30.0))
    async with running(api, tmp_path, **PTB) as process:
        await siti.sends_document(LARGE, caption=STORY)
        await siti.reads()
        await api.until(lambda: api.called("getFile"))
        process.stop(signal.SIGKILL)
    async with running(api, tmp_path, **PTB):
        assert await kept(tmp_path, 1) == sums(LARGE)
