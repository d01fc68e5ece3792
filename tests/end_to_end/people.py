"""A citizen at the chat page and an officer at the desk page, each in a browser of their own."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

RECEIPT = re.compile(r"KTM-[0-9A-Z]{4}-[0-9A-Z]{4}")
WITHIN_A_SECOND = 1_000
"""Milliseconds from the officer's click to the citizen's screen."""


@dataclass(frozen=True, slots=True)
class Citizen:
    page: Page

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    async def says(self, words: str, answer: str) -> None:
        await self.page.get_by_role("textbox").fill(words)
        await self.page.keyboard.press("Enter")
        await self.reads(answer)

    async def presses(self, label: str, answer: str) -> None:
        await self.page.get_by_role("button", name=label, exact=True).last.click()
        await self.reads(answer)

    async def sends_photo(self, photo: Path, answer: str) -> None:
        await self.page.locator("input[type=file]").first.set_input_files(photo)
        await self.page.keyboard.press("Enter")
        await self.reads(answer)

    async def reads(self, words: str, within: float | None = None) -> None:
        await expect(self.log.get_by_text(words).last).to_be_visible(timeout=within)

    async def receipt(self) -> str:
        found = RECEIPT.findall(await self.log.inner_text())
        assert found
        return str(found[-1])


@dataclass(frozen=True, slots=True)
class Officer:
    page: Page

    async def signs_in(self, link: str) -> None:
        await self.page.goto(link)
        await self.page.get_by_role("button").last.click()
        await expect(self.page.get_by_role("searchbox")).to_be_visible()

    async def opens(self, receipt: str) -> None:
        await self.page.locator(f'a[href$="{receipt}"]').first.click()
        await expect(self.page.locator("#steps")).to_be_visible()

    async def takes(self, step: str, text: str = "", agency: str = "") -> None:
        """`step` is the form's own word for it: `verify`, `ask`, `forward`, `follow_up`, `tracking_id`, `close`."""
        form = self.page.locator(f'form[data-step="{step}"]')
        if not await form.is_visible():
            await self.page.locator("details", has=form).locator("summary").click()
        if agency:
            await form.locator("select").select_option(agency)
        if text:
            await form.locator("textarea, input[name=tracking_id]").fill(text)
        await form.get_by_role("button").click()
        await expect(self.page.locator("[data-done]")).to_be_visible()
