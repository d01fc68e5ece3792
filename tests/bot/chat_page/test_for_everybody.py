"""The chat page for whoever comes: with a keyboard, a screen reader, a small phone, at night, in English."""

import re
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.wiring import now
from conversations.messages import Rendered, RenderedOption
from tests.bot.chat_page.screen import (
    STORY,
    address_of,
    connected,
    is_wider_than_the_screen,
    options,
    own,
    photo,
    replies,
    say,
)
from tests.bot.chat_server import ChatServer

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


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
