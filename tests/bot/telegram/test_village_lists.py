"""A village list through Telegram: the template goes out, 500 rows come in, and each good one is one report."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from handlers import village_lists
from storage.migrate import upgrade
from storage.store import Store
from tests.bot.telegram.office import opened
from tests.bot.telegram.process import UNLIMITED, running
from tests.telegram.chats import Shown
from tests.telegram.people import Person
from tests.telegram.server import BotApi
from tests.village_list import Filled, filled
from tests.volunteering import make_volunteer

LIBRARIES = ("aiogram", "ptb")
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def _looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(village_lists, "LOOK_EVERY_SECONDS", 0.05)


async def reads_of(person: Person, words: str) -> Shown:
    """The next message that has these words."""
    while words not in (shown := await person.reads(PATIENCE)).text:
        pass
    return shown


def document(api: BotApi, shown: Shown) -> bytes:
    return bytes(api.account.files.content_of(shown.raw["document"]["file_id"]))


def results(api: BotApi, shown: Shown) -> dict[int, tuple[str, str]]:
    sheet = load_workbook(BytesIO(document(api, shown))).worksheets[0]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {int(str(row[0])): (str(row[3]), str(row[4] or "")) for row in rows}


def sent(folder: Path) -> list[tuple[str, str]]:
    asked = "SELECT person_name, description FROM filings JOIN reports ON reports.id = filings.report_id"
    with closing(sqlite3.connect(folder / "data" / "pintulapor.db")) as database:
        return sorted(database.execute(asked))


def good(list_: Filled) -> list[tuple[str, str]]:
    return sorted((row.name, row.text) for row in list_.good)


async def volunteers(folder: Path, person: Person) -> None:
    """The office has approved this person, before anything runs."""
    (folder / "data").mkdir()
    url = f"sqlite+aiosqlite:///{folder / 'data' / 'pintulapor.db'}"
    await upgrade(url)
    store = Store(url)
    await make_volunteer(store, str(person.id), channel="telegram")
    await store.close()


@pytest.mark.parametrize("library", LIBRARIES)
async def test_the_template_is_a_document_that_can_be_filled_in(api: BotApi, tmp_path: Path, library: str) -> None:
    rahma = api.person(1)
    await volunteers(tmp_path, rahma)
    async with opened(api, tmp_path, telegram_read_with=library, telegram_send_with=library):
        await rahma.says("/daftar")
        shown = await rahma.reads()
        assert "Isi templat" in shown.text
        assert load_workbook(BytesIO(document(api, shown))).sheetnames[0] == "Daftar"
        await rahma.presses("Templat .csv")
        assert document(api, await rahma.reads()).startswith(b"\xef\xbb\xbfNo;Nama;")


async def test_of_500_rows_each_good_one_is_a_report_also_when_they_are_sent_again(api: BotApi, tmp_path: Path) -> None:
    rahma, list_ = api.person(1), filled(500, faults=50)
    await volunteers(tmp_path, rahma)
    async with opened(api, tmp_path):
        await rahma.says("/daftar")
        await rahma.sends_document(list_.xlsx(), file_name="daftar.xlsx")
        assert "450 baris siap dikirim, 50 perlu" in (await reads_of(rahma, "siap dikirim")).text
        await rahma.presses("Kirim 450 laporan")
        found = results(api, await reads_of(rahma, "Selesai"))
        progress = [shown.text for shown in rahma.sees if "dari 450 laporan" in shown.text]
        assert progress[0] == "100 dari 450 laporan terkirim."
        assert {row for row, (_, receipt) in found.items() if not receipt} == set(list_.faults)
        await rahma.sends_document(list_.csv(), file_name="daftar.csv")
        assert "0 baris siap dikirim, 48 perlu" in (await reads_of(rahma, "siap dikirim")).text
    assert sent(tmp_path) == good(list_)


async def test_a_table_of_somebody_who_is_no_volunteer_is_an_attachment_as_before(api: BotApi, tmp_path: Path) -> None:
    siti = api.person(2)
    async with opened(api, tmp_path):
        await siti.sends_document(filled(2).xlsx(), file_name="daftar.xlsx", caption="Lampu jalan mati di Teluk Lingga")
        assert "pengaduan" in (await siti.reads()).text


async def test_killed_in_the_middle_each_row_is_still_sent_once(api: BotApi, tmp_path: Path) -> None:
    rahma, list_ = api.person(1), filled(500, faults=50)
    await volunteers(tmp_path, rahma)
    async with running(api, tmp_path, **UNLIMITED) as process:
        await rahma.says("/daftar")
        await rahma.sends_document(list_.xlsx(), file_name="daftar.xlsx")
        await reads_of(rahma, "siap dikirim")
        await rahma.presses("Kirim 450 laporan")
        while not sent(tmp_path):  # noqa: ASYNC110 -- what another process does rings no bell
            await asyncio.sleep(0.001)
        process.stop(signal.SIGKILL)
    assert 0 < len(sent(tmp_path)) < 450
    async with running(api, tmp_path, **UNLIMITED):
        await reads_of(rahma, "Selesai")
        await rahma.sends_document(list_.xlsx(), file_name="daftar.xlsx")
        assert "452 baris sudah pernah dikirim" in (await reads_of(rahma, "siap dikirim")).text
    assert sent(tmp_path) == good(list_)
