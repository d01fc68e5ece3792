"""What complainants said comes back as an update, and is no news; of whoever is forgotten nothing comes back."""

import pytest

from bot.backends.open311.hearing import words_id
from conversations.status import ResponseKind
from storage import forgetting
from tests.bot.open311.house import House
from tests.bot.open311.placed import placed, with_updates
from tests.everything import everything
from tests.filed import respond, response
from tests.open311.kept import Fault
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


@with_updates
async def test_what_the_complainant_said_is_no_news_when_it_comes_back(house: House, server: Open311Server) -> None:
    filed, _ = await placed(house, server)
    server.echoes_updates = True
    await respond(house.store, filed, response())
    await respond(house.store, filed, response(kind=ResponseKind.ADDENDUM, text="Dekat\npasar"))
    await house.forward()
    assert len(server.updates) == 2

    assert await house.ask() == []


@with_updates
async def test_their_words_are_known_when_they_come_back_before_the_server_has_answered(
    house: House, server: Open311Server
) -> None:
    filed, _ = await placed(house, server)
    server.echoes_updates = True
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await respond(house.store, filed, response())
    await house.forward()
    assert len(server.updates) == 1

    assert await house.ask() == []


@with_updates
@pytest.mark.parametrize("kind", [ResponseKind.ANSWER, ResponseKind.SATISFIED])
async def test_what_somebody_said_who_is_forgotten_is_not_noted_when_it_comes_back(
    house: House, server: Open311Server, kind: ResponseKind
) -> None:
    filed, _ = await placed(house, server)
    server.echoes_updates = True
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await respond(house.store, filed, response(kind=kind, text="Rumah saya nomor 7"))
    await house.forward()
    [echo] = server.updates
    assert "Rumah saya" in echo.fields["description"]
    async with house.store.begin() as unit:
        await forgetting.forget(unit, [filed.complainant_id])

    await house.ask()

    left = await everything(house.store)
    assert str(echo.fields["update_id"]) in left
    assert "Rumah saya" not in left
    assert words_id(echo.fields["description"]) not in left


@with_updates
async def test_what_is_on_its_way_when_its_person_is_forgotten_leaves_nothing_of_their_words(
    house: House, server: Open311Server
) -> None:
    filed, _ = await placed(house, server)
    async with house.store.begin() as unit:
        await forgetting.forget(unit, [filed.complainant_id])

    await house.backend.deliver(response())

    [posted] = server.posted_updates
    assert words_id(posted.fields["description"]) not in await everything(house.store)
