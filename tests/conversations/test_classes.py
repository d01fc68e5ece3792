"""Complaint, suggestion or question: what people mean without saying it."""

import pytest

from conversations.classes import guess_class
from conversations.report import ReportClass

SURE = [
    ("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap", ReportClass.COMPLAINT),
    ("sampah dah seminggu ga diangkut2", ReportClass.COMPLAINT),
    ("air pdam keruh", ReportClass.COMPLAINT),
    ("petugas loket marah2 sama warga", ReportClass.COMPLAINT),
    ("anjing liar ngejar anak sekolah", ReportClass.COMPLAINT),
    ("mohon diperbaiki jalan poros bengalon", ReportClass.COMPLAINT),
    ("jalan di gang kami sudah lama sekali begini", ReportClass.COMPLAINT),
    ("the water is dirty", ReportClass.COMPLAINT),
    ("jalan rusak parah, kapan diperbaiki? sudah berapa kali kami lapor", ReportClass.COMPLAINT),
    ("bikin ktp dipungut biaya 50 ribu", ReportClass.COMPLAINT),
    (
        "Dengan hormat, kami warga RT 12 Swarga Bara menyampaikan bahwa lampu jalan padam sejak dua minggu. "
        "Kami berharap pemerintah segera memperbaiki. Semoga lekas ditangani.",
        ReportClass.COMPLAINT,
    ),
    ("usul pasang cermin di tikungan dekat masjid", ReportClass.ASPIRATION),
    ("mohon dibangun jembatan ke dusun kami", ReportClass.ASPIRATION),
    ("saran saya posyandu buka sabtu juga", ReportClass.ASPIRATION),
    ("alangkah baiknya ada taman baca di desa", ReportClass.ASPIRATION),
    ("tolong bangun lapangan voli untuk anak muda", ReportClass.ASPIRATION),
    ("kami butuh dokter gigi di puskesmas", ReportClass.ASPIRATION),
    ("please build a playground near the market", ReportClass.ASPIRATION),
    ("bagaimana cara mengurus akta kelahiran", ReportClass.INFORMATION_REQUEST),
    ("syarat bikin kk baru apa aja ya", ReportClass.INFORMATION_REQUEST),
    ("mau tanya min, kantor capil buka hari sabtu?", ReportClass.INFORMATION_REQUEST),
    ("info jadwal vaksin anak dong", ReportClass.INFORMATION_REQUEST),
    ("berapa lama proses pindah domisili", ReportClass.INFORMATION_REQUEST),
    ("ktp bisa diurus di kecamatan atau tidak?", ReportClass.INFORMATION_REQUEST),
    ("bpjs saya masih aktif?", ReportClass.INFORMATION_REQUEST),
    ("how do i apply for a business permit", ReportClass.INFORMATION_REQUEST),
]

DOUBTFUL = [
    ("kapan jalan rusak di Kaubun diperbaiki?", ReportClass.INFORMATION_REQUEST),
    ("sampah numpuk terus, sebaiknya ditambah truknya", ReportClass.COMPLAINT),
    ("usul jalan rusak di gang mawar dicor saja", ReportClass.ASPIRATION),
    ("pkh saya ga cair 2 tahap, apakah saya dicoret?", ReportClass.COMPLAINT),
]


@pytest.mark.parametrize(("text", "report_class"), SURE)
def test_a_clear_text_is_of_one_class(text: str, report_class: ReportClass) -> None:
    assert guess_class(text) == (report_class, True)


@pytest.mark.parametrize(("text", "report_class"), DOUBTFUL)
def test_where_two_classes_meet_how_the_text_begins_decides_and_it_is_doubtful(
    text: str, report_class: ReportClass
) -> None:
    assert guess_class(text) == (report_class, False)


def test_a_text_without_any_cue_is_a_complaint() -> None:
    assert guess_class("😡😡😡") == (ReportClass.COMPLAINT, True)
