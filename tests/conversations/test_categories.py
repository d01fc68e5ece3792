"""What people write, and the category that they mean."""

import pytest

from bot.profile import load_profile
from conversations.categories import search, suggest

KUTIM = load_profile("kutai-timur")

MEANT = [
    ("jln poros bengalon km 12 lobang2 besar, td pagi ada motor jatuh", "jalan"),
    ("Tolong pak jalan ke sekolah anak kami di Rantau Pulung becek sekali kalau hujan", "jalan"),
    ("aspal di gang mawar sudah terkelupas semua, motor susah lewat", "jalan"),
    ("jembatan ulin menuju dusun kami papannya patah, takut ada yg jatuh", "jembatan"),
    ("Jembatan gantung Long Mesangat talinya mau putus", "jembatan"),
    ("got depan rumah mampet, tiap ujan air masuk teras", "drainase"),
    ("parit di samping pasar induk penuh lumpur tolong dikeruk", "drainase"),
    ("gorong2 tersumbat di simpang telkom jadi air menggenang sampai lutut", "drainase"),
    ("Banjir di Sangatta Selatan sudah 3 hari, belum ada bantuan makanan", "banjir"),
    ("tebing belakang rumah longsor pak, takut kena rumah", "banjir"),
    ("pju di jl yos sudarso 3 mati semua dari simpang sampai bundaran", "lampu-jalan"),
    ("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap", "lampu-jalan"),
    ("lampunya jalan poros kabo gelap gulita kalo malam rawan begal", "lampu-jalan"),
    ("sampah dah seminggu ga diangkut2 di depan perumahan, bau busuk", "sampah"),
    ("ada yg buang sampah sembarangan di pinggir jalan poros tiap malam", "sampah"),
    ("limbah pabrik sawit dibuang ke sungai, ikan mati semua", "pencemaran"),
    ("debu hauling perusahaan masuk ke rumah warga tiap hari", "pencemaran"),
    ("ada yang bakar lahan di belakang desa, asapnya tebal sekali", "kebakaran-hutan"),
    ("kabut asap dari lahan gambut bikin anak2 batuk", "kebakaran-hutan"),
    ("air pdam mati sdh 4 hari, tdk ada pemberitahuan", "air-minum"),
    ("air ledeng keruh kayak teh, ga bisa dipake mandi", "air-minum"),
    ("tagihan air bulan ini naik 3x lipat padahal pemakaian biasa", "air-minum"),
    ("saluran irigasi di Kaubun jebol, sawah ga kebagian air", "irigasi"),
    ("WC umum di taman bersemi jorok dan krannya patah", "fasilitas-umum"),
    ("lapangan bola desa rumputnya tinggi ga pernah dirawat", "fasilitas-umum"),
    ("mati lampu terus tiap malam di Kaliorang, byar pet", "listrik"),
    ("listrik padam dari jam 2 siang sampe skrg blm nyala", "listrik"),
    ("desa kami belum dialiri listrik PLN sampai sekarang", "listrik"),
    ("gas melon langka, harganya sampai 45rb di pengecer", "bbm-elpiji"),
    ("antri solar di spbu panjang sekali, pengetap semua isinya", "bbm-elpiji"),
    ("blasting tambang bikin rumah kami retak2", "tambang"),
    ("lubang bekas tambang dibiarkan terbuka dekat pemukiman", "tambang"),
    ("udah 3 bulan e-ktp saya blm jadi2 katanya blangko habis", "kependudukan"),
    ("mau pecah kk malah disuruh bolak balik terus ke capil", "kependudukan"),
    ("Akte kelahiran anak saya salah nama bagaimana cara memperbaikinya", "kependudukan"),
    ("PKH saya ga cair 2 tahap, padahal masih terdaftar dtks", "bantuan-sosial"),
    ("yg dapat blt malah orang mampu punya mobil, kami yg janda ga dapat", "bantuan-sosial"),
    ("Sinyal telkomsel di Desa Long Lees hilang sudah 5 hari", "internet"),
    ("tower bts di desa mati, ga bisa nelpon ga bisa internetan", "internet"),
    ("wifi di kantor desa lemot bgt anak2 ga bisa ujian online", "internet"),
    ("truk sawit muatan berlebih lewat jalan kampung siang malam", "transportasi"),
    ("lampu merah simpang tiga munthe mati, bikin macet", "transportasi"),
    ("ongkos speedboat naik terus ga ada yg ngatur", "transportasi"),
    ("tukang parkir di alfamart minta 5000 ga kasih karcis", "parkir"),
    ("mobil parkir sembarangan di depan pasar bikin susah lewat", "parkir"),
    ("pupuk subsidi susah dicari, di kios ditebus mahal", "pertanian"),
    ("sapi warga banyak mati mendadak tolong dokter hewan turun", "pertanian"),
    ("Nelayan sini resah ada yg pake bom ikan", "pertanian"),
    ("dana desa ga jelas kemana, kades ga pernah musdes", "pemerintahan-desa"),
    ("perangkat desa jarang masuk kantor", "pemerintahan-desa"),
    ("guru di SDN 004 sering ga masuk, anak2 cuma main", "sekolah"),
    ("kepala sekolah wajibkan beli seragam 1,5 juta", "sekolah"),
    ("Anak saya dibully teman sekelas sampai ga mau sekolah", "kekerasan-sekolah"),
    ("anak saya dipukul guru sampe memar", "kekerasan-sekolah"),
    ("MBG di sekolah anak saya nasinya basi", "mbg"),
    ("obat di puskesmas kosong terus disuruh beli di luar", "kesehatan"),
    ("ditolak rs karena bpjs ga aktif padahal rutin bayar", "kesehatan"),
    ("dokter di pustu cuma datang sebulan sekali", "kesehatan"),
    ("urus ijin usaha di ptsp udah sebulan ga kelar", "perizinan"),
    ("harga beras di pasar naik terus tolong operasi pasar", "harga-pajak"),
    ("bayar pajak motor di samsat antri dari subuh", "harga-pajak"),
    ("pegawai kantor camat jam 10 belum ada yang datang", "pelayanan-asn"),
    ("petugas loket marah2 sama warga, ga ramah sama sekali", "pelayanan-asn"),
    ("urus surat tanah diminta uang pelicin 2 juta oleh oknum", "pungli"),
    ("ada pungli di jembatan timbang", "pungli"),
    ("cafe remang2 di km 5 musiknya keras sampai subuh, banyak yg mabuk", "ketertiban"),
    ("anjing liar banyak di sekitar pasar suka ngejar anak2", "ketertiban"),
    ("gaji honorer kami 4 bulan belum dibayar", "ketenagakerjaan"),
    ("perusahaan sawit PHK sepihak tanpa pesangon", "ketenagakerjaan"),
    ("lahan saya diserobot perusahaan, sertifikat lengkap", "pertanahan"),
    ("urus ptsl sudah 2 tahun sertipikat belum jadi", "pertanahan"),
    ("street lights near the market have been off for a week", "lampu-jalan"),
    ("no water from the tap since monday", "air-minum"),
    ("the road to Bengalon is full of potholes", "jalan"),
]
"""Written as people chat, by whoever wrote the words of the profile: real reports will be harder."""


