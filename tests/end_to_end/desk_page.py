"""The desk page without a browser: an officer who verifies reports, and begins anew when the server was away."""

import asyncio
import re
from contextlib import suppress

import aiohttp
from aiohttp import ClientSession, CookieJar

from tests.end_to_end.server import Server

VERIFY = re.compile(r'<form[^>]*data-step="verify">.*?</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
LOOKS_AGAIN_AFTER_SECONDS = 0.05


class DeskPage:
    def __init__(self, server: Server) -> None:
        self._server = server

    async def verify_all(self, receipts: "asyncio.Queue[str]") -> None:
        """Each of them, until it is cancelled; one that cannot be verified yet comes again after the others."""
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
            while True:
                receipt = await receipts.get()
                if not await self._is_verified(session, receipt):
                    receipts.put_nowait(receipt)
                    await asyncio.sleep(LOOKS_AGAIN_AFTER_SECONDS)
                receipts.task_done()

    async def _is_verified(self, session: ClientSession, receipt: str) -> bool:
        """The officer presses the button where there is one; without an answer they look again whether there is."""
        with suppress(aiohttp.ClientError, OSError):
            page = f"{await self._server.address()}/desk/reports/{receipt}"
            async with session.get(page) as response:
                status, shown = response.status, await response.text()
            if status == 200:
                if form := VERIFY.search(shown):
                    await session.post(page, data=dict(HIDDEN.findall(form[0])))
                    return False
                return True
            if status == 403:
                await self._sign_in(session)
        return False

    async def _sign_in(self, session: ClientSession) -> None:
        link, _, code = (await self._server.desk_link()).partition("?code=")
        await session.post(link, data={"code": code})
