"""Which desa or kecamatan people mean when they write as they chat."""

import dataclasses

import pytest

from bot.profile import load_profile
from conversations.places import areas_like, find_area, match_district
from conversations.profile import Area, Profile

KUTIM = load_profile("kutai-timur")

NAMED = [
    ("Teluk Lingga, seberang gerbang sekolah", "Teluk Lingga"),
    ("lampu jalan depan kantor desa swarga bara mati", "Swarga Bara"),
    ("di SWARGABARA dekat town hall", "Swarga Bara"),
    ("jln di desa sepaso timur hancur, kec. bengalon", "Sepaso Timur"),
    ("ds. Sepaso kec Bengalon", "Sepaso"),
    ("jalan poros bengalon km 12 berlubang", "Bengalon"),
    ("air mati di kecamatan kaliorang", "Kaliorang"),
    ("air mati di desa kaliorang", "Kaliorang"),
    ("kel. singa geweh rt 5", "Singa Geweh"),
    ("rumah saya di singa gembara gang mawar", "Singa Gembara"),
    ("Benua Baru Ilir, Sangkulirang", "Benua Baru Ilir"),
    ("desa benua baru hulu", "Benua Baru Ulu"),
    ("kampung Nehes Liah Bing, Muara Wahau", "Nehes Liah Bing"),
    ("jembatan di wahau rusak", "Muara Wahau"),
    ("miau baru kongbeng", "Miau Baru"),
    ("kecamatan kongbeng", "Kombeng"),
    ("sangatta utara, jl yos sudarso 3", "Sangatta Utara"),
    ("Sangata Selatan dekat jembatan pinang", "Sangatta Selatan"),
    ("desa mata air kec kaubun air bersih tidak jalan", "Mata Air"),
    ("kec. telen jembatan putus", "Telen"),
    ("Desa Karya Bakti butuh sumur bor", "Karya Bhakti"),
    ("desa suka maju belum ada listrik", "Sukamaju"),
    ("Long Mesangat — desa Sika Makmur", "Sika Makmur"),
    ("pulau miang susah sinyal", "Pulau Miang"),
    ("street lights are off in Teluk Pandan", "Teluk Pandan"),
    ("rantau pulung, tepian makmur rt 3", "Tepian Makmur"),
    ("dari teluk lingga sampai swarga bara lampu mati semua", "Sangatta Utara"),
]

NOT_NAMED = [
    "mata air di belakang rumah kering sejak kemarau",
    "papan karangan bunga menutup trotoar",
    "sandaran kursi di halte patah",
    "obatnya susah ditelen anak saya",
    "bumi kita makin panas, tolong tanam pohon",
    "tepian sungai longsor",
    "hewan singa di kebun binatang kurus",
    "jalan RE Martadinata gelap gulita",
    "telaga di taman kota kotor",
    "toko makmur jaya menjual barang kedaluwarsa",
    "limbah PT Manunggal Jaya masuk sungai",
    "jalan rusak parah tolong diperbaiki",
    "lampu mati di sangatta",
    "",
]


def named(area: Area | None) -> str:
    return area.name if area else ""


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_named_area_is_found_in_free_text(text: str, name: str) -> None:
    assert named(find_area(text, KUTIM)) == name


@pytest.mark.parametrize("text", NOT_NAMED)
def test_ordinary_words_and_names_of_firms_are_no_areas(text: str) -> None:
    assert find_area(text, KUTIM) is None


def test_desa_before_a_shared_name_means_the_desa() -> None:
    village = find_area("desa Sangatta Utara", KUTIM)
    district = find_area("di Sangatta Utara", KUTIM)
    assert village is not None
    assert not village.is_district
    assert district is not None
    assert district.is_district


def test_two_places_in_different_kecamatan_leave_it_open() -> None:
    assert find_area("jalan dari Teluk Lingga ke Bengalon rusak", KUTIM) is None
    assert find_area("antara Sepaso dan Teluk Lingga", KUTIM) is None


def test_a_marked_desa_wins_over_other_places_in_the_text() -> None:
    area = find_area("saya tinggal di Sangatta Utara, kejadiannya di desa Sepaso", KUTIM)
    assert named(area) == "Sepaso"


def test_a_name_that_several_kecamatan_share_counts_only_with_its_kecamatan() -> None:
    profile = with_areas(Area("64.08.01.2099", "Sumber Makmur", 0, 0), Area("64.08.09.2099", "Sumber Makmur", 0, 0))
    assert find_area("jembatan di Sumber Makmur putus", profile) is None
    found = find_area("jembatan di Sumber Makmur, Bengalon putus", profile)
    assert found is not None
    assert found.code == "64.08.09.2099"


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ("sangata utara", "Sangatta Utara"),
        ("Sangatta Utra", "Sangatta Utara"),
        ("teluk linga", "Teluk Lingga"),
        ("Kec. Bengaln", "Bengalon"),
        ("sangkulirng", "Sangkulirang"),
        ("rantau pulong", "Rantau Pulung"),
        ("muara ancalng", "Muara Ancalong"),
        ("kongbeng", "Kombeng"),
        ("telen", "Telen"),
        ("di karangan", "Karangan"),
        ("Desa Swarga Barra", "Swarga Bara"),
        ("batu ampar", "Batu Ampar"),
        ("long mesengat", "Long Mesangat"),
    ],
)
def test_a_direct_answer_may_be_misspelt_or_an_ordinary_word(answer: str, name: str) -> None:
    assert named(match_district(answer, KUTIM)) == name


@pytest.mark.parametrize("answer", ["sangatta", "tidak tahu", "desa saya", "xyz", "🙏", "", "jalan rusak", "di rumah"])
def test_an_unclear_answer_names_no_area(answer: str) -> None:
    assert match_district(answer, KUTIM) is None


def test_half_a_name_offers_the_areas_that_bear_it() -> None:
    assert [area.name for area in areas_like("di sangatta", KUTIM)] == ["Sangatta Utara", "Sangatta Selatan"]
    assert all(area.is_district for area in areas_like("sangatta", KUTIM))
    assert areas_like("tidak tahu", KUTIM) == ()


def test_every_area_is_found_by_its_own_full_name() -> None:
    for area in KUTIM.areas:
        mark = "kecamatan" if area.is_district else "desa"
        assert find_area(f"kejadian di {mark} {area.name}", KUTIM) == area


def with_areas(*more: Area) -> Profile:
    return dataclasses.replace(KUTIM, areas=(*KUTIM.areas, *more))
