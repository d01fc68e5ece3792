"""The chat page in a real browser, with everything behind it."""

import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, expect

from bot.wiring import now
from conversations.messages import Rendered, RenderedOption
from tests.bot.chat_server import ChatServer

STORY = "Jalan depan pasar Sangatta berlubang dalam, dua motor jatuh"
PHONE: Any = {"width": 390, "height": 844}

# how long a wait may last at most, on a machine that is busy with other things
expect.set_options(timeout=30_000)

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest_asyncio.fixture(loop_scope="session")
async def server(database_url: str, tmp_path: Path) -> AsyncIterator[ChatServer]:
    server = ChatServer(database_url, tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport=PHONE, locale="id-ID")
    context.set_default_timeout(30_000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(server: ChatServer, context: BrowserContext) -> AsyncIterator[Page]:
    """The page, connected; whatever it complains about fails the test."""
    complaints: list[str] = []
    page = await opened(server, context)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    yield page
    assert complaints == []


async def opened(server: ChatServer, context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto(server.url)
    await connected(page)
    return page


async def connected(page: Page) -> None:
    await expect(page.locator("body")).to_have_attribute("data-state", "connected")


async def say(page: Page, text: str) -> None:
    await page.locator("#input").fill(text)
    await page.locator("#send").click()


def own(page: Page) -> Any:
    return page.locator(".message.own .bubble")


def replies(page: Page) -> Any:
    return page.locator(".message.bot .bubble")


def options(page: Page) -> Any:
    return page.locator("#log .option:visible")


def photo(name: str = "jalan.jpg") -> Any:
    written = BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(written, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": written.getvalue()}


async def address_of(server: ChatServer) -> str:
    [address] = server.chat.tabs.addresses()
    return address


async def is_wider_than_the_screen(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


# --- talking ---


async def test_a_message_becomes_a_bubble_with_a_tick_and_is_answered_with_options(page: Page) -> None:
    await expect(page.get_by_role("heading", level=2)).to_be_visible()
    await say(page, STORY)
    await expect(own(page)).to_contain_text(STORY)
    await expect(own(page).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_contain_text("Jalan depan pasar")
    await expect(options(page).first).to_be_visible()
    await expect(page.get_by_role("heading", level=2)).to_be_hidden()
    assert await page.locator("#input").input_value() == ""


async def test_after_a_choice_the_old_options_are_gone_and_the_new_ones_are_there(page: Page) -> None:
    await say(page, STORY)
    first = await options(page).all_inner_texts()
    await expect(replies(page)).to_have_count(1)
    first = await options(page).all_inner_texts()
    await options(page).first.click()
    await expect(own(page).nth(1)).to_contain_text(first[0])
    await expect(replies(page)).to_have_count(2)
    assert await page.locator("#log .options:visible").count() == 1


async def test_quiet_options_are_smaller(page: Page) -> None:
    await say(page, STORY)
    await expect(options(page).first).to_be_visible()
    loud = await page.locator("#log .option:not(.quiet):visible").first.bounding_box()
    quiet = await page.locator("#log .option.quiet:visible").first.bounding_box()
    assert loud is not None
    assert quiet is not None
    assert quiet["height"] < loud["height"]
    assert loud["height"] >= 44  # a finger's width


async def test_a_notice_keeps_its_options_while_the_talk_goes_on(server: ChatServer, page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    asked = await options(page).all_inner_texts()
    answer = RenderedOption("answer:KTM-7F3K-9Q2C", "Jawab")
    notice = Rendered("Dinas bertanya: berapa tiang?", (answer,), closes_prompt=False)
    await server.chat.send(await address_of(server), 9_000, notice, now())
    await expect(options(page)).to_have_text([*asked, "Jawab"])
    await say(page, "kemarin")
    await expect(replies(page)).to_have_count(3)
    await expect(page.get_by_role("button", name="Jawab")).to_be_visible()
    await expect(page.locator("#log .options:visible")).to_have_count(2)


async def test_how_far_it_is_to_the_end_stands_beside_the_question(server: ChatServer, page: Page) -> None:
    await server.chat.send(await address_of(server), 9_000, Rendered("Sejak kapan?", progress="3 dari 8"), now())
    await expect(replies(page).locator("small")).to_contain_text("3 dari 8")
    await expect(replies(page).locator(".text")).to_have_text("Sejak kapan?")


async def test_markup_is_shown_as_it_was_written(page: Page) -> None:
    markup = "<img src=x onerror=\"document.title='hacked'\"> <b>tebal</b> &amp;"
    await say(page, markup)
    await expect(own(page).locator(".text")).to_have_text(markup)
    assert await page.locator("#log .text img, #log .text b").count() == 0
    assert await page.title() != "hacked"


async def test_a_hundred_thousand_characters_are_folded_up_and_can_be_saved_whole(page: Page) -> None:
    await say(page, "Jalan rusak berat. " * 5_300)
    await expect(replies(page)).to_have_count(1)
    await page.reload()
    await expect(page.get_by_role("button", name="Selengkapnya")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Unduh seluruh tulisan").click()
    saved = await (await download.value).path()
    assert saved.stat().st_size > 100_000


async def test_a_text_beyond_all_measure_stays_in_the_input_with_a_word_why(page: Page) -> None:
    await page.locator("#input").evaluate("(input) => { input.value = 'x'.repeat(1_000_001) }")
    await page.locator("#input").press("Enter")
    await expect(page.locator("#note")).to_contain_text("terlalu panjang")
    assert len(await page.locator("#input").input_value()) == 1_000_001


async def test_half_an_emoji_does_not_stop_the_line(page: Page) -> None:
    await page.locator("#input").evaluate("(input) => { input.value = 'lampu mati \\ud83d' }")
    await page.locator("#input").press("Enter")
    await expect(own(page).locator(".mark")).to_have_text("terkirim")


async def test_the_menu_and_the_first_button_are_understood_by_the_bot(page: Page) -> None:
    await page.get_by_role("button", name="Mulai").click()
    await expect(replies(page)).to_have_count(1)
    for n, name in enumerate(("Laporan saya", "Cek nomor tiket", "Bahasa / Language", "Bantuan", "Laporan baru")):
        await page.get_by_role("button", name="Menu").click()
        await page.locator("#menu").get_by_role("button", name=name).click()
        await expect(replies(page)).to_have_count(n + 2)
    answers = await replies(page).all_inner_texts()
    assert len({re.sub(r"\d\d\.\d\d", "", answer) for answer in answers[1:5]}) == 4


# --- the line ---


async def test_it_reconnects_by_itself_and_sends_what_was_written_meanwhile(server: ChatServer, page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    await server.stop()
    await expect(page.locator("#state")).to_have_text("Menyambung…")
    await say(page, "sejak kemarin")
    await expect(own(page).nth(1).locator(".mark")).to_have_text("menunggu dikirim")
    await server.start()
    await expect(own(page).nth(1).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_have_count(2)
    await expect(page.locator("#state")).to_be_hidden()


async def test_what_was_missed_while_the_line_was_cut_is_shown(
    server: ChatServer, context: BrowserContext, page: Page
) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    address = await address_of(server)
    await context.set_offline(True)
    await expect(page.locator("#state")).to_contain_text("Tidak ada internet")
    await server.chat.send(address, 9_001, Rendered("Laporan Anda sudah diverifikasi."), now())
    await context.set_offline(False)
    await expect(replies(page).nth(1)).to_contain_text("diverifikasi")


async def test_unsent_messages_are_still_there_after_a_reload_and_are_sent_once(server: ChatServer, page: Page) -> None:
    await server.pause()
    await say(page, STORY)
    await say(page, "sejak kemarin")
    await expect(own(page).locator(".mark")).to_have_text(["menunggu dikirim"] * 2)
    await page.reload()
    await connected(page)
    await expect(own(page).locator(".mark")).to_have_text(["menunggu dikirim"] * 2)
    await server.resume()
    await expect(own(page).locator(".mark")).to_have_text(["terkirim"] * 2)
    await expect(own(page).locator(".text")).to_have_text([STORY, "sejak kemarin"])
    await expect(replies(page)).to_have_count(2)


async def test_what_is_being_typed_survives_a_reload(page: Page) -> None:
    await page.locator("#input").fill("Lampu jalan di dep")
    await page.reload()
    await expect(page.locator("#input")).to_have_value("Lampu jalan di dep")


async def test_a_second_tab_stays_in_step(server: ChatServer, context: BrowserContext, page: Page) -> None:
    second = await opened(server, context)
    await say(page, STORY)
    for tab in (page, second):
        await expect(own(tab)).to_contain_text(STORY)
        await expect(replies(tab)).to_have_count(1)
        await expect(options(tab).first).to_be_visible()
    await options(second).first.click()
    for tab in (page, second):
        await expect(own(tab)).to_have_count(2)
        await expect(replies(tab)).to_have_count(2)
        await expect(tab.locator("#log .options:visible")).to_have_count(1)
    assert await own(page).all_inner_texts() == await own(second).all_inner_texts()


async def test_a_deleted_conversation_is_gone_from_every_tab(
    server: ChatServer, context: BrowserContext, page: Page
) -> None:
    second = await opened(server, context)
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    await say(page, "/hapus")
    await expect(replies(page)).to_have_count(2)
    await options(page).first.click()
    for tab in (page, second):
        await expect(own(tab)).to_have_count(0)
        await expect(replies(tab)).to_have_count(1)
    await say(page, "Selamat pagi")
    await expect(replies(page)).to_have_count(2)


async def test_a_long_history_comes_in_pages_as_one_scrolls_up(server: ChatServer, page: Page) -> None:
    address = await address_of(server)
    for n in range(100):
        await server.chat.send(address, 10_000 + n, Rendered(f"kabar nomor {n}"), now())
    await page.reload()
    await expect(replies(page).last).to_contain_text("kabar nomor 99")
    assert await replies(page).count() < 100
    await expect(replies(page).last).to_be_in_viewport()
    for _ in range(3):
        await page.locator("#scroller").evaluate("(scroller) => { scroller.scrollTop = 0 }")
        await page.wait_for_timeout(300)
    await expect(replies(page)).to_have_count(100)
    await expect(page.locator("#older")).to_be_hidden()
    numbers = [int(re.findall(r"nomor (\d+)", text)[0]) for text in await replies(page).all_inner_texts()]
    assert numbers == list(range(100))


async def test_who_reads_further_up_is_not_pulled_down_by_news(server: ChatServer, page: Page) -> None:
    address = await address_of(server)
    for n in range(30):
        await server.chat.send(address, 10_000 + n, Rendered(f"kabar nomor {n}"), now())
    await expect(replies(page)).to_have_count(30)
    await page.locator("#scroller").evaluate("(scroller) => { scroller.scrollTop = 0 }")
    await server.chat.send(address, 11_000, Rendered("berita baru"), now())
    await expect(replies(page)).to_have_count(31)
    await expect(replies(page).last).not_to_be_in_viewport()
    await page.get_by_role("button", name="Ke pesan terbaru").click()
    await expect(replies(page).last).to_be_in_viewport()


async def test_a_reply_taller_than_the_screen_is_read_from_its_beginning(server: ChatServer, page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    await server.chat.send(await address_of(server), 9_003, Rendered("Awal\n" + "isi\n" * 60), now())
    await expect(replies(page)).to_have_count(2)
    top = await page.locator(".message.bot").nth(1).evaluate("(node) => node.getBoundingClientRect().top")
    assert top > 0
    await say(page, "Setuju")
    await expect(replies(page).last).to_be_in_viewport()


REFUSE_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("", "SecurityError"); } });"""


async def test_a_browser_that_keeps_nothing_can_talk_all_the_same(server: ChatServer, context: BrowserContext) -> None:
    await context.add_init_script(REFUSE_STORAGE)
    page = await opened(server, context)
    await say(page, STORY)
    await expect(own(page).locator(".mark")).to_have_text("terkirim")
    await expect(replies(page)).to_have_count(1)


async def test_who_loses_the_cookie_begins_anew(context: BrowserContext, page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    await lose_cookie(context)
    await expect(own(page)).to_have_count(0)
    await say(page, "Selamat pagi")
    await expect(replies(page)).to_have_count(1)


async def test_a_browser_that_refuses_cookies_is_told_what_to_do(
    server: ChatServer, context: BrowserContext, page: Page
) -> None:
    await context.route(f"{server.url}/", lambda route: route.fulfill(body="a page whose cookie was refused"))
    await lose_cookie(context)
    await expect(page.locator("#state")).to_contain_text("cookie")


async def lose_cookie(context: BrowserContext) -> None:
    """The browser forgets who it is, and has to connect anew."""
    await context.clear_cookies()
    await context.set_offline(True)
    await context.set_offline(False)


# --- files, voice, place ---


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


# --- for everybody ---


async def test_everything_can_be_done_with_the_keyboard(page: Page) -> None:
    await expect(page.locator("#input")).to_be_focused()
    await page.keyboard.type("Baris satu")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type(STORY)
    await page.keyboard.press("Enter")
    await expect(replies(page)).to_have_count(1)
    await expect(own(page).locator(".text")).to_have_text(f"Baris satu\n{STORY}")
    await expect(page.locator("#input")).to_be_focused()
    for _ in range(20):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.matches('#log .option:not(.quiet)')"):
            break
    label = await page.evaluate("document.activeElement.textContent")
    outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    await expect(own(page).nth(1)).to_contain_text(label)
    await expect(page.locator("#input")).to_be_focused()
    await page.locator("#menu-button").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#menu button").first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator("#menu")).to_be_hidden()
    await expect(page.locator("#menu-button")).to_be_focused()


async def test_a_screen_reader_hears_who_says_what_and_what_each_button_does(page: Page) -> None:
    await say(page, STORY)
    await expect(replies(page)).to_have_count(1)
    log = page.get_by_role("log", name="Percakapan")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_contain_text(f"Anda: {STORY}")
    await expect(log).to_contain_text("PintuLapor: ")
    await expect(page.get_by_role("group", name="Pilihan jawaban")).to_be_visible()
    await expect(page.get_by_role("textbox", name="Tulis pesan")).to_be_visible()
    nameless = "[...document.querySelectorAll('button')].filter((b) => !(b.ariaLabel || b.textContent.trim())).length"
    assert await page.evaluate(nameless) == 0
    assert await page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_is_wider_than_a_small_phone(server: ChatServer, page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 568})
    await say(page, "https://contoh.go.id/" + "sangatpanjang" * 20)
    await expect(replies(page)).to_have_count(1)
    labels = tuple(RenderedOption(f"c{n}", f"Pilihan yang namanya cukup panjang {n} " * 2) for n in range(20))
    await server.chat.send(await address_of(server), 9_002, Rendered("Pilih:" + "x" * 300, labels), now())
    await expect(replies(page)).to_have_count(2)
    await page.locator("#photos").set_input_files([photo() for _ in range(8)])
    for open_panel in ("Menu", "Lampirkan"):
        await page.get_by_role("button", name=open_panel).click()
        assert not await is_wider_than_the_screen(page)
        box = await page.locator(".panel:visible").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        await page.keyboard.press("Escape")
    await expect(page.locator("#input")).to_be_in_viewport(ratio=1)


# https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
CONTRAST = """(node) => {
    const parts = (color) => color.match(/[\\d.]+/g).map(Number);
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
    const ground = (node) => {
        const color = parts(getComputedStyle(node).backgroundColor);
        return color[3] === 0 ? ground(node.parentElement) : color;
    };
    const [a, b] = [light(parts(getComputedStyle(node).color)), light(ground(node))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}"""
PLACES = (".own .text", ".bot .text", ".own time", ".bot time", ".option", ".option.quiet", "h1", ".who p", ".day")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_is_legible_by_day_and_by_night(page: Page, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme)
    await say(page, STORY)
    await expect(options(page).first).to_be_visible()
    dark_ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (max(map(int, re.findall(r"\d+", dark_ground)[:3])) < 60) == (scheme == "dark")
    for place in PLACES:
        contrast = await page.locator(f"{place}:visible").first.evaluate(CONTRAST)
        assert contrast >= 4.5, f"{place}: {contrast:.1f}"


async def test_nothing_moves_for_who_does_not_want_it(server: ChatServer, page: Page) -> None:
    await page.emulate_media(reduced_motion="reduce")
    await server.pause()
    await say(page, STORY)
    await expect(page.locator("#typing")).to_be_visible()
    assert await page.locator("#typing i").first.evaluate("(dot) => getComputedStyle(dot).animationName") == "none"


async def test_the_page_goes_over_to_english_with_the_conversation(page: Page) -> None:
    await say(page, "/bahasa")
    await page.get_by_role("button", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("textbox", name="Write a message")).to_be_visible()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_it_loads_nothing_from_elsewhere_and_little_at_all(server: ChatServer, context: BrowserContext) -> None:
    page = await context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(server.url)
    await connected(page)
    assert all(url.startswith(server.url) for url in asked)
    loaded = "performance.getEntries().reduce((sum, each) => sum + (each.encodedBodySize ?? 0), 0)"
    assert await page.evaluate(loaded) < 25_000
