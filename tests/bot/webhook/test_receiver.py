"""The example of a receiver, run as its readers would run it."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from handlers.forwarding import Forwarder
from tests.bot.processes import ROOT, environment
from tests.bot.webhook import door as ours
from tests.bot.webhook.case_system import SECRET
from tests.bot.webhook.door import PROFILE, Door, file_report
from tests.filed import RECEIPT
from tests.forwarded import forward_due

RECEIVER = ROOT / "examples" / "receiver.py"
MOST_LINES = 70


@contextmanager
def receiver(folder: Path, pintulapor: str, port: str = "0") -> Iterator[str]:
    """Its address. It is killed at the end."""
    named = {"SECRET": SECRET, "PINTULAPOR": pintulapor, "PORT": port, "DATABASE": str(folder / "cases.db")}
    with subprocess.Popen(
        [sys.executable, str(RECEIVER)], env=environment() | named, stdout=subprocess.PIPE, text=True, cwd=folder
    ) as process:
        try:
            assert process.stdout
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found
            yield found[0]
        finally:
            process.kill()


async def all_is_told(door: Door, number: int) -> list[str]:
    while len(texts := await door.texts()) < number:  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.05)
    return texts


async def test_a_report_is_verified_there_and_its_complainant_is_told(database_url: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(ours.opened(database_url, tmp_path, "http://127.0.0.1:9"))
        async with asyncio.timeout(60):
            address = stack.enter_context(receiver(tmp_path, door.url))
            backend = door.to(address)
            stack.push_async_callback(backend.close)
            await file_report(door.store)
            await file_report(door.store, "KTM-1111-1111")
            forwarder = Forwarder(door.store, backend, PROFILE, door.delivery, door.clock, lambda: 0.0)
            assert await forward_due(forwarder) == 2
            texts = await all_is_told(door, 2)
            assert f"Laporan {RECEIPT} sudah diverifikasi." in texts


def test_it_is_short_enough_to_be_read_at_once() -> None:
    assert len(RECEIVER.read_text().splitlines()) <= MOST_LINES
