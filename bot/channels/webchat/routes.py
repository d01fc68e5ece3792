"""The web chat's addresses."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web
from obstore.store import ObjectStore

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.files import Files
from bot.channels.webchat.hearing import Hearing, Intake
from bot.channels.webchat.made_files import MadeFiles
from bot.channels.webchat.socket import Sockets
from bot.channels.webchat.upload import Uploads
from bot.pages.chat.page import ChatPage
from conversations.catalogue import Catalogue
from handlers.ports import NO_MAKERS, FileMakers
from storage.store import Store


def routes(
    chat: WebChat,
    intake: Intake,
    store: Store,
    objects: ObjectStore,
    catalogue: Catalogue,
    now: Callable[[], datetime],
    makers: FileMakers = NO_MAKERS,
) -> list[web.RouteDef]:
    """The page at `/`, and what it needs; `makers` make the documents that go with messages.

    When the app shuts down, call `chat.close` first: pages hold it open.
    """
    limits = catalogue.profile.files
    hearing = Hearing(chat, intake, store, objects, now)
    return [
        *ChatPage(catalogue, chat.transcript).routes(),
        web.get("/chat/socket", Sockets(chat, hearing).handle),
        web.post("/chat/upload", Uploads(hearing, limits).handle),
        web.get("/chat/files/{id:[0-9a-f]{32}}", Files(store, objects).handle),
        web.get("/chat/made/{key:o[0-9]+}", MadeFiles(chat, makers).handle),
    ]
