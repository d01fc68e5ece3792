"""Odd answers are not taken for clear ones: that a report is not there, or that what was said is there already."""

import json

import pytest

from storage import backlog
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import with_updates
from tests.filed import respond, response
from tests.open311.kept import Fault
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize("answer", ["1001", '"thank you"', '[{"welcome": "here"}]', '{"error": "busy"}'])
async def test_an_answer_that_is_no_list_of_requests_does_not_say_that_a_report_is_not_there(
    house: House, server: Open311Server, answer: str
) -> None:
    await file_report(house.store)
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await house.forward()
    server.answers["GET /requests.json"] = (200, answer)

    await house.forward_for_an_hour()

    assert (len(server.kept), (await house.placement()).external_id) == (1, "")
    server.answers.clear()
    await house.forward_for_an_hour()
    assert (await house.placement()).external_id == str(server.kept[0].number)


@with_updates
@pytest.mark.parametrize("why", ["request has already been closed", "this duplicate is not open for updates"])
async def test_a_refused_response_is_not_taken_for_one_that_is_already_there(
    house: House, server: Open311Server, why: str
) -> None:
    filed = await file_report(house.store)
    await respond(house.store, filed, response())
    told = json.dumps([{"code": 400, "description": why}])
    server.answers["POST /servicerequestupdates.json"] = (400, told)

    await house.forward()

    async with house.store.read() as unit:
        [failed] = await backlog.failed(unit, (), 1)
    assert (failed.error, failed.next_try_at) == ("Rejected", None)
