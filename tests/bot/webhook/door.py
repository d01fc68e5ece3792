"""Our side of the signed HTTP contract, on a real server on loopback, with a real database behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web
from obstore.store import LocalStore

from bot.backends.webhook.backend import WebhookBackend
from bot.listening import address_of, listen
from bot.locale import load_catalogue
from bot.profile import load_profile
from bot.settings import Settings
from bot.web import make_app, make_runner
from bot.webhook import Webhook
from conversations.messages import Media, MediaKind
from conversations.profile import NoticeHours
from storage import outbox
from storage.outbox import DueMessage
from storage.store import Store
from tests.attached import attachment_of, await_files, fetch_file
from tests.bot.webhook.case_system import SECRET
from tests.filed import RECEIPT, Clock, Filed
from tests.filed import file_report as filed_report
from tests.handlers.house import Bell

# the clock is at the real time, which may be in the night: everybody is told at once all the same
PROFILE = replace(load_profile("kutai-timur"), notice_hours=NoticeHours(quiet_from=0, quiet_until=0))
CATALOGUE = load_catalogue(PROFILE)

file_report = partial(filed_report, backend="webhook")
"""A report that goes to the other system."""


@dataclass
class Door:
    """`delivery` is woken when a complainant is to be told something. The clock stands still at the real time."""

    store: Store
    objects: LocalStore
    clock: Clock
    delivery: Bell
    webhook: Webhook
    url: str

    @property
    def backend(self) -> WebhookBackend:
        return self.webhook.backend

    @property
    def updates(self) -> str:
        return f"{self.url}/backend/updates"

    def to(self, url: str) -> WebhookBackend:
        """The same backend at another address."""
        return WebhookBackend(url, self.webhook.signatures, self.webhook.shared, PROFILE, self.clock)

    async def told(self) -> list[DueMessage]:
        async with self.store.read() as unit:
            return (await outbox.find(unit, ["webchat"], self.clock(), (), 100_000)).messages

    async def texts(self) -> list[str]:
        return [CATALOGUE.render(each.outgoing, "id").text for each in await self.told()]

    async def receive(self, *files: Media, receipt: str = RECEIPT, **changed: Any) -> Filed:
        """A report whose files are still with the messaging app."""
        listed = tuple(attachment_of(file) for file in files)
        filed = await file_report(self.store, receipt, attachments=listed, **changed)
        if files:
            await await_files(self.store, filed, *files, at=self.clock())
        return filed

    async def fetch(self, file: Media, content: bytes) -> None:
        """The file has come."""
        await fetch_file(self.store, self.objects, PROFILE.files, file, content)


@asynccontextmanager
async def opened(database_url: str, folder: Path, case_system_url: str, **chosen: Any) -> AsyncIterator[Door]:
    async def yes() -> bool:
        return True

    store, clock, delivery = Store(database_url), Clock(datetime.now(UTC)), Bell()
    objects = LocalStore(folder / "attachments", mkdir=True)
    async with _listening() as (runner_of, url):
        values = {"backend_webhook_secrets": SECRET, "public_url": url, **chosen}
        settings = Settings(backend="webhook", backend_webhook_url=case_system_url, **values)
        webhook = Webhook(settings, PROFILE, store, objects, clock)
        await runner_of(make_app(webhook.routes(delivery), CATALOGUE, yes))
        yield Door(store, objects, clock, delivery, webhook, url)
        await webhook.backend.close()
    await store.close()


@asynccontextmanager
async def _listening() -> AsyncIterator[tuple[Any, str]]:
    """A port of its own, known before what is served there."""
    bound, runners = listen("127.0.0.1", 0), list[web.AppRunner]()

    async def serve(app: web.Application) -> None:
        runner = make_runner(app)
        await runner.setup()
        await web.SockSite(runner, bound).start()
        runners.append(runner)

    yield serve, address_of(bound)
    for runner in runners:
        await runner.cleanup()


PHOTO = Media("f" * 32, MediaKind.PHOTO, "tiangnya", "Siti di depan rumah.jpg", source="telegram")
VIDEO = Media("e" * 32, MediaKind.VIDEO, "", "malam.mp4", source="telegram")
