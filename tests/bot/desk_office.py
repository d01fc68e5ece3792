"""The desk's pages on a real server on loopback, with everything behind them, and an officer's browser without one."""

import html
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientResponse, ClientSession, CookieJar, web
from obstore.store import LocalStore

from bot.backends.desk import DeskBackend
from bot.locale import load_catalogue
from bot.pages.desk.routes import routes
from bot.pages.desk.sign_in import Gate
from bot.profile import load_profile
from bot.web import make_app, make_runner
from conversations.messages import Media
from conversations.status import ResponseKind
from handlers.delivery import Delivery
from handlers.desk import Desk
from handlers.file_removal import FileRemoval
from handlers.ports import ReportForwarding
from handlers.volunteers import Volunteers
from storage.store import Store
from tests.attached import attachment_of, await_files, fetch_file
from tests.filed import RECEIPT, Clock, Filed, file_report, response

PROFILE = load_profile("kutai-timur")
CATALOGUE = load_catalogue(PROFILE)
BOT = "lapor_kutim_bot"


@dataclass
class Office:
    """`links` are the sign-in links that the terminal showed, the last one still unspent."""

    store: Store
    objects: LocalStore
    clock: Clock
    desk: Desk
    gate: Gate
    app: web.Application
    links: list[str]
    url: str = ""

    async def receive(self, receipt: str = RECEIPT, **changed: Any) -> Filed:
        """A report that has come to the desk."""
        filed = await file_report(self.store, receipt, self.clock(), **changed)
        await DeskBackend(self.desk).deliver(ReportForwarding(receipt, filed.report))
        return filed

    async def receive_without(self, *files: Media) -> Filed:
        """A report that has come to the desk while its files are still with the messaging app."""
        listed = tuple(attachment_of(file) for file in files)
        filed = await self.receive(attachments=listed)
        await await_files(self.store, filed, *files, at=self.clock())
        return filed

    async def fetch(self, file: Media, content: bytes) -> None:
        """The file has come."""
        await fetch_file(self.store, self.objects, PROFILE.files, file, content)

    async def hear(self, kind: ResponseKind, receipt: str = RECEIPT, **said: Any) -> None:
        await DeskBackend(self.desk).deliver(response(receipt, kind, self.clock(), **said))


@dataclass
class Page:
    status: int
    text: str
    headers: Mapping[str, str]

    def form(self, kind: str) -> dict[str, str]:
        """The hidden fields of the step's form, as the browser would send them."""
        [form] = re.findall(rf'<form[^>]*data-step="{kind}">.*?</form>', self.text, re.DOTALL)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))

    @property
    def words(self) -> str:
        """What is read on it."""
        return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", self.text)).split())


class Officer:
    """One browser. It follows redirects and sends what a browser sends of itself."""

    def __init__(self, office: Office, session: ClientSession) -> None:
        self.office = office
        self.session = session

    async def get(self, path: str, **headers: str) -> Page:
        async with self.session.get(self.office.url + path, headers=headers) as response:
            return await _page(response)

    async def post(self, path: str, form: dict[str, str], **headers: str) -> Page:
        of_a_browser = {"Origin": self.office.url, "Sec-Fetch-Site": "same-origin", **headers}
        async with self.session.post(self.office.url + path, data=form, headers=of_a_browser) as response:
            return await _page(response)

    async def sign_in(self) -> Page:
        code = self.office.links[-1].partition("code=")[2]
        return await self.post("/desk/sign-in", {"code": code})

    async def sign_in_later(self) -> Page:
        """With a link of now: the one of the start has ended meanwhile."""
        self.office.links.append(self.office.gate.new_link(self.office.url))
        return await self.sign_in()

    async def open(self, receipt: str = RECEIPT) -> Page:
        return await self.get(f"/desk/reports/{receipt}")

    async def take(self, page: Page, kind: str, /, **fields: str) -> Page:
        """The step's form on that page is filled in and sent."""
        return await self.post(f"/desk/reports/{RECEIPT}", {**page.form(kind), **fields})


async def _page(response: ClientResponse) -> Page:
    body = await response.read()
    return Page(response.status, body.decode("utf-8", "replace"), response.headers)


@asynccontextmanager
async def opened(database_url: str, folder: Path) -> AsyncIterator[Office]:
    """An office whose desk is open. The clock stands still."""
    store, clock, links = Store(database_url), Clock(), list[str]()
    objects = LocalStore(folder / "attachments", mkdir=True)
    delivery = Delivery(store, {}, CATALOGUE, clock)
    desk = Desk(store, PROFILE, delivery, clock)
    volunteers = Volunteers(store, PROFILE, delivery, FileRemoval(store, objects, clock), clock, secrets.randbits)
    gate = Gate(clock, links.append)
    app = make_app(routes(desk, volunteers, gate, CATALOGUE, store, objects, clock, lambda: BOT), CATALOGUE, _yes)
    office = Office(store, objects, clock, desk, gate, app, links)
    runner = make_runner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    office.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    links.append(gate.new_link(office.url))
    yield office
    await runner.cleanup()
    await store.close()


@asynccontextmanager
async def officer(office: Office) -> AsyncIterator[Officer]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Officer(office, session)


async def _yes() -> bool:
    return True
