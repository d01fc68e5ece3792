"""The desk as a routing backend, where many reports are delivered at the same time."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.backends.desk import DeskBackend
from bot.profile import load_profile
from handlers.desk import Desk
from handlers.ports import ReportForwarding
from storage.desk_queue import Tab
from storage.store import Store
from tests.filed import NOW, REPORT
from tests.handlers.house import Bell


def forwarding(number: int) -> ReportForwarding:
    receipt = f"KTM-{number:04d}"
    return ReportForwarding(receipt, replace(REPORT, receipt=receipt))


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store, load_profile("kutai-timur"), Bell(), lambda: NOW)


async def receipts(desk: Desk) -> set[str]:
    return {case.report.receipt for case in (await desk.queue(Tab.NEWEST, "", 1)).cases}


async def test_reports_delivered_at_the_same_time_are_all_there_and_a_repeat_changes_nothing(desk: Desk) -> None:
    backend = DeskBackend(desk)
    for _ in range(2):
        await asyncio.gather(*(backend.deliver(forwarding(number)) for number in range(20)))
    assert await receipts(desk) == {forwarding(number).key for number in range(20)}


async def test_one_that_cannot_be_taken_in_keeps_out_no_other(desk: Desk) -> None:
    broken: Any = object()  # no report
    backend = DeskBackend(desk)
    results = await asyncio.gather(
        backend.deliver(forwarding(1)),
        backend.deliver(ReportForwarding("KTM-X", broken)),
        backend.deliver(forwarding(2)),
        return_exceptions=True,
    )
    assert [isinstance(result, Exception) for result in results] == [False, True, False]
    assert await receipts(desk) == {"KTM-0001", "KTM-0002"}
