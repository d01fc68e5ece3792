"""The officers' desk in a real browser: what is new appears by itself, and nothing typed is lost."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from conversations.messages import Media, MediaKind
from conversations.report import Attachment
from conversations.status import ResponseKind
from storage.migrate import upgrade
from tests.bot.desk_office import Office, opened
from tests.filed import RECEIPT
from tests.telegram.files import a_picture

PHONE: ViewportSize = {"width": 390, "height": 844}
LONG = "Tanpa" + "spasi" * 60


@pytest_asyncio.fixture(loop_scope="session")
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'pintulapor.db'}"
    await upgrade(url)
    async with opened(url, tmp_path) as office:
        yield office


@pytest_asyncio.fixture(loop_scope="session")
async def page(office: Office, browser: Browser) -> AsyncIterator[Page]:
    """An officer's browser at the queue. Whatever the console complains of fails the test."""
    context = await browser.new_context()
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message.text) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(office.links[-1])
    await page.get_by_role("button", name="Masuk").click()
    await expect(page).to_have_url(f"{office.url}/desk")
    yield page
    await context.close()
    assert complaints == []


def is_complaint(message: str) -> bool:
    """A refusal (409 for a step, 403 without a session) is what some of these tests are about."""
    return "409" not in message and "403" not in message


async def show(page: Page, office: Office, receipt: str = RECEIPT) -> None:
    await page.goto(f"{office.url}/desk/reports/{receipt}")


async def test_a_file_appears_by_itself_once_it_has_come(office: Office, page: Page) -> None:
    photo = Media("1" * 32, MediaKind.PHOTO, "dari depan", source="there")
    await office.receive_without(photo)
    await show(page, office)
    await expect(page.get_by_text("sedang diambil")).to_be_visible()
    await page.get_by_text("Minta kelengkapan").click()
    await page.locator("[data-step=ask] textarea").fill("Tiang nomor berapa?")
    await office.fetch(photo, a_picture())
    shown = page.get_by_role("img", name="Foto 1: dari depan")
    await expect(shown).to_be_visible()
    await expect(page.get_by_text("sedang diambil")).to_have_count(0)
    assert await shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
    await expect(page.locator("[data-step=ask] textarea")).to_have_value("Tiang nomor berapa?")


async def test_a_new_report_appears_by_itself_and_is_counted_in_the_title(office: Office, page: Page) -> None:
    await expect(page).to_have_title("Meja petugas")
    await office.receive()
    await expect(page.get_by_role("link", name="Lampu jalan depan SMPN 1 mati")).to_be_visible()
    await expect(page).to_have_title("(1) Meja petugas")


async def test_what_the_keyboard_is_on_stays_when_the_queue_changes(office: Office, page: Page) -> None:
    await office.receive()
    link = page.get_by_role("link", name="Lampu jalan depan SMPN 1 mati")
    await link.focus()
    await office.receive("KTM-0000-0000", title="Air keruh")
    await expect(page.get_by_role("link", name="Air keruh")).to_be_visible()
    await expect(link).to_be_focused()


async def test_words_being_typed_into_the_search_are_left_alone(office: Office, page: Page) -> None:
    may_answer = asyncio.Event()

    async def hold(route: Route) -> None:
        await may_answer.wait()
        await route.continue_()

    await page.route("**/desk/queue", hold)
    async with page.expect_response("**/desk/queue") as answered:
        await page.wait_for_event("request", lambda request: request.url.endswith("/desk/queue"))
        await page.get_by_role("searchbox").fill("lam")
        await office.receive()
        may_answer.set()
    await (await answered.value).finished()
    await expect(page.get_by_role("searchbox")).to_have_value("lam")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Lampu jalan depan SMPN 1 mati")).to_be_visible()


async def test_an_answer_appears_in_an_open_report_by_itself(office: Office, page: Page) -> None:
    await office.receive()
    await show(page, office)
    await office.hear(ResponseKind.ADDENDUM, text="Sekarang lima tiang.")
    await expect(page.get_by_text("Sekarang lima tiang.")).to_be_visible()
    await page.get_by_role("button", name="Verifikasi laporan").click()
    await expect(page.get_by_text("Verifikasi dicatat.")).to_be_visible()


async def test_an_answer_that_comes_while_an_officer_writes_takes_nothing_away(office: Office, page: Page) -> None:
    await office.receive()
    await show(page, office)
    await page.get_by_text("Minta kelengkapan").click()
    question = page.get_by_label("Pertanyaan untuk pelapor")
    await question.fill("Berapa tiang?")
    await office.hear(ResponseKind.ADDENDUM, text="Sekarang lima tiang.")
    await expect(page.get_by_text("Ada yang baru pada laporan ini")).to_be_visible()
    await expect(question).to_have_value("Berapa tiang?")

    await page.get_by_role("button", name="Kirim pertanyaan").click()
    await expect(page.get_by_role("alert")).to_contain_text("Langkah ini belum tercatat.")
    await expect(question).to_have_value("Berapa tiang?")

    await page.get_by_role("button", name="Kirim pertanyaan").click()
    await expect(page.get_by_text("Pertanyaan dikirim.")).to_be_visible()


async def test_what_was_typed_survives_a_session_that_ended(office: Office, page: Page) -> None:
    await office.receive()
    await show(page, office)
    await page.get_by_text("Arsipkan", exact=True).click()
    await page.get_by_label("Alasan").fill("Laporan ganda.")
    office.clock.move(hours=13)
    await page.get_by_role("button", name="Arsipkan laporan").click()
    await expect(page.get_by_role("heading", name="Anda belum masuk")).to_be_visible()

    await page.goto(office.links[-1])
    await page.get_by_role("button", name="Masuk").click()
    await show(page, office)
    await expect(page.get_by_label("Alasan")).to_have_value("Laporan ganda.")


async def test_a_step_can_be_taken_by_keyboard_alone(office: Office, page: Page) -> None:
    await office.receive()
    await page.get_by_role("link", name="Lampu jalan depan SMPN 1 mati").focus()
    await page.keyboard.press("Enter")
    await page.get_by_text("Minta kelengkapan").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Berapa tiang?")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Pertanyaan dikirim.")).to_be_visible()


async def test_one_step_is_open_at_a_time(office: Office, page: Page) -> None:
    await office.receive()
    await show(page, office)
    await expect(page.get_by_role("button", name="Verifikasi laporan")).to_be_visible()
    await page.get_by_text("Bukan wewenang kami").click()
    await expect(page.get_by_role("button", name="Verifikasi laporan")).to_be_hidden()


@pytest.mark.parametrize("where", ["/desk", f"/desk/reports/{RECEIPT}", "/desk?tab=closed&lang=en"])
async def test_on_a_phone_nothing_is_wider_than_the_screen(office: Office, page: Page, where: str) -> None:
    file = Attachment("file-1", MediaKind.DOCUMENT, LONG, LONG)
    await office.receive(title=LONG, description=LONG, reporter_name=LONG, attachments=(file,))
    await office.hear(ResponseKind.ADDENDUM, text=LONG)
    await page.set_viewport_size(PHONE)
    await page.goto(office.url + where)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
