"""An office's profile is read, and whatever is wrong with it is said in one line."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.profile import BUNDLED, ProfileError, bundled_profiles, load_profile
from conversations.profile import Level, Need, Stage
from conversations.report import ReportClass

TOP_CATEGORIES = {
    "Agama",
    "Ekonomi dan Keuangan",
    "Kesehatan",
    "Kesetaraan Gender dan Sosial Inklusif",
    "Ketenteraman, Ketertiban Umum, dan Pelindungan Masyarakat",
    "Lingkungan Hidup dan Kehutanan",
    "Pekerjaan Umum dan Penataan Ruang",
    "Pembangunan Desa, Daerah Tertinggal, dan Transmigrasi",
    "Pendidikan dan Kebudayaan",
    "Pertanian dan Peternakan",
    "Politik dan Hukum",
    "Sosial dan Kesejahteraan",
    "Energi dan Sumber Daya Alam",
    "Kependudukan",
    "Ketenagakerjaan",
    "Netralitas ASN",
    "Perhubungan",
    "Perlindungan Konsumen",
    "Teknologi Informasi dan Komunikasi",
    "Program Makan Bergizi Gratis",
    "Kekerasan di Satuan Pendidikan",
    "SP4N-LAPOR!",
    "Topik Lainnya",
}
LONGEST_OPTION = 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BUNDLED / "kutai-timur", tmp_path / "office"))


Edit = Callable[[str, str], str]


@pytest.fixture
def refusal(folder: Path) -> Edit:
    """What is said when, in a file of the profile, the first `old` is changed to `new` ("file: old", new)."""

    def edit_and_load(where: str, new: str) -> str:
        name, old = where.split(": ", 1)
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ProfileError) as refused:
            load_profile(str(folder))
        return str(refused.value)

    return edit_and_load


def test_kutai_timur_ships_with_the_product() -> None:
    assert bundled_profiles() == ("kutai-timur",)
    profile = load_profile("kutai-timur")
    assert (profile.office.prefix, profile.office.timezone) == ("KTM", "Asia/Makassar")
    assert sum(area.is_district for area in profile.areas) == 18
    assert sum(not area.is_district for area in profile.areas) == 141
    assert date(2026, 12, 24) in profile.days_off
    assert {agency.level for agency in profile.agencies} == set(Level)
    assert sum(agency.id.startswith("kec-") for agency in profile.agencies) == 18


def test_a_folder_and_a_toml_file_are_read_as_well_as_a_name(folder: Path) -> None:
    by_name = load_profile("kutai-timur")
    assert load_profile(str(folder)).office == by_name.office
    assert load_profile(str(folder / "profile.toml")).areas == by_name.areas


def test_every_class_and_stage_has_a_limit_with_its_source() -> None:
    limits = {(limit.report_class, limit.stage): limit for limit in load_profile("kutai-timur").limits}
    assert set(limits) == {(report_class, stage) for report_class in ReportClass for stage in Stage}
    assert all(limit.source for limit in limits.values())
    handling = limits[ReportClass.COMPLAINT, Stage.HANDLING]
    assert (handling.days, handling.working_days) == (30, False)


def test_what_is_asked_about_the_reporter_follows_the_class() -> None:
    asked = {asked.report_class: (asked.name, asked.contact) for asked in load_profile("kutai-timur").asked}
    assert asked == {
        ReportClass.COMPLAINT: (Need.UNLESS_ANONYMOUS, Need.NEVER),
        ReportClass.ASPIRATION: (Need.NEVER, Need.NEVER),
        ReportClass.INFORMATION_REQUEST: (Need.ALWAYS, Need.ALWAYS),
    }


def test_categories_stand_under_lapors_own_top_categories_and_fit_on_a_button() -> None:
    for category in load_profile("kutai-timur").categories:
        assert category.top in TOP_CATEGORIES
        assert len(category.name.id) <= LONGEST_OPTION


def test_whatever_a_screen_shows_has_an_english_name_too() -> None:
    profile = load_profile("kutai-timur")
    assert profile.office.name.en
    assert all(category.name.en for category in profile.categories)
    assert all(agency.name.en for agency in profile.agencies)
    assert all(hotline.name.en for hotline in profile.hotlines)


def test_a_profile_without_neighbours_is_fine(folder: Path) -> None:
    (folder / "neighbours.csv").unlink()
    assert load_profile(str(folder)).neighbours == ()


def test_an_unknown_name_lists_what_there_is() -> None:
    with pytest.raises(ProfileError, match=r"^atlantis: no such profile; give kutai-timur, a folder"):
        load_profile("atlantis")


@pytest.mark.parametrize(
    ("where", "new", "said"),
    [
        ("profile.toml: days = 30", 'days = "30"', "profile.toml: limits[2].days must be a whole number"),
        ("profile.toml: days = 30", "days = 0", "profile.toml: limits[2].days must be at least 1"),
        (
            'profile.toml: stage = "handling"',
            'stage = "handlng"',
            "profile.toml: limits[2].stage must be one of verification, first_follow_up, handling, answer",
        ),
        (
            'profile.toml: stage = "answer"',
            'stage = "handling"',
            'profile.toml: limits: report_class and stage "complaint handling" stands there twice',
        ),
        ('profile.toml: source = "LAPOR!"\n', "", "profile.toml: limits[0].source is missing"),
        (
            'profile.toml: source = "LAPOR!"',
            'source = " "',
            "profile.toml: limits[0].source must say who names this limit",
        ),
        ('profile.toml: prefix = "KTM"', 'prefix = "ktm"', "profile.toml: office.prefix must be 2 to 4 letters A-Z"),
        ('profile.toml: prefix = "KTM"', 'prefix = "KUTIM"', "profile.toml: office.prefix must be 2 to 4 letters A-Z"),
        ('profile.toml: prefix = "KTM"', "", "profile.toml: office.prefix is missing"),
        (
            "profile.toml: Asia/Makassar",
            "Asia/Sangatta",
            'profile.toml: office.timezone: "Asia/Sangatta" is not a known time zone (like Asia/Makassar)',
        ),
        (
            "profile.toml: retention_months = 24",
            "retention_months = 0",
            "profile.toml: office.retention_months must be at least 1",
        ),
        (
            "profile.toml: retention_months = 24",
            "retention_months = 24\nretention_month = 24",
            "profile.toml: office.retention_month is not known here; office has name, regency, regency_code, prefix,"
            " timezone, contact, retention_months",
        ),
        ('profile.toml: id = "drainase"', 'id = "jalan"', 'profile.toml: categories: id "jalan" stands there twice'),
        ('profile.toml: id = "dishub"', 'id = "dpupr"', 'profile.toml: agencies: id "dpupr" stands there twice'),
        ('profile.toml: id = "kpk"', 'id = "polisi"', 'profile.toml: hotlines: id "polisi" stands there twice'),
        ('profile.toml: id = "Drainase"', 'id = ""', "profile.toml: categories[2].name.id must not be empty"),
        (
            'profile.toml: report_class = "aspiration"',
            'report_class = "complaint"',
            'profile.toml: asked must have an entry with report_class = "aspiration"',
        ),
        ("profile.toml: 2026-12-24", '"tomorrow"', "profile.toml: days_off[7] must be a date like 2026-12-24"),
        ("profile.toml: 2026-12-24", "24", "profile.toml: days_off[7] must be a date like 2026-12-24"),
        (
            "profile.toml: day_ends_hour = 18",
            "day_ends_hour = 8",
            "profile.toml: patience.day_begins_hour must be earlier than day_ends_hour, both between 0 and 24",
        ),
        (
            "profile.toml: quiet_until = 6",
            "quiet_until = 24",
            "profile.toml: notice_hours.quiet_until must be an hour between 0 and 23",
        ),
        (
            "profile.toml: delete_after_days = 90",
            "delete_after_days = 7",
            "profile.toml: patience.delete_after_days must be later than put_away_after_days",
        ),
        ("profile.toml: days = 30", "days = 3651", "profile.toml: limits[2].days must be at most 3650"),
        (
            "profile.toml: retention_months = 24",
            "retention_months = 601",
            "profile.toml: office.retention_months must be at most 600",
        ),
        (
            "profile.toml: delete_after_days = 90",
            "delete_after_days = 3651",
            "profile.toml: patience.delete_after_days must be at most 3650",
        ),
        ("profile.toml: max_files = 10", "max_files = 101", "profile.toml: files.max_files must be at most 100"),
        (
            'profile.toml: id = "drainase"',
            'id = "air_kotor"',
            "profile.toml: categories[2].id must be 1 to 30 of a-z, 0-9 and -",
        ),
        (
            'profile.toml: id = "dishub"',
            f'id = "{"x" * 31}"',
            "profile.toml: agencies[",
        ),
        ("profile.toml: max_files = 10", "max_files = 0", "profile.toml: files.max_files must be at least 1"),
        ("profile.toml: [office]", "[office", "profile.toml: cannot be read: "),
        ("profile.toml: [office]", "[[areas]]\n[office]", "profile.toml: areas must stand in areas.csv"),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "webhook"\n[office]',
            "profile.toml: routing[0] must name report_classes, categories, areas or levels",
        ),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "Open 311"\ncategories = ["jalan"]\n[office]',
            "profile.toml: routing[0].backend must be the name of a backend, like desk",
        ),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "desk"\ncategories = ["jalanan"]\n[office]',
            'profile.toml: routing[0].categories: there is no category "jalanan"',
        ),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "desk"\nareas = ["64.09.01"]\n[office]',
            'profile.toml: routing[0].areas: "64.09.01" is not in areas.csv',
        ),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "desk"\nlevels = ["pusat"]\n[office]',
            "profile.toml: routing[0].levels: no category has that level",
        ),
        (
            "profile.toml: [office]",
            '[[routing]]\nbackend = "desk"\nreport_classes = ["complain"]\n[office]',
            "profile.toml: routing[0].report_classes[",
        ),
        ("areas.csv: 0.5483", "north", "areas.csv: line 2: latitude must be a number between -90 and 90"),
        ("areas.csv: 116.5560", "216.5560", "areas.csv: line 2: longitude must be a number between -180 and 180"),
        ("areas.csv: 64.08.01.2001", "64.08.99.2001", "areas.csv: 64.08.99.2001: its kecamatan 64.08.99 is missing"),
        (
            "areas.csv: 64.08.01.2001",
            "64.09.01.2001",
            "areas.csv: 64.09.01.2001 does not lie in office.regency_code 64.08",
        ),
        ("areas.csv: 64.08.01.2002", "64.08.01.2001", 'areas.csv: code "64.08.01.2001" stands there twice'),
        ("areas.csv: ,Senyiur,", ",", "areas.csv: line 3 must have 6 columns"),
        ("areas.csv: latitude", "lat", "areas.csv: line 1: the column latitude is missing"),
        ("neighbours.csv: -0", "x", "neighbours.csv: line "),
        (
            "profile.toml: [office]",
            '[[open311.services]]\ncode = "PJU"\ncategories = ["lampu"]\n[office]',
            'profile.toml: open311.services[0].categories: "lampu" is not the id of a category',
        ),
        (
            "profile.toml: [office]",
            '[[open311.services]]\ncode = " "\n[office]',
            "profile.toml: open311.services[0].code must not be empty",
        ),
        (
            "profile.toml: [office]",
            '[[open311.services]]\ncode = "A"\ncategories = ["jalan"]\n'
            '[[open311.services]]\ncode = "B"\ncategories = ["jalan"]\n[office]',
            'profile.toml: open311.services: category "jalan" stands there twice',
        ),
        (
            "profile.toml: [office]",
            '[[open311.attributes]]\ncode = "judul"\n[office]',
            "profile.toml: open311.attributes[0] must have a code, and filled_with or value",
        ),
        (
            "profile.toml: [office]",
            '[[open311.attributes]]\ncode = "judul"\nfilled_with = "name"\n[office]',
            "profile.toml: open311.attributes[0].filled_with must be one of value, title,",
        ),
    ],
)
def test_a_wrong_profile_is_refused_with_one_line_that_names_the_place(
    refusal: Edit, where: str, new: str, said: str
) -> None:
    line = refusal(where, new)
    assert line.startswith(said)
    assert "\n" not in line


def test_a_profile_needs_a_category(folder: Path) -> None:
    toml = folder / "profile.toml"
    text = toml.read_text(encoding="utf-8")
    begin, end = text.index("[[categories]]"), text.index("[[agencies]]")
    toml.write_text("categories = []\n" + text[:begin] + text[end:], encoding="utf-8")
    with pytest.raises(ProfileError, match=r"^profile\.toml: categories must have at least one$"):
        load_profile(str(folder))


def test_a_profile_needs_its_areas(folder: Path) -> None:
    (folder / "areas.csv").unlink()
    with pytest.raises(ProfileError, match=r"^areas\.csv: cannot be read: "):
        load_profile(str(folder))
