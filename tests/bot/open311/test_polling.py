"""An Open311 server is asked for all that it says of our requests, and each complainant is told it once."""

from datetime import datetime, timedelta

import pytest

from conversations.status import Status
from handlers.errors import Rejected, TryLater
from storage import reports
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import CLOSED, FOLLOWED_UP, placed, with_updates
from tests.filed import RECEIPT
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


async def test_a_request_that_is_closed_is_told_once(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    assert await house.ask() == []
    kept.status, kept.notes, kept.updated_at = "closed", "Lampu sudah menyala.", house.clock()

    [told] = await house.ask()

    assert told.startswith(f"{CLOSED}\n“Lampu sudah menyala.”")
    assert await house.ask() == []
    report = await house.known(filed)
    assert (report.status, report.history[-1].at) == (Status.CLOSED, kept.updated_at)


async def test_a_note_or_an_agency_is_told_without_closing(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    kept.agency = "Dinas Perhubungan"
    [told] = await house.ask()
    assert "diteruskan ke Dinas Perhubungan" in told
    kept.notes = "Menunggu suku cadang."

    [told] = await house.ask()

    assert told == f"Ada kabar tentang laporan {RECEIPT}.\n“Menunggu suku cadang.”"
    report = await house.known(filed)
    assert (report.status, report.agency) == (Status.FORWARDED, "dishub")


@with_updates
async def test_a_request_that_is_still_shown_as_open_undoes_no_closing(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "closed", "Selesai.")
    assert len(await house.ask()) == 1
    kept.agency = "Dinas Perhubungan"

    assert await house.ask() == []
    assert (await house.known(filed)).status is Status.CLOSED


async def test_a_request_that_is_open_again_is_being_handled(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    for status in ("closed", "open"):
        kept.status = status
        await house.ask()

    assert (await house.known(filed)).status is Status.FOLLOWED_UP


async def test_what_is_not_solved_is_not_closed_again_by_what_was_said_before(
    house: House, server: Open311Server
) -> None:
    filed, kept = await placed(house, server)
    kept.status = "closed"
    await house.ask()
    async with house.store.begin() as unit:
        await reports.reopen(unit, [filed.id])

    assert await house.ask() == []
    assert (await house.known(filed)).status is Status.HANDED_OVER


async def test_a_status_that_nobody_knows_is_told_in_neutral_words(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    kept.status = "awaiting_moon"

    assert await house.ask() == [f"Ada kabar tentang laporan {RECEIPT}."]
    assert await house.ask() == []
    assert (await house.known(filed)).status is Status.HANDED_OVER


async def test_a_request_that_the_server_lost_hides_no_other(house: House, server: Open311Server) -> None:
    await placed(house, server)
    await file_report(house.store, "KTM-0000-0000")
    await house.forward()
    server.kept.pop(0)
    server.kept[0].status = "closed"

    [told] = await house.ask()

    assert told.startswith("Laporan KTM-0000-0000 sudah dijawab dan ditutup.")


async def test_more_requests_than_fit_into_one_question_are_all_heard_of(house: House, server: Open311Server) -> None:
    for n in range(60):
        await file_report(house.store, f"KTM-0000-{n:04}")
    await house.forward()
    for kept in server.kept:
        kept.status = "closed"

    assert len(await house.ask()) == 60


@with_updates
async def test_the_windows_overlap_and_nothing_is_told_twice(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "in_progress", "Sedang dicek.")
    assert len(await house.ask()) == 1
    for _ in range(3):
        assert await house.ask() == []

    windows = [query for call, query in server.asked if call == "GET /servicerequestupdates.json"]
    lengths = [moment(query["end_date"]) - moment(query["start_date"]) for query in windows]
    assert lengths == [timedelta(hours=24), *[timedelta(hours=2, minutes=1)] * 3]


@with_updates
async def test_after_a_time_away_all_of_it_is_asked_for(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    await house.ask()
    server.say(kept, "in_progress", "Sedang dicek.")
    server.is_down = True
    for _ in range(3):
        house.clock.move(days=1)
        with pytest.raises(TryLater):
            await house.polling.poll()
    server.is_down = False

    assert await house.ask() == [f"{FOLLOWED_UP}\n“Sedang dicek.”"]


async def test_a_server_that_refuses_to_tell_updates_is_asked_for_its_requests(
    house: House, server: Open311Server
) -> None:
    _, kept = await placed(house, server)
    server.refuses_updates = True
    kept.status = "closed"
    house.clock.move(minutes=1)
    with pytest.raises(Rejected):
        await house.polling.poll()

    [told] = await house.told()
    assert told.startswith(CLOSED)


async def test_two_processes_do_not_ask_at_the_same_time(house: House, server: Open311Server) -> None:
    await placed(house, server)
    assert await house.polling.poll()
    assert not await house.polling.poll()
    house.clock.move(minutes=1)
    assert await house.polling.poll()


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
