"""One report as its page shows it, and the steps that are taken there."""

import re
from pathlib import Path

import pytest

from conversations.messages import MediaKind
from conversations.report import Attachment, EventDate, Place, Visibility
from conversations.status import ResponseKind
from tests.bot.desk_office import Office, Officer, officer, opened

MARKUP = "<script>alert(1)</script><b onclick='x'>&amp;\"'"


async def test_a_report_is_shown_with_everything(office: Office, rina: Officer) -> None:
    filed = await office.receive()
    page = await rina.open()
    for said in (
        filed.report.title,
        filed.report.description,
        "Senin, 16 November 2026",
        "seberang gerbang sekolah",
        "Sangatta Utara",
        "Siti Aminah",
        "081234567890",
        "Masuk ke meja petugas",
    ):
        assert said in page.words, said
    assert 'href="geo:0.503412,117.557731"' in page.text
    assert re.search(r'href="https://www.openstreetmap.org/[^"]*" target="_blank" rel="noreferrer noopener"', page.text)


async def test_who_asked_to_be_anonymous_has_no_name_at_the_desk(office: Office, rina: Officer) -> None:
    await office.receive(visibility=Visibility.ANONYMOUS)
    page = await rina.open()
    assert "Identitas disembunyikan atas permintaan pelapor." in page.words
    assert "Siti" not in page.text


async def test_markup_in_any_field_is_text(office: Office, rina: Officer) -> None:
    await office.receive(
        title=MARKUP,
        description=MARKUP,
        category=MARKUP,
        event_date=EventDate(as_said=MARKUP),
        place=Place(landmark=MARKUP, outside=MARKUP),
        attachments=(Attachment(MARKUP, MediaKind.DOCUMENT, MARKUP, MARKUP), Attachment("p", MediaKind.PHOTO, MARKUP)),
        reporter_name=MARKUP,
        reporter_contact=MARKUP,
    )
    await office.hear(ResponseKind.ADDENDUM, text=MARKUP)
    asked = await rina.take(await rina.open(), "ask", text=MARKUP)
    found = await rina.get("/desk")
    for page in (asked, found, await rina.get(f"/desk?q={MARKUP[:20]}")):
        assert "<script>alert" not in page.text
        assert "<b onclick" not in page.text
        assert MARKUP in page.words or MARKUP[:20] in page.words


async def test_a_report_that_is_not_here_is_said_to_be_not_here(office: Office, rina: Officer) -> None:
    assert (await rina.open("KTM-0000-0000")).status == 404
    assert (await rina.post("/desk/reports/KTM-0000-0000", {})).status in (403, 404)


async def test_after_a_step_the_officer_reads_once_what_the_complainant_is_told(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.take(await rina.open(), "ask", text="Berapa tiang yang mati?")
    assert page.status == 200
    assert "Pertanyaan dikirim. Pelapor sekarang membaca:" in page.words
    assert page.words.count("Berapa tiang yang mati?") == 2
    assert "Pelapor sekarang membaca" not in (await rina.open()).words


async def test_at_night_the_officer_reads_that_the_complainant_is_told_later(office: Office, rina: Officer) -> None:
    office.clock.move(hours=-4)  # five in the morning
    await office.receive()
    page = await rina.take(await rina.open(), "verify")
    assert "Pelapor membacanya nanti" in page.words
    assert "Pelapor sekarang membaca" not in page.words


async def test_the_whole_way_of_a_case_can_be_gone(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    for kind, fields, says in (
        ("verify", {}, "Terverifikasi"),
        ("tracking_id", {"tracking_id": "1916449"}, "LAPOR! #1916449"),
        ("forward", {"agency": "dishub", "text": "Mohon dicek."}, "Dinas Perhubungan"),
        ("follow_up", {"text": "Tim sudah meninjau."}, "Ditindaklanjuti"),
        ("close", {"text": "Sudah menyala."}, "Selesai"),
    ):
        page = await rina.take(page, kind, **fields)
        assert says in page.words
    assert "data-step=" not in page.text


async def test_a_step_of_a_page_that_is_out_of_date_is_refused_and_keeps_what_was_typed(
    office: Office, rina: Officer
) -> None:
    await office.receive()
    page = await rina.open()
    await office.hear(ResponseKind.ADDENDUM, text="Sekarang lima tiang.")

    refused = await rina.take(page, "ask", text="Berapa tiang?\r\nDi mana?")

    assert refused.status == 409
    assert "Ada yang baru pada laporan ini" in refused.words
    assert "Sekarang lima tiang." in refused.words
    assert ">Berapa tiang?\nDi mana?</textarea>" in refused.text
    assert "Pertanyaan dikirim" in (await rina.take(refused, "ask", text="Berapa tiang?")).words


async def test_words_for_a_step_that_is_gone_are_shown_to_be_kept(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    await rina.take(page, "archive", text="Laporan ganda.")

    refused = await rina.take(page, "ask", text="Berapa tiang?")

    assert refused.status == 409
    assert "Tulisan Anda: Berapa tiang?" in refused.words


async def test_a_button_pressed_twice_is_one_step(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    pages = [await rina.take(page, "ask", text="Berapa tiang?") for _ in range(2)]
    assert [p.status for p in pages] == [200, 200]
    assert (await rina.open()).words.count("Pelapor ditanya") == 1


async def test_a_wrong_tracking_id_is_explained_beside_it_and_kept(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.take(await rina.open(), "tracking_id", tracking_id="nomor 5")
    assert page.status == 409
    assert page.words.count("Tracking ID berupa angka") == 2
    assert 'value="nomor 5"' in page.text


@pytest.mark.parametrize(
    "broken", [{"kind": "delete"}, {"seen": ""}, {"seen": "²"}, {"seen": "9" * 5000}, {"key": "r1"}, {"key": ""}]
)
async def test_a_form_that_is_not_ours_changes_nothing(office: Office, rina: Officer, broken: dict[str, str]) -> None:
    await office.receive()
    assert (await rina.take(await rina.open(), "verify", **broken)).status == 400
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_when_the_database_is_away_the_officer_is_told_that_nothing_was_recorded(tmp_path: Path) -> None:
    async with opened("postgresql+asyncpg://nobody@127.0.0.1:1/none", tmp_path) as office, officer(office) as rina:
        page = await rina.sign_in()
        assert page.status == 503
        assert "Langkah Anda belum tercatat." in page.words
