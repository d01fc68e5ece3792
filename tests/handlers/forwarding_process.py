"""A process that forwards to a backend that fails at random, until it is killed. Run as `python -m`."""

import asyncio
import os
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path
from time import time

from bot.profile import load_profile
from conversations.routing import DESK
from handlers import forwarding
from handlers.errors import TakesNothing, TryLater
from handlers.forwarding import Forwarder
from handlers.ports import Forwarding
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import Bell

TIMES_FASTER = 60
LOST = "lost"


class FileBackend:
    """Has what stands in the file, a line for each time that it came; `lost` behind it where it did not answer so."""

    name = DESK

    def __init__(self, file: Path, fails_until: float) -> None:
        self._file = os.open(file, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        self._fails_until = fails_until

    async def deliver(self, forwarding: Forwarding) -> None:
        await asyncio.sleep(random.random() / 100)
        fault = random.random() if time() < self._fails_until else 1.0
        if fault < 0.2:
            raise TakesNothing("busy", timedelta(seconds=5) if fault < 0.1 else None)
        if fault < 0.3:
            raise ConnectionResetError
        os.write(self._file, f"{forwarding.key} {LOST if fault < 0.45 else ''}\n".encode())
        if fault < 0.4:
            raise TryLater("answered after we gave up")
        if fault < 0.45:
            await asyncio.sleep(3600)


async def main(url: str, file: str, began: float, fails_until: float) -> None:
    forwarding.LONGEST_DELIVERY = timedelta(seconds=0.2)

    def now() -> datetime:
        return NOW + timedelta(seconds=(time() - began) * TIMES_FASTER)

    backend = FileBackend(Path(file), fails_until)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await Forwarder(Store(url), backend, load_profile("kutai-timur"), Bell(), now, random.random).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])))
