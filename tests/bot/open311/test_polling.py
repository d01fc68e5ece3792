"""What an Open311 server says of a report reaches its complainant, once, in whatever order and form it comes."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.backends.open311.hearing import words_id
from conversations.status import ResponseKind, Status
from handlers.errors import Rejected, TryLater
from storage import forgetting, reports
from tests.bot.open311.house import House, file_report
from tests.filed import NOW, RECEIPT, Filed, respond, response
from tests.open311.kept import Fault, Kept, Manner, Told
from tests.open311.server import Open311Server
from tests.storage.test_forgetting import everything

pytestmark = pytest.mark.asyncio
with_updates = pytest.mark.parametrize("manner", [Manner.FIXMYSTREET], indirect=True, ids=["fixmystreet"])
FOLLOWED_UP = f"Laporan {RECEIPT} sedang ditindaklanjuti."
CLOSED = f"Laporan {RECEIPT} sudah dijawab dan ditutup."


async def placed(house: House, server: Open311Server) -> tuple[Filed, Kept]:
    filed = await file_report(house.store)
    await house.forward()
    return filed, server.kept[-1]


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
@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("in_progress", Status.FOLLOWED_UP),
        ("INVESTIGATING", Status.FOLLOWED_UP),
        ("action scheduled", Status.FOLLOWED_UP),
        ("internal_referral", Status.FORWARDED),
        ("fixed", Status.CLOSED),
        ("no_further_action", Status.CLOSED),
        ("duplicate", Status.ARCHIVED),
        ("not_councils_responsibility", Status.NOT_OUR_AUTHORITY),
        ("unchanged", Status.HANDED_OVER),
    ],
)
async def test_a_word_of_the_extension_moves_the_report(
    house: House, server: Open311Server, word: str, meant: Status
) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, word, "Terima kasih.")

    [told] = await house.ask()

    assert "“Terima kasih.”" in told
    assert (await house.known(filed)).status is meant


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


@with_updates
async def test_updates_in_any_order_end_with_the_newest(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "closed", "Selesai.", at=NOW + timedelta(seconds=30))
    server.say(kept, "in_progress", "Mulai.", at=NOW + timedelta(seconds=10))
    told = await house.ask()
    assert [text.split("\n")[1] for text in told] == ["“Mulai.”", "“Selesai.”"]
    server.say(kept, "planned", "Terlambat.", at=NOW + timedelta(seconds=20))

    assert await house.ask() == []
    report = await house.known(filed)
    assert report.status is Status.CLOSED
    assert [event.text for event in report.history if event.text] == ["Mulai.", "Terlambat.", "Selesai."]


@with_updates
async def test_an_update_with_nothing_new_in_it_is_not_told(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "in_progress")
    server.say(kept, "in_progress", at=NOW + timedelta(seconds=1))
    server.say(kept, "open", at=NOW + timedelta(seconds=2))

    assert await house.ask() == [FOLLOWED_UP]
    assert len((await house.known(filed)).history) == 2


@with_updates
async def test_an_update_says_what_the_request_then_need_not(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "closed", "Selesai.")
    kept.status, kept.notes, kept.updated_at = "closed", "Selesai.", house.clock()

    assert len(await house.ask()) == 1
    assert await house.ask() == []


@with_updates
async def test_two_updates_of_one_moment_are_both_told(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    for text in ("Satu.", "Dua."):
        server.say(kept, "in_progress", text, at=NOW)

    assert [told.split("\n")[1] for told in await house.ask()] == ["“Satu.”", "“Dua.”"]


@with_updates
async def test_a_server_whose_clock_is_ahead_makes_nothing_late(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    server.say(kept, "in_progress", "Mulai.", updated_datetime="2099-01-01T00:00:00Z")
    await house.ask()
    server.say(kept, "closed", "Selesai.")

    assert len(await house.ask()) == 1
    assert (await house.known(filed)).status is Status.CLOSED


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
async def test_two_updates_whose_long_ids_begin_alike_are_two(house: House, server: Open311Server) -> None:
    filed, kept = await placed(house, server)
    for n in (1, 2):
        server.say(kept, "in_progress", f"Kabar {n}", update_id=f"{'u' * 250}{n}")

    assert [f"Kabar {n}" in text for n, text in enumerate(await house.ask(), 1)] == [True, True]
    noted = [event.text for event in (await house.known(filed)).history if event.text.startswith("Kabar")]
    assert noted == ["Kabar 1", "Kabar 2"]
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


@with_updates
@pytest.mark.parametrize(
    "odd",
    [
        {"update_id": "u1", "updated_datetime": None},
        {"update_id": None},
        {"update_id": 7, "updated_datetime": "yesterday"},
        {"update_id": "u2", "service_request_id": None},
        {"update_id": "u3", "service_request_id": "999999"},
        {"update_id": "u4", "status": None, "description": None},
        {"update_id": "u5", "status": 3, "description": {"text": "x"}},
        {"update_id": "x" * 300, "media_url": "javascript:alert(1)"},
    ],
    ids=lambda odd: ",".join(f"{name}={str(value)[:10]}" for name, value in odd.items()),
)
async def test_an_odd_update_hides_no_other(house: House, server: Open311Server, odd: dict[str, Any]) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "in_progress", "Aneh.", at=NOW)
    server.updates[0].fields.update(odd)
    server.updates.append(Told({"not": "an update"}, NOW))
    server.say(kept, "closed", "Selesai.")

    told = await house.ask()

    assert told[-1].startswith(f"{CLOSED}\n“Selesai.”")
    assert "javascript" not in "".join(told)
    assert await house.ask() == []


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


@with_updates
async def test_ids_change_their_type_and_stay_the_same(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    server.say(kept, "in_progress", "Mulai.", update_id=5, service_request_id=str(kept.number))
    assert len(await house.ask()) == 1
    server.updates[0].fields.update(update_id="5", service_request_id=float(kept.number))

    assert await house.ask() == []


@with_updates
async def test_ten_thousand_updates_of_others_are_passed_over(house: House, server: Open311Server) -> None:
    _, kept = await placed(house, server)
    numbers = count(500_000)
    for _ in range(10_000):
        server.updates.append(
            Told({"update_id": next(numbers), "service_request_id": next(numbers), "status": "closed"}, NOW)
        )
    server.say(kept, "in_progress", "Mulai.")

    assert await house.ask() == [f"{FOLLOWED_UP}\n“Mulai.”"]


async def test_two_processes_do_not_ask_at_the_same_time(house: House, server: Open311Server) -> None:
    await placed(house, server)
    assert await house.polling.poll()
    assert not await house.polling.poll()
    house.clock.move(minutes=1)
    assert await house.polling.poll()


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
