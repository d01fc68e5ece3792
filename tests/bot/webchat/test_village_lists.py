"""A village list through the web chat: uploaded by a volunteer, checked, sent, and its results fetched."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
import pytest_asyncio
from openpyxl import load_workbook
from sqlalchemy import select

from handlers import village_lists
from storage.tables import filings, reports
from tests.bot.chat_server import ChatServer
from tests.bot.visitor import Frame, Tab, Visitor, new_key, visiting
from tests.village_list import filled
from tests.volunteering import make_volunteer


@pytest.fixture(autouse=True)
def _looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(village_lists, "LOOK_EVERY_SECONDS", 0.05)


@pytest_asyncio.fixture
async def rahma(server: ChatServer) -> AsyncIterator[Visitor]:
    async with visiting(server) as visitor:
        await make_volunteer(server.store, visitor.address)
        yield visitor


async def sends(visitor: Visitor, tab: Tab, content: bytes, name: str) -> None:
    status, answer = await visitor.upload(content, name)
    assert status == 200
    await tab.send("media", key=new_key(), file_id=answer["file_id"])


async def presses(tab: Tab, verb: str, entry: Frame) -> None:
    [option] = [each for each in entry["body"]["options"] if each["data"].startswith(verb)]
    await tab.send("choice", key=new_key(), data=option["data"], label=option["label"], of=entry["id"])


async def reads_of(tab: Tab, words: str) -> Frame:
    while words not in (entry := await tab.reply())["body"]["text"]:
        pass
    return entry


async def fetched(visitor: Visitor, entry: Frame) -> bytes:
    async with visitor.session.get(f"/chat/made/{entry['key']}") as answer:
        assert answer.status == 200
        return await answer.read()


async def test_of_500_rows_each_good_one_is_a_report_and_the_results_are_a_file(
    server: ChatServer, rahma: Visitor
) -> None:
    tab, list_ = await rahma.open(), filled(500, faults=50)
    await tab.say("/daftar")
    template = await tab.reply()
    assert load_workbook(BytesIO(await fetched(rahma, template))).sheetnames[0] == "Daftar"
    done: Frame = {}
    for times in range(2):
        await sends(rahma, tab, list_.csv(encoding="cp1252"), "daftar.csv")
        summary = await reads_of(tab, "siap dikirim")
        assert ("450 baris siap" in summary["body"]["text"]) is (times == 0)
        if times == 0:
            await presses(tab, "list_send", summary)
            done = await reads_of(tab, "Selesai")
    sheet = load_workbook(BytesIO(await fetched(rahma, done))).worksheets[0]
    receipts = {int(str(row[0])): row[4] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert {row for row, receipt in receipts.items() if not receipt} == set(list_.faults)
    async with server.store.read() as unit:
        asked = select(filings.c.person_name, reports.c.description).join(reports, reports.c.id == filings.c.report_id)
        sent = sorted((row.person_name, row.description) for row in await unit.connection.execute(asked))
    assert sent == sorted((row.name, row.text) for row in list_.good)


async def test_of_a_volunteer_every_table_is_let_through_and_answered(rahma: Visitor) -> None:
    tab = await rahma.open()
    await sends(rahma, tab, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "daftar.xls")
    assert "Excel lama" in (await reads_of(tab, "belum bisa dibaca"))["body"]["text"]


async def test_of_others_only_what_a_report_may_have_is_taken(budi: Visitor) -> None:
    status, _ = await budi.upload(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000), "daftar.xls")
    assert status == 415
