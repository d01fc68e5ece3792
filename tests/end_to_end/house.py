"""A product to which anything may be done: afterwards it goes on, and its log knows nobody."""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

from aiohttp import ClientSession

from tests.bot.processes import Started, started
from tests.end_to_end.guest import Guest

WORD = re.compile(r"[^\W_]{5,}")
NO_HTTP = "Error handling request from %s"
"""How the library that serves says that something came which is no HTTP."""


@dataclass
class House:
    """`desk_cookie` is an officer's who has signed in."""

    running: Started
    folder: Path
    desk_cookie: str
    guests: list[Guest] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.running.address

    async def guest(self) -> Guest:
        """Somebody new, at the open chat page."""
        guest = Guest(self.url)
        self.guests.append(guest)
        await guest.arrive()
        return guest

    async def desk(self, path: str) -> tuple[int, str]:
        """What an officer gets to see."""
        async with ClientSession(self.url, headers={"Cookie": self.desk_cookie}) as session, session.get(path) as page:
            return page.status, await page.text()

    async def case(self, receipt: str) -> str:
        """The report's page at the desk, as soon as it has come there."""
        while True:
            status, page = await self.desk(f"/desk/reports/{receipt}")
            if status == 200:
                return page
            await asyncio.sleep(0.05)

    async def assert_goes_on(self) -> None:
        greeting = await (await self.guest()).says("Halo")
        assert "Ceritakan saja" in greeting, greeting
        async with ClientSession(self.url) as session, session.get("/readyz") as ready:
            assert ready.status == 200

    def assert_is_discreet(self) -> None:
        """No word that was written is in the log, no name of a file, no cookie and no address; and no error of ours."""
        log = (self.folder / "log").read_text()
        secrets = {word for guest in self.guests for secret in guest.secrets for word in WORD.findall(secret)}
        told = {word for word in secrets if word in log}
        assert not told, told
        lines = [json.loads(line) for line in log.splitlines()]
        errors = [line for line in lines if line["level"] == "error" and line["event"] != NO_HTTP]
        assert not errors, errors


@contextmanager
def opened(folder: Path) -> Iterator[House]:
    """The log tells all it can."""
    with started(folder, log_level="debug") as running:
        yield House(running, folder, _sign_in(running.desk_link))


def _sign_in(link: str) -> str:
    address, _, code = link.partition("?")
    cookies = CookieJar()
    with build_opener(HTTPCookieProcessor(cookies)).open(address, data=code.encode()):
        [cookie] = cookies
    return f"{cookie.name}={cookie.value}"
