"""A server may make one of several reports: each complainant is told, and none what another said."""

import pytest

from conversations.status import Status
from storage import forgetting
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import CLOSED, placed, with_updates
from tests.everything import everything
from tests.filed import RECEIPT, respond, response
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio
OTHER = "KTM-0000-0000"


async def test_all_whose_reports_the_server_has_made_one_are_told(house: House, server: Open311Server) -> None:
    server.merges = True
    filed, kept = await placed(house, server)
    other = await file_report(house.store, OTHER)
    await house.forward()
    assert server.kept == [kept]
    kept.status, kept.updated_at = "closed", house.clock()

    told = await house.ask()

    assert [text.partition("\n")[0] for text in told] == [CLOSED, CLOSED.replace(RECEIPT, OTHER)]
    for each in (filed, other):
        assert (await house.known(each)).status is Status.CLOSED
    assert await house.ask() == []
    ids = [params["service_request_id"] for _, params in server.asked if "service_request_id" in params]
    assert set(ids) == {str(kept.number)}


@with_updates
@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_what_one_of_them_said_is_never_told_to_the_other(
    house: House, server: Open311Server, is_forgotten: bool
) -> None:
    server.merges = server.echoes_updates = True
    filed, kept = await placed(house, server)
    await file_report(house.store, OTHER)
    await respond(house.store, filed, response(text="Rumah saya nomor 7"))
    await house.forward()
    if is_forgotten:
        async with house.store.begin() as unit:
            await forgetting.forget(unit, [filed.complainant_id])
    server.say(kept, "in_progress", "Sedang dikerjakan.")

    told = await house.ask()

    assert ["Rumah saya" in text for text in told] == [False] * len(told)
    assert [OTHER in text for text in told].count(True) == 1
    assert "Rumah saya" not in await everything(house.store) or not is_forgotten
