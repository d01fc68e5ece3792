"""The chat page whose line is cut, that is loaded again, or is open twice."""

import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.wiring import now
from conversations.messages import Rendered
from tests.bot.chat_page.screen import STORY, address_of, connected, opened, options, own, replies, say
from tests.bot.chat_server import ChatServer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
