"""Markup in every field, in real browsers: it is read as it was written, by citizen and officer, and does nothing."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.end_to_end.house import House
from tests.end_to_end.people import Citizen, Officer

MARKUP = '<img src=x onerror="hacked=true"> <u>garis</u>'
STORY = (
    f"Lampu jalan mati </p></script><script data-x>hacked=true</script> {{{{ hacked }}}} ${{hacked}} &lt;u&gt; {MARKUP}"
)
MADE_OF_IT = "img[src='x'], u, script[data-x], [onerror]"


@pytest_asyncio.fixture(loop_scope="session")
async def pages(browser: Browser, open_house: House) -> AsyncIterator[tuple[Page, Page]]:
    """A citizen's and an officer's, at the chat and at the desk."""
    at_chat = await browser.new_context(locale="id-ID")
    at_desk = await browser.new_context(locale="id-ID")
    name, _, value = open_house.desk_cookie.partition("=")
    await at_desk.add_cookies([{"name": name, "value": value, "url": f"{open_house.url}/desk"}])
    chat, desk = await at_chat.new_page(), await at_desk.new_page()
    await chat.goto(open_house.url)
    await desk.goto(f"{open_house.url}/desk")
    yield chat, desk
    await at_chat.close()
    await at_desk.close()


async def test_markup_in_every_field_is_read_as_text_and_does_nothing(pages: tuple[Page, Page]) -> None:
    chat, desk = pages
    citizen, officer = Citizen(chat), Officer(desk)
    await tell(citizen)
    receipt = await citizen.receipt()
    await assert_nothing_came_of_it(chat)

    await desk.get_by_role("searchbox").fill(MARKUP)
    await desk.keyboard.press("Enter")
    await expect(desk.get_by_text(f"“{MARKUP}”")).to_be_visible()
    await expect(desk.locator(f'a[href$="{receipt}"]')).to_have_text(f"Judul {MARKUP}")
    await assert_nothing_came_of_it(desk)
    await officer.opens(receipt)
    for written in (STORY, f"Judul {MARKUP}", f"Depan toko {MARKUP}", f"Siti {MARKUP}", f"Foto {MARKUP}"):
        await expect(desk.get_by_text(written).first).to_be_visible()
    await assert_nothing_came_of_it(desk)

    await officer.takes("ask", f"Berapa {MARKUP}?")
    await citizen.reads(f"Berapa {MARKUP}?")
    await citizen.says(f"Tiga {MARKUP}", "saya teruskan")
    await desk.reload()
    await expect(desk.get_by_text(f"Tiga {MARKUP}")).to_be_visible()
    await officer.takes("verify")
    await officer.takes("forward", f"Mohon dicek {MARKUP}", agency="dishub")
    await officer.takes("follow_up", f"Tim turun {MARKUP}")
    await citizen.reads(f"Tim turun {MARKUP}")
    await officer.takes("close", f"Sudah diganti {MARKUP}")
    await citizen.reads(f"Sudah diganti {MARKUP}")
    await citizen.presses("Belum beres", "Apa yang belum beres")
    await citizen.says(f"Masih mati {MARKUP}", "Saya sampaikan")
    await desk.reload()
    await expect(desk.get_by_text(f"Masih mati {MARKUP}")).to_be_visible()
    await citizen.says(receipt, f"“Masih mati {MARKUP}”")
    for page in (chat, desk):
        await assert_nothing_came_of_it(page)
        await page.reload()
        await expect(page.get_by_text(MARKUP).last).to_be_visible()
        await assert_nothing_came_of_it(page)


async def tell(citizen: Citizen) -> None:
    await citizen.says(STORY, "Setuju?")
    await citizen.presses("Setuju", "Ini soal apa?")
    await citizen.says(f"Kategori {MARKUP}", "Kategori itu belum ada")
    await citizen.presses("Tidak tahu", "Kapan kejadiannya?")
    await citizen.says(f"Kapan-kapan {MARKUP}", "Tanggalnya belum saya tangkap")
    await citizen.says(f"Waktu itu {MARKUP}", "Di mana tepatnya?")
    await citizen.says(f"Depan toko {MARKUP}", "Di kecamatan mana?")
    await citizen.presses("Tidak tahu", "Ada foto atau video?")
    await citizen.page.locator("input[type=file]").first.set_input_files(
        FilePayload(name=f"{MARKUP}.jpg", mimeType="image/jpeg", buffer=photo())
    )
    await citizen.says(f"Foto {MARKUP}", "Siapa yang boleh melihat?")
    await citizen.presses("Biasa", "Atas nama siapa laporan ini?")
    await citizen.says(f"Siti {MARKUP}", f"Pelapor: Siti {MARKUP}")
    await citizen.presses("Ubah", "Mana yang mau diubah?")
    await citizen.presses("Judul", "Tulis judul yang baru.")
    await citizen.says(f"Judul {MARKUP}", f"Judul: Judul {MARKUP}")
    await citizen.presses("Kirim", "Tersimpan. Nomor tiket Anda")


def photo() -> bytes:
    written = BytesIO()
    Image.new("RGB", (32, 24), "navy").save(written, "JPEG")
    return written.getvalue()


async def assert_nothing_came_of_it(page: Page) -> None:
    assert await page.evaluate("window.hacked") is None
    await expect(page.locator(MADE_OF_IT)).to_have_count(0)
