"""What the plain bots say: as many messages, as long, with as many buttons and calls as PintuLapor's own dialogue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    options: tuple[tuple[str, str], ...] = ()
    """Labels and data."""
    asks_location: bool = False


REPLIES = (
    Reply(
        "Terima kasih, saya catat sebagai pengaduan:\n“{}”\n\nSebelum lanjut: data Anda dipakai hanya untuk"
        " menindaklanjuti laporan ini.",
        (("Setuju", "agree|1"), ("Apa yang disimpan?", "kept|1"), ("Batal", "cancel|1")),
    ),
    Reply(
        "Ini soal apa? Pilih yang paling dekat, atau tulis dengan kata-kata Anda sendiri.\n\nLangkah 2 dari 7",
        (
            ("Lampu penerangan jalan", "category:light|2"),
            ("Infrastruktur jalan", "category:road|2"),
            ("Lainnya", "category:other|2"),
            ("Kembali", "back|2"),
            ("Batal", "cancel|2"),
        ),
    ),
    Reply(
        "Sejak kapan? Boleh “senin lalu”, “kemarin”, atau tanggal.\n\nLangkah 3 dari 7",
        (("Hari ini", "day:0|3"), ("Kemarin", "day:1|3"), ("Tidak tahu", "day:?|3"), ("Kembali", "back|3")),
    ),
    Reply("{}. Di mana tepatnya? Kirim lokasi, atau tulis desa dan patokannya.\n\nLangkah 4 dari 7", (), True),
    Reply(
        "Dicatat: {}.\nAda foto atau video? Satu foto malam hari sangat membantu.\n\nLangkah 5 dari 7",
        (("Lewati", "skip|5"), ("Kembali", "back|5"), ("Batal", "cancel|5")),
    ),
    Reply(
        "Siapa yang boleh melihat?\nBiasa: nama Anda terlihat oleh instansi. Anonim: nama disembunyikan. Rahasia: isi"
        " tidak tampil untuk umum.\n\nLangkah 6 dari 7",
        (
            ("Biasa", "visibility:normal|6"),
            ("Anonim", "visibility:anonymous|6"),
            ("Rahasia", "visibility:secret|6"),
            ("Kembali", "back|6"),
        ),
    ),
    Reply(
        "Periksa dulu:\n\nLaporan: {}\nKategori: Lampu penerangan jalan\nWaktu: {}\nTempat: {}\n\nLangkah 7 dari 7",
        (("Kirim", "send|7"), ("Ubah", "change|7"), ("Batal", "cancel|7")),
    ),
    Reply(
        "Tersimpan. Nomor tiket Anda KTM-{}. Laporan sedang kami teruskan; begitu terdaftar di LAPOR!, saya kabari di"
        " sini. Simpan nomor ini.",
        (("Lihat laporan", "status:{}"),),
    ),
)
CHOSEN = "{}\n\n▸ {}"
SHARE = "Kirim lokasi"
