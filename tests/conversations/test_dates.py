"""What day a person means, on Saturday, 21 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.dates import find_date, is_vague, read_date

TODAY = date(2026, 11, 21)

ANSWERS = """
2026-11-21: hari ini | Hari ini pak | hr ini | tadi | tadi pagi | td pagi | pagi tadi | tadi siang
2026-11-21: tadi sore jam 5 | barusan | baru saja | sekarang | dari tadi | sejak tadi pagi | 2 jam yang lalu
2026-11-21: setengah jam lalu | sabtu | malam minggu | today | this morning | tonight | an hour ago
2026-11-21: RT 5 hari ini | hari ini tgl 21
2026-11-20: tadi malam | td mlm | malam tadi | semalam | smlm | kemarin | kemaren | kmrn | Kemarin. | kmrn malam
2026-11-20: kemarin jam 7 malam | kemarin pukul 19.30 WITA | kemarin sore sekitar jam 5 | sejak kemarin
2026-11-20: dr kmrn | malam kemarin | sehari yang lalu | jum'at | Jumat kemarin | yesterday | yesterday evening
2026-11-20: last night | lupa, mungkin kemarin | kejadiannya kemarin pagi jam 8 | tgl 20 kemarin
2026-11-20: kemarin tgl 20
2026-11-19: kemarin lusa | kemaren dulu | lusa kemarin | dua hari lalu | 2 hari yg lalu | 2hr lalu | 2 hari
2026-11-19: kamis | malam jumat | the day before yesterday
2026-11-18: sudah 3 hari | udah 3 hari ini | 3 hari terakhir | sekitar tiga hari yang lalu | rabu malam
2026-11-18: Rabu 18/11 | 3 days ago
2026-11-17: kira-kira 4 hari | selasa
2026-11-16: senin | Senin pagi | hari senin | sejak senin | senin lalu | senin kemarin | senin yang lalu
2026-11-16: dari hari senin | senin malam selasa | senin, 16 november 2026 | hari Senin tanggal 16 | last monday
2026-11-16: monday | since monday | on Monday night | lampu mati sejak senin | mungkin hari senin pak, lupa
2026-11-16: kalau tidak salah senin lalu | sejak senin sampai sekarang
2026-11-15: minggu | hari minggu | hari minggu lalu | ahad | sunday | minggu, 15 november 2026
2026-11-14: seminggu yg lalu | seminggu | sepekan lalu | minggu lalu | minggu kemarin | mggu lalu | sabtu lalu
2026-11-14: sejak sabtu | malam minggu kemarin | a week ago | last week | last saturday
2026-11-13: Fri, 13 Nov 2026 10:00
2026-11-11: sepuluh hari lalu
2026-11-09: dua belas hari yang lalu | senin minggu lalu
2026-11-07: 2 minggu yang lalu | sejak 2 minggu | sudah dua minggu | two weeks ago | a fortnight ago
2026-11-05: tgl 5 | tanggal 5 | tgl 5 november | 5 nov | 5 Nopember | 5/11 | 05-11 | 05-11-2026 | 5.11.2026
2026-11-05: 2026-11-05 | November 5 | Nov 5th, 2026 | 5th of November | Nopember 5 | 5-nov-2026
2026-11-05: 2026-11-05T10:00:00
2026-11-03: pada tanggal 3 nov 2026 pukul 14.00
2026-11-01: 1 Nop 2026
2026-10-31: tgl 31
2026-10-27: dua puluh lima hari lalu
2026-10-25: tgl 25
2026-10-21: sebulan | sebulan yang lalu | bulan lalu | bln kmrn | last month
2026-10-05: tgl 5 bulan lalu | tgl 5 bulan 10 | bulan lalu tgl 5
2026-08-21: 3 bulan lalu
2026-08-17: 17 agustus
2026-03-12: 12 maret 2026 | 12/3/2026 | 12/3/26 | March 12, 2026
2025-12-05: 5 desember | 5 desember tahun lalu
2025-11-21: setahun yang lalu | tahun lalu
2025-11-05: 5 nov 2025 | 5 nov 25
2025-09-21: 1 tahun 2 bulan lalu
2024-11-21: 2 thn lalu
2024-02-29: 29 februari
"""

NO_DAYS = """
besok | lusa | senin depan | minggu depan | next monday | 3 hari lagi | in 3 days | tomorrow | tiap senin
setiap hari | senin sampai jumat | senin-jumat | minggu ini | awal bulan | awal bulan lalu | november
november 2025 | 5 november 2027 | 12/12/2026 | 12 maret 1999 | 50 tahun lalu | 31 februari | 32/1/2026 | tgl 35
5 | jalan rusak | lampu mati | 3 tiang | RT 5 RW 2 | RT 05/02 | SMPN 1 | jam 7 malam | 19.30
beberapa hari lalu | lupa | besok senin | tidak tahu | sudah lama | 2 hari setelah lebaran | 👍
9999999999 hari lalu | 999 tahun lalu | kemarin atau senin | dalam 3 hari | seminggu sekali | 2 minggu sekali
5-7 | tgl 5-7 november | 5 hari sekali | 11/15/2026 | sebelum lebaran | gelap | mei | may
a | 1 2 3 | 1/13 | minggu depan hari senin
"""

STORIES = """
2026-11-16: Lampu mati sejak senin, gelap
2026-11-16: Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap
2026-11-14: Jalan rusak di RT 5 minggu lalu ada yang jatuh
2026-11-20: Kemarin lapor, tapi sampai hari ini belum ada air
2026-11-18: Air PDAM mati sudah 3 hari, kemarin saya lapor
2026-08-21: KTP saya sudah 3 bulan belum jadi
2026-11-18: 3 hari yang lalu pohon tumbang di Jl. Yos Sudarso
2026-11-21: Pohon tumbang tadi pagi di depan puskesmas
2026-11-20: Semalam banjir di Teluk Lingga
2026-11-05: Pada 5 November 2026 saya ke puskesmas
2026-11-20: Kemarin depan SMPN 1 banjir
2026-11-20: lampu mati sejak kemarin depan kantor camat
2026-11-20: air mati dari kemarin sore jam 5
2026-11-16: street light broken since last monday
2026-11-15: hari minggu lalu jembatan roboh
2026-11-18: tidak ada air sejak tgl 18
2026-11-14: sejak sabtu minggu lalu
2026-11-21: dari RT 5 sampai RT 7 hari ini banjir
2026-11-21: listrik padam dua kali tadi siang
"""

STORIES_WITHOUT_A_DAY = """
Jalan 10 November rusak parah
Kemarin ada air, hari ini tidak ada
Pelayanan tutup setiap hari senin
Kantor camat buka hari senin sampai jumat
Minta diperbaiki sebelum minggu depan
anak saya sudah 3 tahun belum punya akta
Surat nomor 600/12/03/2026 belum dibalas
lapangan 17 agustus becek
sampah menumpuk 2 minggu sekali diangkut
Saya beli pulsa 5/11 ribu
Pasar minggu kotor
jadwal ronda malam jumat
saat ini tidak ada listrik
mulai senin depan
tadi saya lihat
orang tua saya lahir 12 maret 1960
"""

VAGUE = """
lupa | tidak tahu | gak tau | ga tau pak | gatau | tdk tahu persis | kurang tau | entahlah | Saya lupa tanggalnya
nda tau | kada tahu | lama | sudah lama | udh lama bgt | dari dulu | bertahun-tahun | beberapa hari lalu | setiap malam
akhir-akhir ini | don't know | i forgot | not sure | no idea | a long time ago | I can’t remember
"""

NOT_VAGUE = "kemarin | senin | jalan lama | kantor lama di depan | tahu goreng | lampu mati | 3 hari | ..."


def cells(table: str) -> list[str]:
    return [cell.strip() for row in table.strip().splitlines() for cell in row.split("|")]


def days(table: str, separator: str = " | ") -> list[tuple[str, date]]:
    rows = [row.partition(": ") for row in table.strip().splitlines()]
    return [(phrase, date.fromisoformat(day)) for day, _, phrases in rows for phrase in phrases.split(separator)]


@pytest.mark.parametrize(("said", "day"), days(ANSWERS))
def test_an_answer_is_read_as_the_day_it_means(said: str, day: date) -> None:
    assert read_date(said, TODAY) == day


@pytest.mark.parametrize("said", [*cells(NO_DAYS), "", "…", "\n"])
def test_what_names_no_single_past_day_is_not_read_as_one(said: str) -> None:
    assert read_date(said, TODAY) is None


@pytest.mark.parametrize(("told", "day"), days(STORIES, separator="\n"))
def test_a_day_told_in_a_story_is_found(told: str, day: date) -> None:
    assert find_date(told, TODAY) == day


@pytest.mark.parametrize("told", STORIES_WITHOUT_A_DAY.strip().splitlines())
def test_a_story_that_leaves_the_day_open_gives_none(told: str) -> None:
    assert find_date(told, TODAY) is None


@pytest.mark.parametrize("said", cells(VAGUE))
def test_not_knowing_and_long_ago_are_vague(said: str) -> None:
    assert is_vague(said)


@pytest.mark.parametrize("said", cells(NOT_VAGUE))
def test_a_day_or_another_matter_is_not_vague(said: str) -> None:
    assert not is_vague(said)


def test_a_vague_answer_may_still_name_a_day() -> None:
    assert read_date("lupa, mungkin kemarin", TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("senin", "2026-11-16"),
        ("hari senin", "2026-11-16"),
        ("senin lalu", "2026-11-09"),
        ("senin kemarin", "2026-11-09"),
        ("sejak senin", "2026-11-09"),
        ("last monday", "2026-11-09"),
        ("malam senin", "2026-11-15"),
    ],
)
def test_on_a_monday_only_the_bare_weekday_means_today(said: str, day: str) -> None:
    assert read_date(said, date(2026, 11, 16)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("said", "today", "day"),
    [
        ("tgl 31", "2026-12-05", "2026-10-31"),
        ("tgl 25", "2026-01-02", "2025-12-25"),
        ("sebulan yang lalu", "2026-03-31", "2026-02-28"),
        ("kemarin", "2026-01-01", "2025-12-31"),
        ("29 februari", "2026-11-21", "2024-02-29"),
        ("31 desember", "2026-01-01", "2025-12-31"),
        ("setahun lalu", "2024-02-29", "2023-02-28"),
    ],
)
def test_months_and_years_end_where_the_calendar_ends_them(said: str, today: str, day: str) -> None:
    assert read_date(said, date.fromisoformat(today)) == date.fromisoformat(day)


def test_ten_years_back_is_believed_and_a_day_more_is_not() -> None:
    assert read_date("21/11/2016", TODAY) == date(2016, 11, 21)
    assert read_date("20/11/2016", TODAY) is None


DATE_WORDS = """
kemarin lalu yg hari minggu bulan tahun sejak senin sabtu malam tadi tgl jam 5 31 0 99 999 2026 1/2 30/2/2025 9/9/99 nov
februari mei lusa besok depan sampai - , . sudah tiap a last ago week 12.30 2026-13-45 th
"""
PHRASES = st.lists(st.sampled_from(DATE_WORDS.split()), max_size=8).map(" ".join)
ANY_TODAY = st.dates(date(2020, 1, 1), date(2100, 12, 31))


@given(st.one_of(st.text(), PHRASES), ANY_TODAY)
def test_whatever_is_written_no_day_is_after_today_or_older_than_ten_years(text: str, today: date) -> None:
    for day in (read_date(text, today), find_date(text, today)):
        assert day is None or today - timedelta(days=3653) <= day <= today


def test_a_very_long_text_is_read_at_its_beginning() -> None:
    assert find_date("sejak kemarin " + "lampu mati, " * 10_000, TODAY) == date(2026, 11, 20)
