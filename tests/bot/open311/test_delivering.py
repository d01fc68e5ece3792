"""A report reaches an Open311 server once, whatever the server does; and what its complainant says follows it."""

from dataclasses import replace

import pytest

from conversations.status import ResponseKind, Status
from handlers.backlog import Backlog
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import with_updates, without_updates
from tests.filed import RECEIPT, respond, response
from tests.open311.kept import Fault
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


async def test_a_report_is_there_and_known_by_the_servers_id(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)

    await house.forward()

    [kept] = server.kept
    assert kept.service_code == "lampu-jalan"
    assert kept.attributes == {"receipt_number": [RECEIPT]}
    assert kept.fields["description"].startswith("Lampu jalan depan SMPN 1")
    assert kept.fields["description"].endswith(f"Nomor tiket PintuLapor: {RECEIPT}")
    assert (kept.fields["lat"], kept.fields["long"]) == ("0.503412", "117.557731")
    assert kept.fields["address_string"].startswith("seberang gerbang sekolah, Sangatta Utara, Kab")
    assert (kept.fields["first_name"], kept.fields["last_name"]) == ("Siti", "Aminah")
    assert kept.fields["phone"] == "081234567890"
    assert (await house.placement()).external_id == str(kept.number)
    assert (await house.known(filed)).status is Status.HANDED_OVER


@pytest.mark.parametrize(
    "fault", [Fault.TAKEN_UNANSWERED, Fault.TAKEN_CRASHED, Fault.GIBBERISH], ids=lambda fault: fault.name.lower()
)
async def test_what_the_server_took_without_saying_so_is_found_and_not_sent_again(
    house: House, server: Open311Server, fault: Fault
) -> None:
    await file_report(house.store)
    server.faults.append(fault)

    await house.forward_for_an_hour()

    assert len(server.kept) == 1
    assert (await house.placement()).external_id == str(server.kept[0].number)


@pytest.mark.parametrize("fault", [Fault.DOWN, Fault.CRASH], ids=lambda fault: fault.name.lower())
async def test_what_the_server_did_not_take_is_sent_again(house: House, server: Open311Server, fault: Fault) -> None:
    await file_report(house.store)
    server.faults.extend([fault] * 3)

    await house.forward_for_an_hour()

    assert len(server.kept) == 1


async def test_a_server_that_goes_on_after_we_gave_up_has_time_to_finish(house: House, server: Open311Server) -> None:
    await file_report(house.store)
    server.faults.append(Fault.TAKEN_LATE)
    await house.forward()
    house.clock.move(seconds=29)
    await house.forward()
    server.finish_late()

    await house.forward_for_an_hour()

    assert len(server.kept) == 1


async def test_a_server_that_is_away_is_waited_for_and_its_complainant_is_told_so_once(
    house: House, server: Open311Server
) -> None:
    filed = await file_report(house.store)
    server.is_down = True
    await house.forward_for_an_hour()
    assert (await house.known(filed)).status is Status.RECEIVED
    assert ["belum sampai" in text for text in await house.told()] == [True]

    server.is_down = False
    await house.forward_for_an_hour()

    assert len(server.kept) == 1
    assert ["belum sampai" in text for text in await house.told()] == [True, False]


async def test_a_token_is_asked_until_there_is_an_id(house: House, server: Open311Server) -> None:
    await file_report(house.store)
    server.gives_tokens_for = 3

    await house.forward()

    assert house.pauses == [2.0, 2.0, 2.0]
    assert (await house.placement()).external_id == str(server.kept[0].number)


async def test_a_token_outlives_a_try(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    server.gives_tokens_for = 7
    await house.forward()
    assert house.pauses == [2.0] * 4
    assert not (await house.known(filed)).is_handed_over

    server.kept[0].fields["description"] = "(hidden)"
    await house.forward_for_an_hour()

    assert len(server.kept) == 1
    assert (await house.placement()).external_id == str(server.kept[0].number)


async def test_a_repeat_that_the_server_calls_a_duplicate_is_there(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    server.refuses_repeats = server.hides = True
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await house.forward_for_an_hour()
    assert not (await house.known(filed)).is_handed_over

    server.hides = False
    await house.forward_for_an_hour()

    [kept] = server.kept
    assert (await house.placement()).external_id == str(kept.number)


async def test_what_is_like_somebody_elses_report_is_set_aside(house: House, server: Open311Server) -> None:
    await file_report(house.store)
    await house.forward()
    server.refuses_repeats = True
    other = await file_report(house.store, "KTM-0000-0000")

    await house.forward_for_an_hour()

    assert len(server.kept) == 1
    assert not (await house.known(other)).is_handed_over


@with_updates
async def test_what_the_complainant_says_follows_as_updates(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    await respond(house.store, filed, response())
    await respond(house.store, filed, response(kind=ResponseKind.SATISFIED, text=""))
    await house.forward()

    told = [each.fields for each in server.posted_updates]
    assert [(each["status"], each["description"]) for each in told] == [
        ("OPEN", "Jawaban pelapor:\n3 tiang"),
        ("CLOSED", "Pelapor menyatakan masalahnya sudah beres."),
    ]
    assert {each["service_request_id"] for each in told} == {str(server.kept[0].number)}
    assert told[0]["updated_datetime"] == "2026-11-20T01:00:00+00:00"


@with_updates
async def test_an_update_that_exists_already_has_arrived(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    await house.forward()
    await respond(house.store, filed, response())
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await respond(house.store, filed, response(key="next", text="Terima kasih"))

    await house.forward_for_an_hour()

    assert [each.fields["description"].split("\n")[1] for each in server.posted_updates] == ["3 tiang", "Terima kasih"]


@without_updates
async def test_a_server_without_updates_holds_nothing_up(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    await respond(house.store, filed, response())
    await file_report(house.store, "KTM-0000-0000")

    await house.forward_for_an_hour()

    assert len(server.kept) == 2


async def test_a_wrong_key_is_said_and_what_waited_goes_out_once_it_is_mended(
    house: House, server: Open311Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await file_report(house.store)
    access = house.georeport._access
    monkeypatch.setattr(house.georeport, "_access", replace(access, key="wrong"))
    await house.forward_for_an_hour()
    assert server.kept == []
    [outstanding] = await Backlog(house.store, house.catalogue.profile, house.clock).listed()
    assert (outstanding.is_set_aside, outstanding.failed.error) == (False, "Misconfigured")

    monkeypatch.setattr(house.georeport, "_access", access)
    await house.forward_for_an_hour()

    assert len(server.kept) == 1
