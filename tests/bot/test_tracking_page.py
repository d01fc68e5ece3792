"""The tracking page on a real server on loopback, and in a real browser."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, web
from playwright.async_api import Browser

from bot.locale import load_catalogue
from bot.pages.tracking.guessing import REMEMBERED, SECONDS_FOR_ONE_MORE, WRONG_AT_ONCE, Guesses
from bot.pages.tracking.page import TrackingPage
from bot.pages.tracking.qr import qr_svg
from bot.profile import load_profile
from bot.web import make_app, make_runner
from conversations.deadlines import due_at
from conversations.messages import Chat
from conversations.profile import Stage
from conversations.receipt import make_receipt
from conversations.report import ReportClass
from conversations.status import Event, Status
from handlers.tracking import Tracking
from storage import complainants, history, report_standings, reports
from storage.history import NewEvent
from storage.migrate import upgrade
from storage.reports import NewReport
from storage.store import Store
from tests import filed
from tests.filed import NOW, Clock

PROFILE = load_profile("kutai-timur")
RECEIPT = make_receipt(PROFILE.office.prefix, 0b1110111100010100111001011100010)
REPORT = replace(filed.REPORT, receipt=RECEIPT)
CODE = "ABCDE12345"
TYPED = RECEIPT.lower().replace("-", " ")
PUBLIC = "https://lapor.example.go.id"
PATH = f"/lacak/{RECEIPT}?kode={CODE}"
NAMES = ("Siti", "Aminah", "081234567890", REPORT.title, "SMPN", "Teluk Lingga", "rahasia dapur")


@dataclass
class Site:
    store: Store
    clock: Clock
    url: str = ""
    seconds: float = 0.0
    bot_username: str | None = None

    async def forwarded(self) -> None:
        """A report that was forwarded on the Friday, and its words."""
        due = due_at(PROFILE, ReportClass.COMPLAINT, Stage.FIRST_FOLLOW_UP, NOW)
        async with self.store.begin() as unit:
            [owner] = (await complainants.add(unit, [Chat("webchat", "siti")], NOW)).values()
            [id] = (await reports.add(unit, [NewReport(owner, REPORT, tracking_code=CODE)])).values()
            standing = await report_standings.of(unit, RECEIPT)
            assert standing is not None
            report = replace(
                standing.report, status=Status.FORWARDED, agency="dishub", tracking_id="#1916449", due_at=due
            )
            await report_standings.store(unit, [replace(standing, report=report)])
            events = [Event(NOW, Status.RECEIVED), Event(NOW, Status.FORWARDED, text="rahasia dapur", agency="dishub")]
            await history.add(unit, [NewEvent(id, str(n), event, n) for n, event in enumerate(events)])


@asynccontextmanager
async def opened(database_url: str, public_url: str = PUBLIC) -> AsyncIterator[Site]:
    site = Site(Store(database_url), Clock())
    catalogue = load_catalogue(PROFILE, public_url)
    page = TrackingPage(Tracking(site.store), catalogue, site.clock, lambda: site.seconds, lambda: site.bot_username)
    runner = make_runner(make_app(page.routes(), catalogue, _yes))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield site
    await runner.cleanup()
    await site.store.close()


async def _yes() -> bool:
    return True


@pytest_asyncio.fixture
async def site(database_url: str) -> AsyncIterator[Site]:
    async with opened(database_url) as site:
        await site.forwarded()
        yield site


async def get(site: Site, path: str, **headers: str) -> tuple[int, str, Any]:
    async with (
        ClientSession() as session,
        session.get(site.url + path, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def test_the_link_of_the_receipt_shows_status_deadline_day_and_history(site: Site) -> None:
    site.clock.move(days=6)
    status, html, _ = await get(site, PATH)
    assert status == 200
    for text in (
        RECEIPT,
        "diteruskan ke instansi",
        "Dinas Perhubungan",
        "Paling lambat Jumat, 27 November 2026, instansi menindaklanjuti.",
        "Hari kerja ke-4 dari 5 (menurut LAPOR!).",
        "#1916449",
        "laporan diterima",
        "Lampu Penerangan Jalan",
    ):
        assert text in html


async def test_it_names_nobody_and_shows_nothing_that_anybody_wrote(site: Site) -> None:
    _, html, _ = await get(site, PATH)
    assert [name for name in NAMES if name in html] == []


async def test_it_is_there_in_english(site: Site) -> None:
    _, asked, _ = await get(site, f"{PATH}&lang=en")
    _, preferred, _ = await get(site, PATH, **{"Accept-Language": "en-GB,en;q=0.9"})
    for html in (asked, preferred):
        assert '<html lang="en">' in html
        assert "forwarded to the agency" in html
        assert "The limit is 5 working days (named by LAPOR!)." in html


async def test_no_browser_keeps_it_and_no_search_engine_lists_it(site: Site) -> None:
    for path in (PATH, "/lacak", f"/lacak/{RECEIPT}"):
        _, _, headers = await get(site, path)
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
        assert headers["Referrer-Policy"] == "no-referrer"


def without_number(html: str) -> str:
    """The page but for what was asked for."""
    return re.sub(r"KTM-\w{4}-\w{4}|kode=\w*", "", html)


async def test_a_wrong_code_is_answered_just_like_an_unknown_receipt(site: Site) -> None:
    answers = [
        await get(site, path)
        for path in (
            f"/lacak/{RECEIPT}?kode=ABCDE12346",
            f"/lacak/KTM-0000-0000?kode={CODE}",
            f"/lacak/{RECEIPT}",
            f"/lacak/{RECEIPT}?kode=%00%F0%9F%98%80'",
        )
    ]
    assert {status for status, _, _ in answers} == {404}
    assert len({without_number(html) for _, html, _ in answers[:2]}) == 1
    assert all("tidak kami temukan bersama" in html for _, html, _ in answers)


async def test_number_and_code_are_read_as_people_type_them(site: Site) -> None:
    status, _, _ = await get(site, f"/lacak/{TYPED}?kode=abcde-l2345")
    assert status == 200


async def test_the_form_leads_to_the_page(site: Site) -> None:
    status, _, headers = await get(site, f"/lacak?nomor={TYPED}&kode=abcde+12345")
    assert (status, headers["Location"]) == (303, PATH)
    assert (await get(site, "/lacak"))[0] == 200
    assert (await get(site, "/lacak?nomor=apa&kode=apa"))[0] == 404


async def test_whoever_keeps_on_guessing_is_made_to_wait_also_with_the_right_code(site: Site) -> None:
    statuses = [(await get(site, f"/lacak/{RECEIPT}?kode=ABCDE1234{n % 5}"))[0] for n in range(WRONG_AT_ONCE)]
    assert set(statuses) == {404}
    status, html, headers = await get(site, PATH)
    assert (status, headers["Retry-After"]) == (429, str(round(SECONDS_FOR_ONE_MORE)))
    assert "diteruskan ke instansi" not in html
    assert (await get(site, PATH, **{"X-Forwarded-For": "203.0.113.9"}))[0] == 200
    site.seconds += SECONDS_FOR_ONE_MORE
    assert (await get(site, PATH))[0] == 200


async def test_a_right_link_may_be_opened_as_often_as_one_likes(site: Site) -> None:
    assert {(await get(site, PATH))[0] for _ in range(3 * WRONG_AT_ONCE)} == {200}


def test_of_a_crowd_of_guessers_only_the_last_are_remembered() -> None:
    guesses = Guesses()
    for n in range(REMEMBERED + 100):
        guesses.note_wrong(str(n), n / 1_000_000)
    assert guesses.remembered == REMEMBERED


async def test_the_link_is_shown_as_a_qr_code_only_where_people_can_reach_it(site: Site, database_url: str) -> None:
    _, html, _ = await get(site, PATH)
    assert qr_svg(PUBLIC + PATH) in html
    assert f"{PUBLIC}{PATH}" in html
    async with opened(database_url, public_url="") as inside:
        _, html, _ = await get(inside, PATH)
        assert "<svg" not in html


async def test_it_can_be_followed_in_telegram_once_the_bot_is_known(site: Site) -> None:
    link = f'href="https://t.me/lapor_kutim_bot?start=ikuti_{RECEIPT}_{CODE}"'
    _, html, _ = await get(site, PATH)
    assert "t.me" not in html
    site.bot_username = "lapor_kutim_bot"
    _, html, _ = await get(site, PATH)
    assert link in html
    assert "Ikuti di Telegram" in html
    _, refused, _ = await get(site, f"/lacak/{RECEIPT}?kode=ABCDE12346")
    assert "t.me" not in refused


async def test_a_database_that_is_away_is_a_plain_sentence(site: Site) -> None:
    from sqlalchemy import text

    async with site.store.begin() as unit:
        await unit.connection.execute(text("ALTER TABLE history RENAME TO elsewhere"))
    status, _, headers = await get(site, PATH)
    assert (status, headers["Retry-After"]) == (503, "5")


@pytest_asyncio.fixture(loop_scope="session")
async def seen(tmp_path: Path) -> AsyncIterator[Site]:
    url = f"sqlite+aiosqlite:///{tmp_path / 'pintulapor.db'}"
    await upgrade(url)
    async with opened(url) as site:
        await site.forwarded()
        yield site


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("path", [PATH, f"/lacak/{RECEIPT}?kode=salah", "/lacak"])
async def test_it_fits_a_phone_and_breaks_no_rule_of_its_own(
    seen: Site, browser: Browser, width: int, path: str
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if "404" not in m.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(seen.url + path)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    await page.close()


async def test_on_paper_it_is_one_sheet_with_code_and_qr_and_without_buttons(seen: Site, browser: Browser) -> None:
    page = await browser.new_page()
    await page.goto(seen.url + PATH)
    assert await page.locator("#print").is_visible()
    await page.emulate_media(media="print")
    assert not await page.locator("#print").is_visible()
    assert await page.locator("svg.qr").is_visible()
    assert await page.get_by_text(CODE, exact=True).is_visible()
    sheets = await page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1
    await page.close()
