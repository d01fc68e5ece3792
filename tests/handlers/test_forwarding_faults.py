"""Kill, restart and faults on the way to a routing backend: in the end each report exists there once."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from time import time

from sqlalchemy import func, select

from conversations.messages import Chat
from conversations.report import Report
from conversations.routing import DESK
from conversations.status import ResponseKind
from handlers.forwarding import AT_ONCE
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding
from storage import complainants, forwardings, reports, tables
from storage.forwardings import NewForwarding
from storage.reports import NewReport
from storage.store import Store
from tests.bot.processes import ROOT, environment
from tests.filed import NOW, REPORT, response
from tests.handlers.forwarding_process import LOST

REPORTS = 1_000
KILLS = 6
FAILS_FOR_SECONDS = 12.0
PATIENCE_SECONDS = 240.0


def _body(report: Report) -> bytes:
    return as_json(ReportForwarding(report.receipt, report))


async def file_many(store: Store, receipts: Sequence[str]) -> None:
    """A report with each of these numbers, and something that its complainant adds to it."""
    chats = [Chat("webchat", receipt) for receipt in receipts]
    async with store.begin() as unit:
        people = await complainants.add(unit, chats, NOW)
        sent = [NewReport(people[chat], replace(REPORT, receipt=chat.address)) for chat in chats]
        ids = await reports.add(unit, sent)
        new = [NewForwarding(ids[each.report.receipt], each.report.receipt, DESK, _body(each.report)) for each in sent]
        added = [response(receipt, ResponseKind.ADDENDUM, key=f"{receipt}-more") for receipt in receipts]
        new += [NewForwarding(ids[said.receipt], said.key, DESK, as_json(said)) for said in added]
        await forwardings.add(unit, new, NOW)


@asynccontextmanager
async def forwarding(*arguments: object) -> AsyncIterator[None]:
    """Such a process runs, and is killed at the end of the block."""
    command = [sys.executable, "-m", "tests.handlers.forwarding_process", *map(str, arguments)]
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment(), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert process.stdout
    assert await process.stdout.readline() == b"ready\n"
    try:
        yield
    finally:
        process.kill()
        await process.communicate()


async def left(store: Store) -> int:
    async with store.read() as unit:
        return await unit.connection.scalar(select(func.count()).select_from(tables.forwardings)) or 0


async def test_a_thousand_reports_reach_a_backend_that_fails_through_kills_and_each_exists_there_once(
    database_url: str, tmp_path: Path
) -> None:
    store, file = Store(database_url), tmp_path / "backend"
    receipts = [f"KTM-{n:04}" for n in range(REPORTS)]
    await file_many(store, receipts)
    began = time()
    arguments = database_url, file, began, began + FAILS_FOR_SECONDS

    for _ in range(KILLS):
        async with forwarding(*arguments):
            await asyncio.sleep(0.2 + random.random())
    assert await left(store) > 0
    async with asyncio.timeout(PATIENCE_SECONDS), forwarding(*arguments):
        while await left(store):  # noqa: ASYNC110 -- what is in a database rings no bell
            await asyncio.sleep(0.2)

    came = [line.split() for line in file.read_text().splitlines()]
    keys = [key for key, *_ in came]
    assert set(keys) == {*receipts, *(f"{receipt}-more" for receipt in receipts)}
    repeats, lost = len(keys) - 2 * REPORTS, sum(LOST in line for line in came)
    assert repeats <= lost + KILLS * AT_ONCE  # a repeat has a cause, and the key by which the backend knows it
    assert all(keys.index(receipt) < keys.index(f"{receipt}-more") for receipt in receipts)
    async with store.read() as unit:
        handed_over = select(func.count()).where(tables.reports.c.is_handed_over)
        assert await unit.connection.scalar(handed_over) == REPORTS
    await store.close()
