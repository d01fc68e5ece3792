"""The main job, as its people do it: a complaint told in chat reaches the desk, and its status comes back to the chat.

`pytest --rewrite-pictures` takes the README's pictures on the way.
"""

import io
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.bot.processes import Started, started
from tests.end_to_end.people import WITHIN_A_SECOND, Citizen, Officer
from tests.end_to_end.picture import take

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SETTLES_IN = 800  # milliseconds: smooth scrolling comes to rest
PHONE, OFFICE = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=860)


@pytest_asyncio.fixture(loop_scope="session")
async def product(tmp_path: Path) -> AsyncIterator[Started]:
    with started(tmp_path) as running:
        yield running
        assert running.stop(signal.SIGTERM) == 0


@pytest_asyncio.fixture(loop_scope="session")
async def citizen(browser: Browser, product: Started) -> AsyncIterator[Citizen]:
    context = await browser.new_context(viewport=PHONE, locale="id-ID", timezone_id="Asia/Makassar")
    await context.grant_permissions(["geolocation"])
    await context.set_geolocation({"latitude": 0.5, "longitude": 117.6})
    page = await context.new_page()
    await page.goto(product.address)
    yield Citizen(page)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def officer(browser: Browser, product: Started) -> AsyncIterator[Officer]:
    context = await browser.new_context(viewport=OFFICE, locale="id-ID", timezone_id="Asia/Makassar")
    officer = Officer(await context.new_page())
    await officer.signs_in(product.desk_link)
    yield officer
    await context.close()


async def test_a_complaint_told_in_chat_is_answered_by_the_desk(
    citizen: Citizen, officer: Officer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    await tell(citizen, take(tmp_path / "photo.jpg"))
    await keep_picture("chat", citizen.page, PHONE, request)
    await citizen.presses("Anonim", "Periksa dulu:")
    await citizen.presses("Kirim", "Tersimpan. Nomor tiket Anda")
    receipt = await citizen.receipt()
    await expect(officer.page.locator(f'a[href$="{receipt}"]')).to_be_visible()  # by itself, without a reload
    await officer.opens(receipt)
    await assert_shown_without_its_place(officer.page)
    await assert_nobody_is_named(officer.page)

    await officer.takes("verify")
    await citizen.reads("sudah diverifikasi", WITHIN_A_SECOND)
    await officer.takes("ask", "Berapa tiang yang mati?")
    await citizen.reads("Berapa tiang yang mati?", WITHIN_A_SECOND)
    await citizen.says("3 tiang", "saya teruskan")
    await officer.page.reload()
    await expect(officer.page.get_by_text("3 tiang")).to_be_visible()
    await officer.takes("tracking_id", "1916449")
    await citizen.reads("Tracking ID #1916449", WITHIN_A_SECOND)
    await officer.takes("forward", agency="dishub")
    await citizen.reads("diteruskan ke Dinas Perhubungan", WITHIN_A_SECOND)
    await officer.takes("follow_up", "Tim turun besok pagi.")
    await citizen.reads("Tim turun besok pagi.", WITHIN_A_SECOND)
    await keep_picture("chat-status", citizen.page, PHONE, request)
    await keep_picture("desk-phone", officer.page, PHONE, request)
    await keep_picture("desk", officer.page, OFFICE, request)
    await officer.takes("close", "Tiga lampu sudah diganti.")
    await citizen.reads("Tiga lampu sudah diganti.", WITHIN_A_SECOND)
    await citizen.presses("Sudah beres", "Syukurlah")


async def tell(citizen: Citizen, photo: Path) -> None:
    await citizen.says("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap", "Setuju?")
    await citizen.presses("Setuju", "Ini soal apa?")
    await citizen.presses("Lampu Penerangan Jalan Umum", "Kapan kejadiannya?")
    await citizen.says("senin", "Di mana tepatnya?")
    await citizen.page.get_by_role("button", name="Kirim lokasi").last.click()
    await citizen.reads("Titiknya dekat")
    await citizen.says("Seberang gerbang sekolah", "Ada foto atau video?")
    await citizen.sends_photo(photo, "Siapa yang boleh melihat?")


async def assert_shown_without_its_place(page: Page) -> None:
    """The officer sees the photo, and nobody can read from it where the phone was."""
    source = await page.locator('img[src^="/desk/attachments/"]').first.get_attribute("src")
    assert source
    shown = await page.request.get(urljoin(page.url, source))
    assert shown.ok
    assert not Image.open(io.BytesIO(await shown.body())).getexif()


async def assert_nobody_is_named(page: Page) -> None:
    await expect(page.get_by_text("Identitas disembunyikan")).to_be_visible()


async def keep_picture(name: str, page: Page, size: ViewportSize, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-pictures"):
        await page.set_viewport_size(size)
        await page.mouse.move(1, 1)  # nothing lies under it
        await page.wait_for_timeout(SETTLES_IN)
        await page.screenshot(path=PICTURES / f"{name}.png")
