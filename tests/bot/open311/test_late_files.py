"""No file keeps its report away: what is too much or late follows it; where it cannot, the office sees why."""

import asyncio

import pytest
from obstore.store import ObjectStore

from bot.backends.open311.backend import TOO_MUCH
from bot.backends.open311.georeport import Access, GeoReport
from bot.backends.open311.wire import File
from bot.backends.uploads import SLOW_TRIES, TookTooLong
from conversations.messages import MediaKind
from conversations.report import Attachment
from handlers.backlog import Backlog, Outstanding
from handlers.ports import ReportForwarding
from storage import fetches
from tests.bot.open311.files import LETTER, attach, await_file, stored
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import with_updates, without_updates
from tests.filed import RECEIPT, Filed, respond, response
from tests.open311.office import KEY
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio
STORY = Attachment("d2", MediaKind.DOCUMENT, file_name="cerita.txt")
SHORT, LONG = b"Mohon diperbaiki.", b"Lampu ini mati. " * 20


async def with_files(house: House, objects: ObjectStore) -> Filed:
    filed = await file_report(house.store, attachments=(STORY, LETTER))
    await attach(house, filed, await stored(house, objects, STORY, LONG))
    await attach(house, filed, await stored(house, objects, LETTER, SHORT))
    return filed


async def give_up_on_a_slow_line(house: House, server: Open311Server, filed: Filed) -> None:
    server.stalled.clear()
    attempt = asyncio.create_task(house.backend.deliver(ReportForwarding(RECEIPT, filed.report)))
    await server.stalled.wait()
    attempt.cancel()
    await asyncio.wait([attempt])
    house.clock.move(minutes=1)


async def set_aside(house: House) -> list[Outstanding]:
    backlog = Backlog(house.store, house.catalogue.profile, house.clock)
    return [each for each in await backlog.listed() if each.is_set_aside]


@with_updates
async def test_what_took_too_long_goes_with_fewer_files_and_the_others_follow(
    house: House, server: Open311Server, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.backends.open311.backend.MOST_BYTES", 400)
    filed = await with_files(house, objects)
    server.stalls_beyond = 100
    await give_up_on_a_slow_line(house, server, filed)
    assert server.kept == []

    await house.forward()

    [kept] = server.kept
    assert [content for _, _, content in kept.media] == [SHORT]
    assert "Lampiran yang tidak terkirim: 1" in kept.fields["description"]
    [later] = server.posted_updates
    assert [content for _, _, content in later.media] == [LONG]
    assert later.fields["description"] == "Lampiran laporan yang menyusul: 1"
    assert await house.told() == []
    assert await house.ask() == []


async def test_on_the_slowest_line_a_report_goes_without_files(
    house: House, server: Open311Server, objects: ObjectStore
) -> None:
    filed = await with_files(house, objects)
    server.stalls_beyond = 0
    for _ in range(SLOW_TRIES):
        await give_up_on_a_slow_line(house, server, filed)

    await house.forward()

    [kept] = server.kept
    assert kept.media == []
    assert (await house.placement()).external_id == str(kept.number)


async def test_an_answer_that_does_not_come_in_time_is_told_from_a_server_that_is_away(
    server: Open311Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.backends.open311.wire.ANSWER_SECONDS", 0.1)
    server.stalls_beyond = 0
    georeport = GeoReport(Access(server.base, KEY))

    with pytest.raises(TookTooLong):
        await georeport.post_request([("service_code", "lain")], [File("a.txt", "text/plain", b"a")])

    await georeport.close()


@with_updates
async def test_a_file_that_comes_late_follows_its_report_and_holds_up_nothing(
    house: House, server: Open311Server, objects: ObjectStore
) -> None:
    filed = await file_report(house.store, attachments=(LETTER,))
    await await_file(house, filed, LETTER)
    house.clock.move(minutes=11)
    await house.forward()
    assert [kept.media for kept in server.kept] == [[]]
    await respond(house.store, filed, response())
    await house.forward_for_an_hour()
    assert [said.media for said in server.posted_updates] == [[]]
    async with house.store.begin() as unit:
        assert await fetches.complete(unit, await stored(house, objects, LETTER, SHORT))

    await house.forward_for_an_hour()

    assert [said.media for said in server.posted_updates] == [[], [(f"{RECEIPT}-1.txt", "text/plain", SHORT)]]
    assert await set_aside(house) == []


@without_updates
async def test_where_a_server_takes_no_updates_the_office_sees_which_files_it_does_not_have(
    house: House, server: Open311Server, objects: ObjectStore
) -> None:
    filed = await file_report(house.store, attachments=(LETTER,))
    await await_file(house, filed, LETTER)
    house.clock.move(minutes=11)
    await house.forward()
    async with house.store.begin() as unit:
        assert await fetches.complete(unit, await stored(house, objects, LETTER, SHORT))

    await house.forward_for_an_hour()

    [outstanding] = await set_aside(house)
    assert outstanding.failed.reason == "the server takes no updates of this request"
    assert (await house.known(filed)).is_handed_over


@with_updates
async def test_what_is_too_large_for_the_server_is_set_aside_and_can_be_given_up(
    house: House, server: Open311Server, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.backends.open311.backend.MOST_BYTES", 100)
    await with_files(house, objects)

    await house.forward()

    assert [content for _, _, content in server.kept[0].media] == [SHORT]
    assert server.posted_updates == []
    [outstanding] = await set_aside(house)
    assert outstanding.failed.reason == TOO_MUCH
    backlog = Backlog(house.store, house.catalogue.profile, house.clock)
    assert await backlog.drop(outstanding.failed.id)
    assert await set_aside(house) == []
