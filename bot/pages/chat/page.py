"""The chat page, in the reader's language."""

import json
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.channels.webchat.visitor import address_of, give_cookie, language_of
from bot.pages.assets import Assets
from bot.pages.chat.texts import page_texts
from conversations.catalogue import LANGUAGES, Catalogue
from handlers.errors import TryLater
from handlers.transcript import Transcript

HERE = Path(__file__).parent
# JSON inside a script element must not end it
UNSAFE_IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class ChatPage:
    """The page at `/`, and what it loads."""

    def __init__(self, catalogue: Catalogue, transcript: Transcript) -> None:
        self._assets = Assets(HERE / "static", "/chat/static")
        self._transcript = transcript
        environment = Environment(
            loader=PackageLoader("bot.pages.chat"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        template = environment.get_template("chat.html")
        texts = {language: page_texts(catalogue, language) for language in LANGUAGES}
        self._json = {language: json.dumps(each, ensure_ascii=False) for language, each in texts.items()}
        self._html = {
            language: template.render(
                language=language,
                texts=texts[language],
                texts_as_json=self._json[language].translate(UNSAFE_IN_SCRIPT),
                files=catalogue.profile.files,
                modules=self._assets.names(".js"),
                url=self._assets.url,
            )
            for language in LANGUAGES
        }

    def routes(self) -> list[web.RouteDef]:
        languages = "|".join(LANGUAGES)
        return [
            web.get("/", self.show),
            web.get(f"/chat/texts/{{language:{languages}}}", self._show_texts),
            *self._assets.routes(),
        ]

    async def show(self, request: web.Request) -> web.Response:
        response = web.Response(
            text=self._html[await self._language(request)],
            content_type="text/html",
            headers={"Cache-Control": "no-store", "Vary": "Accept-Language, Cookie"},
        )
        give_cookie(request, response)
        response.enable_compression()
        return response

    async def _show_texts(self, request: web.Request) -> web.Response:
        """For a page whose conversation goes over to another language."""
        texts = self._json[request.match_info["language"]]
        return web.Response(text=texts, content_type="application/json", headers={"Cache-Control": "no-cache"})

    async def _language(self, request: web.Request) -> str:
        """The conversation's, else the browser's, else Indonesian."""
        address = address_of(request)
        try:
            spoken = await self._transcript.language(address) if address else ""
        except TryLater:
            spoken = ""
        return spoken or language_of(request) or LANGUAGES[0]
