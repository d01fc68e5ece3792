"""The desk shows what has not reached its backend, and has it tried again."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from handlers.errors import Misconfigured, Rejected
from tests.bot.desk_office import PROFILE, Office, Officer, officer, opened
from tests.filed import RECEIPT, REPORT, file_report
from tests.forwarded import forward_due
from tests.handlers.remote import Remote, forwarder


@pytest_asyncio.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(database_url, tmp_path) as office:
        yield office


@pytest_asyncio.fixture
async def rina(office: Office) -> AsyncIterator[Officer]:
    async with officer(office) as browser:
        await browser.sign_in()
        yield browser


async def refuse_one(office: Office) -> None:
    await file_report(office.store)
    backend = Remote()
    backend.answers = lambda forwarding: Rejected("no such <category>")
    await forward_due(forwarder(office.store, backend, PROFILE, office.clock))


async def test_the_queue_says_that_something_cannot_be_passed_on(office: Office, rina: Officer) -> None:
    assert "tidak bisa diteruskan" not in (await rina.get("/desk")).words
    await refuse_one(office)
    assert "1 tidak bisa diteruskan" in (await rina.get("/desk")).words


async def test_the_page_names_the_report_and_the_reason_and_nothing_that_was_said(
    office: Office, rina: Officer
) -> None:
    await refuse_one(office)
    page = await rina.get("/desk/backlog")

    assert f"Laporan {RECEIPT}" in page.words
    assert "no such <category>" in page.words
    assert "no such <category>" not in page.text
    assert "desk: 0 dalam perjalanan, 1 disisihkan" in page.words
    assert REPORT.title not in page.words
    assert "Not there yet" in (await rina.get("/desk/backlog?lang=en")).words


async def test_an_officer_has_it_tried_again(office: Office, rina: Officer) -> None:
    await refuse_one(office)
    form = dict(re.findall(r'name="(form_token|id)" value="([^"]*)"', (await rina.get("/desk/backlog")).text))

    page = await rina.post("/desk/backlog", form)

    assert "Dicoba lagi" in page.words
    mended = Remote()
    await forward_due(forwarder(office.store, mended, PROFILE, office.clock))
    assert mended.tried == [RECEIPT]
    assert "Semua sudah sampai" in (await rina.get("/desk/backlog")).words


async def test_a_form_that_is_none_of_ours_changes_nothing(office: Office, rina: Officer) -> None:
    await refuse_one(office)
    form = dict(re.findall(r'name="(form_token|id)" value="([^"]*)"', (await rina.get("/desk/backlog")).text))

    assert (await rina.post("/desk/backlog", {**form, "id": "all"})).status == 400
    assert (await rina.post("/desk/backlog", {"id": form["id"]})).status == 403
    assert "Disisihkan" in (await rina.get("/desk/backlog")).words


async def test_what_must_be_mended_before_anything_goes_is_said_with_its_reason(office: Office, rina: Officer) -> None:
    await file_report(office.store)
    backend = Remote()
    backend.answers = lambda forwarding: Misconfigured("the backend answered <401>")
    await forward_due(forwarder(office.store, backend, PROFILE, office.clock))

    assert "Laporan belum bisa diteruskan: ada yang harus dibetulkan" in (await rina.get("/desk")).words
    page = await rina.get("/desk/backlog")
    assert "Tidak ada yang bisa dikirim ke desk sampai ini dibetulkan: the backend answered <401>." in page.words
    assert "desk: 1 dalam perjalanan, 0 disisihkan" in page.words
