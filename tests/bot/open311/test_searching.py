"""Before a report is sent again it is looked for where an earlier try may have brought it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from conversations.profile import Open311
from conversations.report import Visibility
from conversations.status import Status
from tests.bot.open311.house import House, file_report
from tests.open311.kept import Fault
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


async def test_what_only_whoever_has_the_key_may_see_is_found(
    rebuilt: Callable[[Open311], House], server: Open311Server
) -> None:
    house = rebuilt(Open311(secret_attribute="confidential"))
    filed = await file_report(house.store, visibility=Visibility.SECRET)
    server.hides_from_strangers = True
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await house.forward_for_an_hour()
    [kept] = server.kept
    kept.status = "closed"

    await house.ask()

    assert (await house.known(filed)).status is Status.CLOSED
    await house.georeport.close()


async def test_after_a_long_outage_no_question_is_for_more_than_a_day(house: House, server: Open311Server) -> None:
    await file_report(house.store)
    server.faults.append(Fault.TAKEN_LATE)
    await house.forward()
    server.is_down = True
    house.clock.move(days=10)
    await house.forward()
    server.is_down = False
    server.finish_late()

    await house.forward_for_an_hour()

    assert len(server.kept) == 1
    assert (await house.placement()).external_id == str(server.kept[0].number)
    asked = [params for call, params in server.asked if call == "GET /requests.json" and "start_date" in params]
    spans = [datetime.fromisoformat(each["end_date"]) - datetime.fromisoformat(each["start_date"]) for each in asked]
    assert max(spans) <= timedelta(days=1)
