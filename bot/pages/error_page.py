"""What a person sees when a page cannot be shown: a plain sentence and a way back, never a traceback."""

from collections.abc import Mapping
from html import escape

from aiohttp import web

from bot.channels.webchat.visitor import language_of
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.messages import Line

EXPLAINED = frozenset({400, 403, 404, 405, 413, 500, 503})
KEPT_HEADERS = ("Allow", "Retry-After")
PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{status}</title>
<main><h1>{status}</h1><p>{text}</p><p><a href="/">{back}</a></p></main></html>
"""


class ErrorPage:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def show(self, request: web.Request, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
        """The page, or its sentence alone where no page was asked for."""
        language = language_of(request) or LANGUAGES[0]
        text = self._text(f"error_{status if status in EXPLAINED else 'other'}", language)
        kept = {name: value for name, value in (headers or {}).items() if name in KEPT_HEADERS}
        if "text/html" not in request.headers.get("Accept", ""):
            return web.Response(text=text, status=status, headers=kept)
        back = self._text("error_back", language)
        html = PAGE.format(language=language, status=status, text=escape(text), back=escape(back))
        return web.Response(text=html, status=status, content_type="text/html", headers=kept)

    def _text(self, name: str, language: str) -> str:
        return self._catalogue.text(Line(f"page.{name}"), language)
