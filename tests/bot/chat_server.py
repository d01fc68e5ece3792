"""The web chat as people meet it: a real server on loopback, with everything behind it; it can stop and start again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import obstore
from aiohttp import web
from obstore.store import LocalStore

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.routes import routes
from bot.locale import load_catalogue
from bot.profile import load_profile
from bot.settings import Settings
from bot.web import make_app, make_runner
from bot.wiring import Ground, now, set_up
from handlers.list_makers import list_makers
from handlers.ports import FileMaker
from handlers.transcript import Transcript
from storage.errors import DatabaseAway
from storage.store import Store


class ChatServer:
    """`url` is where it listens, from the first start on: also after it was stopped and started again."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._database_url = database_url
        self._port = 0
        self._folder = folder / "attachments"
        self.objects = LocalStore(self._folder, mkdir=True)
        self.profile = load_profile("kutai-timur")
        self.catalogue = load_catalogue(self.profile)
        self.makers: dict[str, FileMaker] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        self.store = Store(self._database_url)
        self.chat = WebChat(Transcript(self.store))
        ground = Ground(Settings(), self.profile, self.catalogue, self.store, self.objects)
        works = set_up(ground, {self.chat.name: self.chat})
        self.makers.update(list_makers(self.store, self.catalogue, now))
        self.intake = works.intake
        app = make_app(
            routes(self.chat, self.intake, self.store, self.objects, self.catalogue, now, self.makers),
            self.catalogue,
            self._is_ready,
            close_first=[self.chat.close],
        )
        self._runner = make_runner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        parts = (works.intake, works.delivery, works.file_removal, works.village_lists)
        runs = [*(part.run for part in parts), *(queue.run for queue in works.forwarders.queues)]
        self._loops = [asyncio.create_task(run()) for run in runs]

    async def stop(self) -> None:
        await self._runner.cleanup()
        for loop in self._loops:
            loop.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.store.close()

    async def pause(self) -> None:
        """Messages are no longer handled: the intake says so."""
        self._loops[0].cancel()
        await asyncio.wait([self._loops[0]])

    async def resume(self) -> None:
        self._loops[0] = asyncio.create_task(self.intake.run())
        await asyncio.sleep(0)

    def lose_folder(self) -> None:
        """Nothing can be written to the object store any more."""
        self._folder.rmdir()
        self._folder.touch()

    def stored_keys(self) -> set[str]:
        return {str(each["path"]) for page in obstore.list(self.objects) for each in page}

    async def _is_ready(self) -> bool:
        try:
            await self.store.ping()
        except DatabaseAway:
            return False
        return True


@asynccontextmanager
async def chat_server(database_url: str, folder: Path) -> AsyncIterator[ChatServer]:
    server = ChatServer(database_url, folder)
    await server.start()
    yield server
    await server.stop()
