"""What is said on the chat page, in a real browser with everything behind it."""

import re

import pytest
from playwright.async_api import Page, expect

from bot.wiring import now
from conversations.messages import Rendered, RenderedOption
from tests.bot.chat_page.screen import STORY, address_of, options, own, replies, say
from tests.bot.chat_server import ChatServer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
