"""The queue as its page shows it."""

import pytest

from conversations.messages import line
from conversations.report import Visibility
from handlers.desk import PAGE_SIZE
from storage.desk_queue import Tab
from tests.bot.desk_office import CATALOGUE, Office, Officer
from tests.filed import RECEIPT


async def test_the_queue_shows_of_each_report_what_an_officer_must_know(office: Office, rina: Officer) -> None:
    await office.receive(visibility=Visibility.ANONYMOUS_SECRET)
    office.clock.move(days=2)
    words = (await rina.sign_in_later()).words
    for said in (
        "1 laporan menunggu Anda",
        "Lampu jalan depan SMPN 1 mati",
        RECEIPT,
        "Pengaduan",
        "Lampu Penerangan Jalan Umum",
        "Sangatta Utara",
        "Belum diverifikasi",
        "menunggu 2 hari",
        "Batas Rab, 25 Nov",
        "Anonim",
        "Rahasia",
    ):
        assert said in words, said


async def test_what_is_late_is_said_in_words(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=12)
    await rina.sign_in_later()
    assert "Lewat batas" in (await rina.get("/desk?tab=overdue")).words


async def test_what_is_nearly_due_is_counted_and_marked_before_it_is_late(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=4)
    page = await rina.sign_in_later()
    assert "1 hampir sampai batas" in page.words
    assert '<span class="deadline soon">Batas besok</span>' in page.text
    assert RECEIPT in (await rina.get("/desk?tab=soon")).words


async def test_over_a_weekend_the_next_working_day_is_soon(office: Office, rina: Officer) -> None:
    office.clock.move(days=-2)  # a Wednesday: due on the Monday
    await office.receive()
    office.clock.move(days=2)
    assert '<span class="deadline soon">Batas Sen, 23 Nov</span>' in (await rina.sign_in_later()).text


async def test_a_case_says_which_day_of_the_offices_limit_it_is(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=4)
    await rina.sign_in_later()
    page = await rina.open()
    assert "Hari kerja ke-2 dari 3 (menurut LAPOR!)." in page.words
    page = await rina.take(page, "ask", text="Berapa tiang?")
    assert "Hari kerja ke-" not in page.words


@pytest.mark.parametrize("tab", list(Tab))
async def test_an_empty_queue_says_so(office: Office, rina: Officer, tab: Tab) -> None:
    page = await rina.get(f"/desk?tab={tab}")
    assert CATALOGUE.text(line(f"page.desk.empty.{tab}"), "id") in page.words


@pytest.mark.parametrize("query", ["tab=x&page=x", "page=-1", "page=99999999999999999999", "q=%00%FF", "tab=&q=&page="])
async def test_an_odd_address_still_shows_a_queue(office: Office, rina: Officer, query: str) -> None:
    assert (await rina.get(f"/desk?{query}")).status == 200


async def test_a_report_is_found_by_its_receipt_number(office: Office, rina: Officer) -> None:
    await office.receive()
    await office.receive("KTM-0000-0000", title="Air keruh")
    words = (await rina.get("/desk?q=ktm7f3k")).words
    assert RECEIPT in words
    assert "KTM-0000-0000" not in words


async def test_a_long_queue_is_read_page_by_page(office: Office, rina: Officer) -> None:
    for n in range(PAGE_SIZE + 1):
        await office.receive(f"KTM-0000-{n:04}")
    first, second = [await rina.get(f"/desk?tab=longest&page={n}") for n in (1, 2)]
    assert "KTM-0000-0050" not in first.text
    assert 'rel="next"' in first.text
    assert "KTM-0000-0050" in second.text
    assert 'rel="next"' not in second.text


async def test_an_open_queue_is_told_only_when_something_has_changed(office: Office, rina: Officer) -> None:
    before = await rina.get("/desk/queue")
    same = await rina.get("/desk/queue", **{"If-None-Match": before.headers["ETag"]})
    assert (same.status, same.text) == (304, "")

    await office.receive()
    after = await rina.get("/desk/queue", **{"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert RECEIPT in after.text
