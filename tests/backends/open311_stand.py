"""An Open311 server on loopback, in the manner of FixMyStreet: the one that speaks most of the protocol.

How it goes with the other manners is in `tests/bot/open311`.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from obstore.store import LocalStore

from conversations.status import Status
from handlers.ports import Forwarding
from storage.store import Store
from tests.backends.ours import CATALOGUE, Ours
from tests.backends.stand import ID_OF_NO_CASE, Said
from tests.bot.open311.house import House, open_house
from tests.filed import Clock
from tests.gate import Gate, give_up
from tests.open311.kept import Kept, Manner
from tests.open311.server import Open311Server

WORDS: dict[Status | str, str] = {Status.FOLLOWED_UP: "in_progress", Status.CLOSED: "closed"}


class Open311Stand:
    def __init__(self, ours: Ours, house: House, server: Open311Server) -> None:
        self.ours = ours
        self._house = house
        self._server = server
        self._began_at = ours.clock()

    def refuse(self) -> None:
        for service in self._server.services:
            self._server.definitions[service["service_code"]] = [{"code": "tiang", "required": True}]

    def go_down(self) -> None:
        self._server.is_down = True

    def come_back(self) -> None:
        self._server.is_down = False

    def be_slow(self) -> Gate:
        self._server.gate = Gate()
        return self._server.gate

    async def answer_too_late(self, forwarding: Forwarding) -> None:
        await give_up(self.ours.backend.deliver(forwarding), self.be_slow())

    async def cases(self) -> list[str]:
        return [_receipt(kept) for kept in self._server.kept]

    async def responses(self) -> list[str]:
        return [update.fields["description"] for update in self._server.posted_updates]

    async def begin_work(self, receipt: str) -> None:
        pass

    async def say(self, *said: Said) -> None:
        """It is asked for them, after the last of them was said."""
        for each in said:
            self._say(each)
        last = max(self._said_at(each) for each in said)
        self.ours.clock.at = max(self.ours.clock(), last)
        await self._house.ask()

    def _say(self, said: Said) -> None:
        ids = {_receipt(kept): kept for kept in self._server.kept}
        word = WORDS.get(said.status, said.status)
        id = said.id or f"{said.receipt} {said.number}"
        whose = ids.get(said.receipt)
        request_id = whose.number if whose else ID_OF_NO_CASE
        if isinstance(said.id, str) and said.id and whose:
            request_id = str(request_id)  # whoever writes one id as a text writes all of them so
        more = {"service_request_id": request_id, "update_id": id, **said.more}
        self._server.say(whose or _NOBODY_S, word, said.text, at=self._said_at(said), **more)

    def _said_at(self, said: Said) -> datetime:
        return self._began_at + timedelta(seconds=said.number)


def _receipt(kept: Kept) -> str:
    return kept.attributes["receipt_number"][0]


@asynccontextmanager
async def open311_stand(database_url: str, folder: Path) -> AsyncIterator[Open311Stand]:
    store, clock = Store(database_url), Clock()
    objects = LocalStore(folder / "attachments", mkdir=True)
    async with (
        Open311Server(Manner.FIXMYSTREET, clock) as server,
        open_house(store, objects, server, CATALOGUE, clock) as house,
    ):
        yield Open311Stand(Ours(store, house.backend, clock), house, server)
    await store.close()


_NOBODY_S = Kept(0, "", Clock()(), {}, {}, [])