def suggested(text: str) -> list[str]:
    return [category.id for category in suggest(text, KUTIM)]


@pytest.mark.parametrize(("text", "category"), MEANT)
def test_the_meant_category_is_among_three(text: str, category: str) -> None:
    assert category in suggested(text)


def test_the_meant_category_mostly_comes_first() -> None:
    first = sum(suggested(text)[:1] == [category] for text, category in MEANT)
    assert first >= 0.9 * len(MEANT)


@pytest.mark.parametrize("text", ["", "halo", "😡😡", "tolong pak", "selamat pagi admin"])
def test_without_a_word_of_any_category_nothing_is_suggested(text: str) -> None:
    assert suggested(text) == []


def test_more_than_three_are_never_suggested_unasked() -> None:
    everything = " ".join(word for category in KUTIM.categories for word in category.words)
    assert len(suggest(everything, KUTIM)) == 3
    assert len(suggest(everything, KUTIM, most=5)) == 5


def test_saying_it_ten_times_weighs_no_more() -> None:
    assert suggested("sampah menumpuk " + "jalan " * 10)[0] == "sampah"


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("Infrastruktur Jalan", "jalan"),
        ("infrastruktur jln", "jalan"),
        ("jalan rusak", "jalan"),
        ("lampu penerangan jalan", "lampu-jalan"),
        ("penerangan", "lampu-jalan"),
        ("sampah", "sampah"),
        ("ktp", "kependudukan"),
        ("makan bergizi", "mbg"),
        ("bpjs", "kesehatan"),
        ("Roads", "jalan"),
        ("street lights", "lampu-jalan"),
        ("lainnya", "lainnya"),
        ("tambang", "tambang"),
    ],
)
def test_a_typed_name_finds_its_category_first(typed: str, category: str) -> None:
    assert search(typed, KUTIM)[0].id == category


def test_an_exact_name_finds_nothing_else() -> None:
    assert [category.id for category in search("drainase", KUTIM)] == ["drainase"]


def test_every_category_is_found_by_its_name() -> None:
    for category in KUTIM.categories:
        assert search(category.name.id.upper(), KUTIM) == (category,)
        assert search(category.name.en, KUTIM) == (category,)


def test_a_typed_top_category_offers_what_lies_below_it() -> None:
    found = [category.top for category in search("perhubungan", KUTIM)]
    assert set(found) == {"Perhubungan"}


@pytest.mark.parametrize("typed", ["", "xyz", "🙏", "tidak tahu"])
def test_a_typed_name_of_nothing_finds_nothing(typed: str) -> None:
    assert search(typed, KUTIM) == ()
