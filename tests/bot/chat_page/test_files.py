"""Files, voice and place from the chat page."""

from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.bot.chat_page.screen import STORY, own, photo, replies, say
from tests.bot.chat_server import ChatServer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_several_photos_go_up_with_a_bar_each_and_are_sent_in_order(context: BrowserContext, page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    files = [photo(name=f"jalan {n} — ünïkode.jpg") for n in range(3)]
    await page.locator("#photos").set_input_files(files)
    await expect(page.locator("#tray li")).to_have_count(3)
    await page.get_by_role("button", name="Buang jalan 2").click()
    await slow_down(context, page, 30_000)
    await say(page, "Ini fotonya")
    await expect(page.locator("#tray")).to_be_hidden()
    await expect(page.locator("progress")).to_have_count(2)
    await has_begun(page)
    await slow_down(context, page, -1)
    await expect(own(page).locator(".mark")).to_have_text(["terkirim"] * 3)
    await expect(page.locator("progress")).to_have_count(0)
    await expect(own(page).nth(1).locator(".text")).to_have_text("Ini fotonya")
    await expect(replies(page)).to_have_count(3)
    await page.reload()
    await expect(own(page).locator("img")).to_have_count(2)
    width = "(image) => image.decode().then(() => image.naturalWidth)"
    assert await own(page).locator("img").first.evaluate(width) == 320


async def test_a_photo_goes_up_whatever_it_is_called(page: Page) -> None:
    name = "Jalan 'rusak'; \"dalam\"; RT 1; 100% \u00e9 \U0001f600.jpg"
    await page.locator("#photos").set_input_files([photo(name)])
    await page.locator("#send").click()
    await expect(own(page).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_have_count(1)


async def test_an_upload_can_be_stopped(context: BrowserContext, page: Page) -> None:
    await slow_down(context, page, 10_000)
    await page.locator("#photos").set_input_files([photo()])
    await page.locator("#send").click()
    await page.get_by_role("button", name="Batal").click()
    await expect(own(page)).to_have_count(0)
    await slow_down(context, page, -1)
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)


async def test_an_upload_that_broke_off_goes_on_when_the_line_is_back(
    server: ChatServer, context: BrowserContext, page: Page
) -> None:
    await slow_down(context, page, 20_000)
    await page.locator("#photos").set_input_files([photo()])
    await page.locator("#send").click()
    await has_begun(page)
    await server.stop()
    await slow_down(context, page, -1)
    await server.start()
    await expect(own(page).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_have_count(1)


PICK_A_FILE_OF_BYTES = """(size) => {
    const picked = new DataTransfer(), input = document.getElementById("files");
    picked.items.add(new File([new Uint8Array(size)], "film.mp4"));
    input.files = picked.files;
    input.dispatchEvent(new Event("change"));
}"""


async def test_a_file_that_is_refused_is_explained(server: ChatServer, page: Page) -> None:
    wrong: Any = {"name": "program.exe", "mimeType": "application/octet-stream", "buffer": b"MZ" + bytes(900)}
    await page.locator("#files").set_input_files([wrong])
    await page.locator("#send").click()
    await expect(own(page)).to_contain_text("tidak dapat diterima")
    await expect(replies(page)).to_have_count(1)
    await page.evaluate(PICK_A_FILE_OF_BYTES, server.profile.files.max_bytes + 1)
    await page.locator("#send").click()
    await expect(own(page).nth(1)).to_contain_text("Terlalu besar")
    await expect(replies(page)).to_have_count(2)


HEAR_A_TONE = """() => {
    navigator.mediaDevices.getUserMedia = async () => {
        const sound = new AudioContext(), tone = sound.createOscillator(), out = sound.createMediaStreamDestination();
        tone.connect(out);
        tone.start();
        return out.stream;
    };
}"""
HAVE_NO_MICROPHONE = """() => {
    navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("", "NotAllowedError"); };
}"""
CAN_BE_PLAYED = """(audio) => new Promise((done) => {
    audio.onloadedmetadata = () => done(true);
    audio.onerror = () => done(false);
    audio.load();
})"""


async def test_a_voice_note_is_recorded_and_can_be_played(page: Page) -> None:
    await page.evaluate(HEAR_A_TONE)
    await page.get_by_role("button", name="Pesan suara").click()
    await expect(page.locator("#record-time")).to_have_text("0:01")
    await page.get_by_role("button", name="Buang rekaman").click()
    await expect(page.locator("#composer")).to_be_visible()
    await expect(own(page)).to_have_count(0)
    await page.get_by_role("button", name="Pesan suara").click()
    await expect(page.locator("#record-time")).to_have_text("0:02")
    await page.get_by_role("button", name="Kirim rekaman").click()
    await expect(own(page).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_have_count(1)
    await page.reload()
    assert await page.locator("audio").evaluate(CAN_BE_PLAYED)


async def test_without_a_microphone_a_sound_file_can_be_picked(page: Page) -> None:
    await page.evaluate(HAVE_NO_MICROPHONE)
    async with page.expect_file_chooser():
        await page.get_by_role("button", name="Pesan suara").click()
    await expect(page.locator("#note")).to_contain_text("mikrofon")


async def test_the_place_is_sent_when_allowed(context: BrowserContext, page: Page) -> None:
    await context.grant_permissions(["geolocation"])
    await context.set_geolocation({"latitude": 0.51, "longitude": 117.55})
    await page.get_by_role("button", name="Lampirkan").click()
    await page.get_by_role("button", name="Lokasi saya").click()
    await expect(own(page)).to_contain_text("0.51000, 117.55000")
    await expect(replies(page)).to_have_count(1)


async def test_a_refused_place_gets_a_friendly_word(context: BrowserContext, page: Page) -> None:
    await context.clear_permissions()
    await page.get_by_role("button", name="Lampirkan").click()
    await page.get_by_role("button", name="Lokasi saya").click()
    await expect(page.locator("#note")).to_contain_text("tulis saja desa")


async def has_begun(page: Page) -> None:
    """Some of the first file has gone up."""
    look = (
        "(bar) => new Promise((done) => { const look = () => bar.value > 0.1 ? done() : setTimeout(look, 20); look() })"
    )
    await page.locator("progress").first.evaluate(look)


async def slow_down(context: BrowserContext, page: Page, bytes_per_second: int) -> None:
    session = await context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    await session.send("Network.enable")
    await session.send("Network.emulateNetworkConditions", conditions)
