"""A report reaches an Open311 server once, whatever the server does; and what its complainant says follows it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from conversations.profile import Open311, Open311Attribute, Open311Service, Told
from conversations.report import Place, Visibility
from conversations.status import ResponseKind, Status
from handlers.backlog import Backlog
from tests.bot.open311.house import House, file_report
from tests.filed import RECEIPT, respond, response
from tests.open311.kept import Fault, Manner
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


async def test_a_report_comes_without_the_identity_that_was_to_be_hidden(house: House, server: Open311Server) -> None:
    await file_report(
        house.store, visibility=Visibility.ANONYMOUS, reporter_name="", reporter_contact="", place=Place("pasar")
    )

    await house.forward()

    [kept] = server.kept
    assert set(kept.fields) == {"api_key", "service_code", "address_string", "description"}
    assert kept.fields["address_string"] == "pasar, Kabupaten Kutai Timur"


async def test_what_the_public_may_not_see_goes_only_where_it_can_be_kept(
    house: House, server: Open311Server, rebuilt: Callable[[Open311], House]
) -> None:
    filed = await file_report(house.store, visibility=Visibility.SECRET)
    await house.forward_for_an_hour()
    assert server.kept == []
    assert not (await house.known(filed)).is_handed_over

    discreet = rebuilt(Open311(secret_attribute="private"))
    await file_report(house.store, "KTM-0000-0000", visibility=Visibility.SECRET)
    await discreet.forward()

    assert server.kept[0].attributes == {"receipt_number": ["KTM-0000-0000"], "private": ["true"]}
    await discreet.georeport.close()


async def test_the_profile_names_services_and_fills_attributes(
    server: Open311Server, rebuilt: Callable[[Open311], House]
) -> None:
    server.services[0]["metadata"] = server.services[1]["metadata"] = True
    wanted = {"variable": "true", "datatype": "string", "required": "true"}
    server.definitions = {
        "lain": [{"code": "judul", **wanted}, {"code": "kanal", **wanted, "datatype": "multivaluelist"}]
    }
    house = rebuilt(
        Open311(
            services=(Open311Service("lain", ("lampu-jalan",)),),
            attributes=(
                Open311Attribute("judul", Told.TITLE),
                Open311Attribute("kanal", value="chat"),
                Open311Attribute("other", value="x", services=("lampu-jalan",)),
            ),
            receipt_attribute="tiket",
        )
    )
    await file_report(house.store)

    await house.forward()

    [kept] = server.kept
    assert kept.service_code == "lain"
    assert kept.attributes == {"tiket": [RECEIPT], "judul": ["Lampu jalan depan SMPN 1 mati"], "kanal": ["chat"]}
    await house.georeport.close()


async def test_a_category_without_a_service_waits_for_the_profile_to_be_mended(
    house: House, server: Open311Server, rebuilt: Callable[[Open311], House]
) -> None:
    await file_report(house.store, category="sampah")
    await house.forward_for_an_hour()
    assert server.kept == []

    mended = rebuilt(Open311(services=(Open311Service("lain"),)))
    await mended.forwarder._begin_anew()
    await mended.forward()

    assert [kept.service_code for kept in server.kept] == ["lain"]
    await mended.georeport.close()


async def test_a_long_story_is_cut_and_goes_along_whole(house: House, server: Open311Server) -> None:
    story = "Sudah <b>lama</b> gelap sekali. " * 150
    await file_report(house.store, description=story)

    await house.forward()

    [kept] = server.kept
    description = kept.fields["description"]
    assert len(description) <= 4000
    assert description.endswith(f"Nomor tiket PintuLapor: {RECEIPT}")
    [(name, kind, content)] = kept.media
    assert (name, kind) == (f"{RECEIPT}.txt", "text/plain; charset=utf-8")
    assert content.decode().count("Sudah ‹b›lama‹/b› gelap sekali.") == 150


async def test_the_servers_id_is_told_as_tracking_id_only_where_it_is_one(
    house: House, server: Open311Server, rebuilt: Callable[[Open311], House]
) -> None:
    filed = await file_report(house.store)
    await house.forward()
    assert await house.told() == []

    lapor = rebuilt(Open311(ids_are_tracking_ids=True))
    second = await file_report(house.store, "KTM-0000-0000")
    await lapor.forward()

    number = server.kept[1].number
    [told] = await house.told()
    assert f"KTM-0000-0000 sudah terdaftar di SP4N-LAPOR! dengan Tracking ID {number}." in told
    report = await house.known(second)
    assert (report.status, report.tracking_id) == (Status.REGISTERED, str(number))
    assert (await house.known(filed)).tracking_id == ""
    await lapor.georeport.close()


@pytest.mark.parametrize("manner", [Manner.FIXMYSTREET], indirect=True, ids=["fixmystreet"])
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


@pytest.mark.parametrize("manner", [Manner.FIXMYSTREET], indirect=True, ids=["fixmystreet"])
async def test_an_update_that_exists_already_has_arrived(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store)
    await house.forward()
    await respond(house.store, filed, response())
    server.faults.append(Fault.TAKEN_UNANSWERED)
    await respond(house.store, filed, response(key="next", text="Terima kasih"))

    await house.forward_for_an_hour()

    assert [each.fields["description"].split("\n")[1] for each in server.posted_updates] == ["3 tiang", "Terima kasih"]


@pytest.mark.parametrize("manner", [Manner.SPECIFICATION], indirect=True, ids=["specification"])
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
