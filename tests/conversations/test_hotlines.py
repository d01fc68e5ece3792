"""Numbers are offered in an emergency, and not for every mention of one."""

import pytest

from bot.profile import load_profile
from conversations.hotlines import which_apply

KUTIM = load_profile("kutai-timur")


def numbers(text: str) -> list[str]:
    return [hotline.number for hotline in which_apply(text, KUTIM)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("tolong rumah tetangga kebakaran di gang mawar!!", "112"),
        ("ada kebakaran di pasar induk, pemadam kebakaran belum datang", "112"),
        ("anak tenggelam di sungai sangatta cepat tolong", "112"),
        ("baru saja ada kecelakaan di km 3, ada korban luka parah", "112"),
        ("kami dirampok orang bawa parang", "112"),
        ("ada begal di jalan poros bengalon malam ini", "112"),
        ("ada orang pingsan di depan puskesmas, butuh ambulan", "119"),
        ("saya ingin mati saja, capek hidup begini", "119"),
        ("perahu terbalik di muara, 3 orang hanyut", "115"),
        ("motor saya dicuri di parkiran masjid", "110"),
        ("ada bandar narkoba di kampung kami", "110"),
        ("tetangga saya sering dipukul suaminya", "129"),
        ("anak kelas 5 dicabuli tetangganya", "129"),
        ("kades korupsi dana desa", "198"),
        ("listrik padam dari subuh di Kaliorang", "123"),
        ("mati lampu terus tiap malam", "123"),
        ("house on fire near the market", "112"),
    ],
)
def test_the_right_number_is_offered(text: str, number: str) -> None:
    assert number in numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "kebakaran hutan bulan lalu belum ada tindak lanjut",
        "bekas kebakaran pasar belum dibersihkan",
        "jalan rusak ini sering menyebabkan kecelakaan",
        "jalan berlubang rawan kecelakaan tolong ditambal",
        "tolong tambah pos pemadam kebakaran di Bengalon",
        "tahun lalu ada yang tenggelam di sini, mohon dipasang pagar",
        "lampu jalan mati, gelap, takut ada begal",
        "lampu jalan depan SMPN 1 mati sejak senin",
        "mati lampu jalan di gang mawar",
        "mohon dipasang cctv, banyak maling",
        "obat di puskesmas habis",
        "sampah dibakar warga tiap sore",
        "sosialisasi anti korupsi di sekolah kapan",
        "",
    ],
)
def test_a_mere_mention_is_no_emergency(text: str) -> None:
    assert numbers(text) == []


def test_a_quieting_phrase_quiets_only_its_own_sentence() -> None:
    assert "112" in numbers("Ada kebakaran di gang mawar! Tahun lalu juga begini.")


def test_emergencies_come_first() -> None:
    assert numbers("ada begal, warga dibacok") == ["112", "110"]


def test_the_end_of_a_long_text_is_read_too() -> None:
    assert "112" in numbers("jalan di sini rusak parah. " * 150 + "Tolong, rumah kebakaran")
