"""Rows of a village list: what is wrong with them, how it is mended, and what report they become."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from conversations.catalogue import LANGUAGES, Catalogue
from conversations.effects import KeepRow, SendResponse
from conversations.known import Known
from conversations.messages import Chat, Received, Text
from conversations.profile import Profile
from conversations.prompts import prompt_for
from conversations.report import ConsentKind, EventDate, ReportClass, Visibility, without_hidden_identity
from conversations.state import State
from conversations.turn import Given, take_turn
from conversations.village_list import telling
from conversations.village_list.at_hand import ListAtHand, ListState, VillageList
from conversations.village_list.cells import read_area
from conversations.village_list.checking import faults_of
from conversations.village_list.choices import suggestions
from conversations.village_list.doubles import OpenReport, fingerprint, with_doubles, without_receipts
from conversations.village_list.entry import report_of, represented
from conversations.village_list.headings import NEEDED, missing_columns, read_headings
from conversations.village_list.mending import accept, mend
from conversations.village_list.row import ACCEPTABLE, Cells, Column, Fault, FaultKind, ListRow
from conversations.village_list.template import template
from conversations.volunteering import Standing, Volunteering
from tests.conversations.standing import NOW, REPORT, ROW, standing_in
from tests.village_list import WRONG, good, wrong

TODAY = date(2026, 11, 21)
CAME = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
BUDI = Volunteering("Pak Budi", "KIM Sangatta Utara", "64.08.04", Standing.ACTIVE)
MENDED = {
    Column.NAME: "Siti Aminah",
    Column.PHONE: "0812 3456 7890",
    Column.REPORT_CLASS: "pengaduan",
    Column.TEXT: "Lampu jalan mati",
    Column.DATE: "kemarin",
    Column.VILLAGE: "Teluk Lingga",
    Column.CATEGORY: "Lampu Penerangan Jalan Umum",
    Column.VISIBILITY: "biasa",
    Column.CONSENT: "ya",
    Column.CONSENT_DATE: "20/11/2026",
}


def checked(cells: Cells, profile: Profile, **more: object) -> ListRow:
    row = ListRow(2, cells, **more)  # type: ignore[arg-type]
    return replace(row, faults=faults_of(row, TODAY, profile))


def kinds(row: ListRow) -> list[FaultKind]:
    return [fault.kind for fault in row.faults]


def test_a_row_as_the_template_wants_it_has_no_fault(profile: Profile) -> None:
    assert checked(good(1), profile).faults == ()


@pytest.mark.parametrize("kind", WRONG)
def test_each_fault_is_found_where_it_is(kind: FaultKind, profile: Profile) -> None:
    row = checked(wrong(1, kind), profile)
    assert kinds(row) == [kind]
    changed = {name for name in WRONG[kind] if good(1).at(Column(name)) != WRONG[kind][name]}
    assert row.faults[0].column in changed


@pytest.mark.parametrize("kind", WRONG)
def test_each_fault_is_mended_by_a_right_answer(kind: FaultKind, profile: Profile) -> None:
    row = checked(wrong(1, kind), profile)
    assert mend(row, MENDED[row.faults[0].column], TODAY, profile).faults == ()


@pytest.mark.parametrize("kind", WRONG)
def test_only_a_fault_that_loses_no_report_can_be_accepted(kind: FaultKind, profile: Profile) -> None:
    row = checked(wrong(1, kind), profile)
    assert accept(row, TODAY, profile).faults == () or kind not in ACCEPTABLE


def test_a_wrong_answer_leaves_the_fault(profile: Profile) -> None:
    row = checked(wrong(1, FaultKind.BAD_PHONE), profile)
    assert kinds(mend(row, "entah", TODAY, profile)) == [FaultKind.BAD_PHONE]


def test_the_faults_of_a_row_are_told_one_after_the_other(profile: Profile) -> None:
    row = checked(replace(good(1), name="", date="", consent=""), profile)
    assert kinds(row) == [FaultKind.MISSING_NAME, FaultKind.MISSING_DATE, FaultKind.NO_CONSENT]
    assert kinds(mend(row, "Siti Aminah", TODAY, profile)) == [FaultKind.MISSING_DATE, FaultKind.NO_CONSENT]


def test_a_cell_of_another_row_is_a_fault_until_it_is_written(profile: Profile) -> None:
    row = checked(replace(good(1), village=""), profile, merged=(Column.VILLAGE,))
    assert kinds(row) == [FaultKind.MERGED]
    assert mend(row, "Teluk Lingga", TODAY, profile).faults == ()


@pytest.mark.parametrize("kind", WRONG)
def test_what_may_be_chosen_mends_the_row(kind: FaultKind, profile: Profile) -> None:
    row = checked(wrong(1, kind), profile)
    for value, _ in suggestions(row, profile):
        assert kind not in kinds(mend(row, value, TODAY, profile))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("phone", "812 3456 7890"),
        ("phone", "tidak ada"),
        ("phone", "-"),
        ("date", "2026-11-16"),
        ("date", "46342"),
        ("date", "senin lalu"),
        ("date", "tidak tahu"),
        ("consent", "v"),
        ("consent", "Sudah, tanda tangan"),
        ("visibility", "RAHASIA dan anonim"),
        ("category", ""),
        ("category", "lampu-jalan"),
        ("village", "desa teluk lingga"),
        ("village", ""),
    ],
)
def test_cells_are_read_as_people_write_them(column: str, value: str, profile: Profile) -> None:
    cells = replace(good(1), place="dekat pasar Teluk Lingga", **{column: value})
    assert checked(cells, profile).faults == ()


@pytest.mark.parametrize("value", ["", "-", "tidak ada"])
def test_no_number_is_kept_where_none_was_written(value: str, profile: Profile) -> None:
    assert represented(ListRow(2, replace(good(1), phone=value)), CAME, profile).contact == ""


@pytest.mark.parametrize("value", ["", "tidak", "belum", "menyusul", "?", "belum tanda tangan", "tidak mau"])
def test_nothing_but_a_yes_is_a_consent(value: str, profile: Profile) -> None:
    assert FaultKind.NO_CONSENT in kinds(checked(replace(good(1), consent=value), profile))


def test_a_row_that_says_what_another_says_doubles_it(profile: Profile) -> None:
    rows = [ListRow(2, good(1)), ListRow(3, good(2)), ListRow(4, replace(good(1), name="WARGA  aab.", phone=""))]
    found = with_doubles(rows, (), profile)
    assert [kinds(row) for row in found] == [[], [], [FaultKind.DOUBLED_IN_LIST]]
    assert found[2].faults[0].of == "2"


@pytest.mark.parametrize("description", ["Lampu jalan di depan rumah nomor 1 mati sejak lama!", "Gelap sekali"])
def test_a_row_may_double_an_open_report_of_that_person(description: str, profile: Profile) -> None:
    opened = [OpenReport("KTM-1111-1111", "warga aab", description, "lampu-jalan", "64.08.04.1010")]
    mine, other = with_doubles([ListRow(2, good(1)), ListRow(3, good(2))], opened, profile)
    assert (kinds(mine), kinds(other)) == ([FaultKind.DOUBLED_OPEN], [])
    assert accept(mine, TODAY, profile).faults == ()
    assert without_receipts(mine, {"KTM-1111-1111"}).faults[0].of == ""


def test_the_number_and_the_consent_are_no_part_of_what_a_row_says() -> None:
    same = replace(good(1), number="9", consent_date="18/11/2025", phone="")
    assert fingerprint(same) == fingerprint(good(1)) != fingerprint(replace(good(1), date="15/11/2025"))


def test_a_row_becomes_the_report_of_the_person_and_names_who_filed_it(profile: Profile) -> None:
    report = report_of(ListRow(2, good(1)), "KTM-1111-1111", CAME, CAME, BUDI, profile)
    assert (report.reporter_name, report.reporter_contact) == ("Warga Aab", "+6281234500001")
    assert report.report_class is ReportClass.COMPLAINT
    assert report.event_date == EventDate(date(2025, 11, 16))
    assert (report.place.village, report.place.landmark) == ("64.08.04.1010", "depan rumah nomor 1")
    assert report.category == "lampu-jalan"
    assert report.filed_by is not None
    assert (report.filed_by.name, report.filed_by.consent) == ("Pak Budi", ConsentKind.SIGNED_SLIP)


def test_an_anonymous_row_names_nobody_outside(profile: Profile) -> None:
    report = without_hidden_identity(report_of(ListRow(2, good(3)), "KTM-1111-1111", CAME, CAME, BUDI, profile))
    assert report.visibility is Visibility.ANONYMOUS
    assert (report.reporter_name, report.reporter_contact, report.filed_by) == ("", "", None)


def test_the_consent_is_of_its_day_and_covers_what_the_row_says(profile: Profile) -> None:
    consent = represented(ListRow(2, good(3)), CAME, profile).consent
    assert consent is not None
    assert profile.local_date(consent.at) == date(2025, 11, 17)
    assert consent.covers is Visibility.ANONYMOUS


def test_a_consent_of_today_is_not_in_the_future(profile: Profile) -> None:
    consent = represented(ListRow(2, replace(good(1), consent_date="hari ini")), CAME, profile).consent
    assert consent is not None
    assert consent.at == CAME


def test_days_are_told_from_the_day_on_which_the_list_came(profile: Profile) -> None:
    row, later = ListRow(2, replace(good(1), date="kemarin")), datetime(2026, 11, 25, tzinfo=UTC)
    assert report_of(row, "KTM-1111-1111", CAME, later, BUDI, profile).event_date.day == date(2026, 11, 20)


def test_what_was_accepted_is_sent_as_it_was_written(profile: Profile) -> None:
    cells = replace(good(1), date="waktu itu malam", village="Entah Berantah")
    row = checked(cells, profile)
    while row.faults:
        row = accept(row, TODAY, profile)
    report = report_of(row, "KTM-1111-1111", CAME, CAME, BUDI, profile)
    assert report.event_date == EventDate(as_said="waktu itu malam")
    assert report.place.landmark == "depan rumah nomor 1, Entah Berantah"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_templates_own_headings_are_read_as_its_columns(language: str, catalogue: Catalogue) -> None:
    found = read_headings(template(catalogue, language, TODAY).headings)
    assert list(found.values()) == list(Column)


def test_headings_that_are_missing_are_named() -> None:
    found = read_headings(("Nama warga", "Tgl kejadian", "Tanggal Kejadian", "umur"))
    assert list(found.values()) == [Column.NAME, Column.DATE]
    assert set(missing_columns(found)) == set(NEEDED) - {Column.NAME, Column.DATE}


def test_every_village_that_the_template_offers_is_read_as_that_village(catalogue: Catalogue) -> None:
    profile = catalogue.profile
    offered = template(catalogue, "id", TODAY).choices[Column.VILLAGE]
    read = [read_area(Cells(village=each), profile) for each in offered]
    assert [each for each, area in zip(offered, read, strict=True) if area is None or area.is_district] == []
    assert len({area.code for area in read if area}) == len(offered)


def test_a_reply_to_the_question_about_a_doubled_row_mends_the_row_and_tells_the_other_report_nothing(
    catalogue: Catalogue,
) -> None:
    doubled = replace(ROW, faults=(Fault(FaultKind.DOUBLED_OPEN, Column.TEXT, "Lampu mati", REPORT.receipt),))
    mending = replace(standing_in(State.LIST_ROW), listed=ListAtHand(3, NOW, 1, doubled))
    told = "Lampu di jembatan kayu RT 4 mati semua"
    asked = f"Baris 7 sama dengan laporan {REPORT.receipt}"
    received = Received(Chat("test", "1"), "now", NOW, Text(told), about=asked)
    known = Known((REPORT,), village_list=VillageList(3, "daftar.xlsx", ListState.CHECKED, NOW, faulty=1))
    effects = take_turn(mending, received, Given(NOW, catalogue, "KTM-1", known)).effects
    assert [each.row.cells.text for each in effects if isinstance(each, KeepRow)] == [told]
    assert not [each for each in effects if isinstance(each, SendResponse)]


def test_of_a_doubled_row_it_is_said_with_which_and_what_to_do(catalogue: Catalogue) -> None:
    row = replace(ListRow(8, good(1)), faults=(Fault(FaultKind.DOUBLED_IN_LIST, Column.TEXT, of="2"),))
    standing = replace(standing_in(State.LIST_ROW), listed=ListAtHand(3, CAME, 1, row))
    said = catalogue.render(prompt_for(standing, catalogue.profile), "id").text
    assert "Baris 8: sama dengan baris 2\n" in said
    assert "Kalau sama, lewati baris ini." in said


def test_of_a_list_that_was_sent_before_it_is_said_that_there_is_nothing_to_send(catalogue: Catalogue) -> None:
    known = VillageList(3, "daftar.xlsx", ListState.CHECKED, NOW, known=5)
    said = catalogue.render(telling.checked(known, ()), "id")
    assert said.text.splitlines() == [
        "Daftar “daftar.xlsx”: tidak ada yang perlu dikirim.",
        "5 baris sudah pernah dikirim, jadi tidak dikirim lagi.",
    ]
    assert [option.data for option in said.options] == ["in_care", "list_drop:3"]
