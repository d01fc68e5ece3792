"""What a report says on an Open311 server, and what is kept back: as the complainant and the profile have it."""

from collections.abc import Callable

import pytest

from conversations.profile import Open311, Open311Attribute, Open311Service, Told
from conversations.report import Place, Visibility
from conversations.status import Status
from tests.bot.open311.house import House, file_report
from tests.filed import FILED_BY, RECEIPT
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


async def test_a_report_comes_without_the_identity_that_was_to_be_hidden(house: House, server: Open311Server) -> None:
    await file_report(
        house.store, visibility=Visibility.ANONYMOUS, reporter_name="", reporter_contact="", place=Place("pasar")
    )

    await house.forward()

    [kept] = server.kept
    assert set(kept.fields) == {"api_key", "service_code", "address_string", "description"}
    assert kept.fields["address_string"] == "pasar, Kabupaten Kutai Timur"


async def test_a_report_that_a_volunteer_filed_says_for_whom(house: House, server: Open311Server) -> None:
    await file_report(house.store, filed_by=FILED_BY)
    await house.forward()
    [kept] = server.kept
    assert (kept.fields["first_name"], kept.fields["last_name"]) == ("Siti", "Aminah")
    said = "Disampaikan relawan Rahmawati (KIM Sangatta Utara) mewakili Siti Aminah."
    assert said in kept.fields["description"].split("\n")


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
