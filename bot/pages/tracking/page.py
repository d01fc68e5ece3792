"""The report's page, and the form that asks for number and code."""

from collections.abc import Callable
from datetime import datetime
from math import ceil
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.channels.webchat.visitor import language_of
from bot.pages.assets import Assets
from bot.pages.tracking.guessing import Guesses
from bot.pages.tracking.qr import qr_svg
from bot.pages.tracking.wording import Wording
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.following import invitation_text
from conversations.receipt import read_receipt
from conversations.start_links import start_link
from conversations.tracking import CODE, PAGE, TrackedReport, read_code, tracking_path
from handlers.errors import TryLater
from handlers.ports import BotUsername, no_bot
from handlers.tracking import Tracking

HERE = Path(__file__).parent
NUMBER, LANGUAGE = "nomor", "lang"
LONGEST_TYPED = 64
HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Vary": "Accept-Language"}


class TrackingPage:
    """`clock` gives seconds that never go back."""

    def __init__(
        self,
        tracking: Tracking,
        catalogue: Catalogue,
        now: Callable[[], datetime],
        clock: Callable[[], float],
        bot_username: BotUsername = no_bot,
    ) -> None:
        self._tracking = tracking
        self._catalogue = catalogue
        self._now = now
        self._clock = clock
        self._bot_username = bot_username
        self._guesses = Guesses()
        self._assets = Assets(HERE / "static", f"{PAGE}/static")
        self._templates = Environment(
            loader=PackageLoader("bot.pages.tracking"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def routes(self) -> list[web.RouteDef]:
        return [web.get(PAGE, self._ask), web.get(f"{PAGE}/{{receipt}}", self._show), *self._assets.routes()]

    async def _ask(self, request: web.Request) -> web.Response:
        """The form; once it is filled in, on to the page that it asks for."""
        number, code = _typed(request, NUMBER), _typed(request, CODE)
        receipt, right_code = self._receipt(number), read_code(code)
        if receipt and right_code:
            chosen = f"&{LANGUAGE}={_language(request)}" if LANGUAGE in request.query else ""
            return web.Response(
                status=303, headers={"Location": tracking_path(receipt, right_code) + chosen, **HEADERS}
            )
        if number or code:
            return self._form(request, 404, number=number, problem="unknown")
        return self._form(request, 200)

    async def _show(self, request: web.Request) -> web.Response:
        """An unknown number and a wrong code are answered alike, in every way."""
        typed = request.match_info["receipt"][:LONGEST_TYPED]
        if seconds := self._guesses.wait(asker_of(request), self._clock()):
            response = self._form(request, 429, number=typed, problem="slow_down")
            response.headers["Retry-After"] = str(ceil(seconds))
            return response
        receipt, code = self._receipt(typed) or "", read_code(_typed(request, CODE)) or ""
        report = await self._look(receipt, code)
        if report is None:
            self._guesses.note_wrong(asker_of(request), self._clock())
            return self._form(request, 404, number=typed, problem="unknown")
        link = f"{self._catalogue.public_url}{tracking_path(receipt, code)}" if self._catalogue.public_url else ""
        qr = qr_svg(link) if link else ""
        follow = self._follow_link(receipt, code)
        return self._page(request, "report.html", report=report, code=code, link=link, qr=qr, follow_link=follow)

    def _follow_link(self, receipt: str, code: str) -> str:
        """Where whoever sees the page can follow the report in Telegram, empty where there is no bot."""
        bot_username = self._bot_username()
        return start_link(bot_username, invitation_text(receipt, code)) if bot_username else ""

    async def _look(self, receipt: str, code: str) -> TrackedReport | None:
        try:
            return await self._tracking.look(receipt, code)
        except TryLater:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}) from None

    def _receipt(self, typed: str) -> str | None:
        return read_receipt(typed, self._catalogue.profile.office.prefix, is_asked=True)

    def _form(self, request: web.Request, status: int, number: str = "", problem: str = "") -> web.Response:
        return self._page(request, "ask.html", status, number=number, problem=problem, number_name=NUMBER)

    def _page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
        wording = Wording(self._catalogue, _language(request), self._now())
        other = next(language for language in LANGUAGES if language != wording.language)
        html = self._templates.get_template(template).render(
            say=wording,
            t=wording.text,
            asset=self._assets.url,
            office=self._catalogue.profile.office,
            other_language=other,
            language_link=str(request.rel_url.update_query({LANGUAGE: other})),
            page=PAGE,
            code_name=CODE,
            **values,
        )
        response = web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
        response.enable_compression()
        return response


def asker_of(request: web.Request) -> str:
    """Who asks, as far as the proxy in front of us says: it writes the address that it sees at the end of its list."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded[:LONGEST_TYPED] or request.remote or ""


def _typed(request: web.Request, name: str) -> str:
    return request.query.get(name, "").strip()[:LONGEST_TYPED]


def _language(request: web.Request) -> str:
    chosen = request.query.get(LANGUAGE, "")
    return chosen if chosen in LANGUAGES else language_of(request) or LANGUAGES[0]
