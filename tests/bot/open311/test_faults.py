"""However a server fails, each report is there once in the end."""

import random

import pytest

from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import with_updates
from tests.filed import respond, response
from tests.open311.kept import Fault
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio
REPORTS = 200


@with_updates
async def test_two_hundred_reports_are_each_there_once_with_what_was_said_of_them(
    house: House, server: Open311Server
) -> None:
    chance = random.Random(311)
    receipts = [f"KTM-{n:04}-0000" for n in range(REPORTS)]
    for n, receipt in enumerate(receipts):
        filed = await file_report(house.store, receipt)
        if n % 10 == 0:
            await respond(house.store, filed, response(receipt))
    server.faults.extend(chance.choices(list(Fault), k=REPORTS // 2))

    while server.faults or len(server.kept) < REPORTS or len(server.posted_updates) < REPORTS // 10:
        await house.forward()
        house.clock.move(seconds=10)
        server.finish_late()
    await house.forward_for_an_hour()

    said = [kept.attributes["receipt_number"][0] for kept in server.kept]
    assert sorted(said) == receipts
    assert len({update.fields["service_request_id"] for update in server.posted_updates}) == REPORTS // 10
    numbers = {kept.attributes["receipt_number"][0]: str(kept.number) for kept in server.kept}
    for receipt in receipts[:: REPORTS // 20]:
        assert (await house.placement(receipt)).external_id == numbers[receipt]
