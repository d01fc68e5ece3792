"""What people do on the chat page, and what they see of it."""

from io import BytesIO
from typing import Any

from PIL import Image
from playwright.async_api import BrowserContext, Page, expect

from tests.bot.chat_server import ChatServer

STORY = "Jalan depan pasar Sangatta berlubang dalam, dua motor jatuh"


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
