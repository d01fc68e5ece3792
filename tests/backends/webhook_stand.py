"""A case system that speaks the signed HTTP contract, on loopback. What is signed wrongly is in `left_out.py`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from handlers.ports import Forwarding
from tests.backends.ours import Ours
from tests.backends.stand import Said
from tests.bot.webhook import door as webhook_door
from tests.bot.webhook.case_system import CaseSystem, case_system, said, send
from tests.bot.webhook.door import Door
from tests.filed import Clock
from tests.gate import Gate, give_up

MANY = 1_000
"""More tries than any test makes."""


class WebhookStand:
    """Signatures are of the real time, at which the clock of the door stands still; that of `ours` goes on alone."""

    def __init__(self, ours: Ours, door: Door, theirs: CaseSystem) -> None:
        self.ours = ours
        self._door = door
        self._theirs = theirs

    def refuse(self) -> None:
        self._theirs.answers = [(422, "")] * MANY

    def go_down(self) -> None:
        self._theirs.is_down = True

    def come_back(self) -> None:
        self._theirs.is_down = False

    def be_slow(self) -> Gate:
        self._theirs.gate = Gate()
        return self._theirs.gate

    async def answer_too_late(self, forwarding: Forwarding) -> None:
        await give_up(self.ours.backend.deliver(forwarding), self.be_slow())

    async def cases(self) -> list[str]:
        return [case["receipt"] for case in self._theirs.cases.values() if "title" in case]

    async def responses(self) -> list[str]:
        return [said["text"] for said in self._theirs.cases.values() if "title" not in said]

    async def begin_work(self, receipt: str) -> None:
        pass

    async def say(self, *said: Said) -> None:
        answer = await send(self._door.updates, {"updates": [self._update(each) for each in said]})
        assert answer.status in (202, 404), answer.content

    def _update(self, each: Said) -> dict[str, object]:
        at = self._door.clock() + timedelta(seconds=each.number)
        update = said(each.status, each.number, each.receipt, text=each.text, **each.more)
        return update | {"at": at.isoformat()} | ({"id": each.id} if each.id else {})


@asynccontextmanager
async def webhook_stand(database_url: str, folder: Path) -> AsyncIterator[WebhookStand]:
    async with case_system() as theirs, webhook_door.opened(database_url, folder, theirs.url) as door:
        yield WebhookStand(Ours(door.store, door.backend, Clock(door.clock())), door, theirs)
