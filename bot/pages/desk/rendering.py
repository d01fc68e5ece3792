"""Templates become pages, in the reader's language."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.pages.assets import Assets
from bot.pages.desk.wording import Wording
from conversations.catalogue import LANGUAGES, Catalogue
from handlers.officer_steps import LONGEST_TEXT

LANGUAGE_COOKIE = "pintulapor_desk_language"
A_YEAR = 365 * 24 * 3600


class Renderer:
    def __init__(self, catalogue: Catalogue, assets: Assets, now: Callable[[], datetime]) -> None:
        self._catalogue = catalogue
        self._assets = assets
        self.now = now
        self._templates = Environment(
            loader=PackageLoader("bot.pages.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: web.Request, template: str, status: int = 200, **values: Any) -> web.Response:
        """The page; every field of a report in it is text, never markup."""
        wording = Wording(self._catalogue, language_of(request), self.now())
        office = self._catalogue.profile.office
        other_language = next(language for language in LANGUAGES if language != wording.language)
        html = self._templates.get_template(template).render(
            say=wording,
            t=wording.text,
            asset=self._assets.url,
            office_name=office.name.in_language(wording.language),
            other_language=other_language,
            language_link=str(request.rel_url.update_query(lang=other_language)),
            longest_text=LONGEST_TEXT,
            **values,
        )
        return web.Response(text=html, status=status, content_type="text/html")


def language_of(request: web.Request) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def keep_language(request: web.Request) -> web.Response | None:
    """Back to the same page without its `?lang=`, with the language kept in a cookie; None where there is no such."""
    language = request.query.get("lang")
    if request.method != "GET" or language not in LANGUAGES:
        return None
    response = see_other(str(request.rel_url.without_query_params("lang")))
    response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, path="/desk", httponly=True, samesite="Lax")
    return response


def see_other(address: str) -> web.Response:
    """The browser gets `address` next: what a form did is not done again when the page is loaded anew."""
    return web.Response(status=303, headers={"Location": address})
