"""What people write when they suggest, ask or complain: Indonesian, as in a chat, and some English. Never shown."""

SUGGESTS = """
usul, usulan, mengusulkan, diusulkan, ngusulin, usulkan, pengusulan, saran, sarankan, menyarankan, disarankan,
disaranin, masukan, aspirasi, sebaiknya, alangkah baik, alangkah baiknya, alangkah bagus, ada baik, ada baiknya,
lebih baik kalau, lebih baik jika, lebih baik bila, lebih baik ada, lebih baik lagi kalau, lebih bagus kalau,
bagaimana kalau, gimana kalau, kiranya perlu, kiranya dapat, berharap ada, diharapkan ada, seharusnya ada,
harusnya ada, mestinya ada, seyogyanya, perlu ada, perlu adanya, perlu dibangun, perlu ditambah, perlu penambahan,
perlu dibuat, perlu ditingkatkan, perlu diperbanyak, ditingkatkan, butuh, kami membutuhkan, membutuhkan, memerlukan,
kami ingin ada, pengen ada, ingin ada, mohon dibangun, mohon dibangunkan, mohon bangun, mohon dibuat, mohon dibuatkan,
mohon dipasang, mohon dipasangkan, mohon pasang, mohon disediakan, mohon sediakan, mohon diadakan, mohon adakan,
mohon ditambah, mohon ditambahkan, mohon tambahkan, mohon tambah, mohon tambahin, mohon diaspal, mohon pengadaan,
mohon pembangunan, mohon pemasangan, mohon penambahan, mohon difasilitasi, minta dibangun, minta dibangunkan,
minta bangun, minta dibuat, minta dibuatkan, minta dibuatin, minta dipasang, minta dipasangkan, minta disediakan,
minta diadakan, minta ditambah, minta ditambahkan, minta pengaspalan, minta pemasangan, minta pembangunan,
minta penambahan, minta tolong buatin, minta tolong buatkan, tolong bangun, tolong dibangun, tolong bangunkan,
tolong buatkan, tolong buatin, tolong pasang, tolong dipasang, tolong sediakan, tolong adakan, tolong tambah,
tolong tambahkan, tolong ditambah, tlg bangun, tlg pasang, tlg tambah, tlg tambahin, tolong tambahin, harap tambahkan,
harap ditambahkan, harap sediakan, harap sediain, harap pasang, harap dibuatkan, harap ada, tambahkan, tambahin,
dibangunkan, perbanyak, diperbanyak, adakan, sediakan, sediain, buatkan, buatin, suggest, suggestion, i propose,
we propose, it would be nice, it would be good, please build, please install, please add, we need, we hope,
berharap dibangun, berharap dibuatkan, harapan kami ada, semoga ada, semoga dibangun
"""
"""Of a suggestion."""

ASKS = """
bagaimana cara, bagaimana caranya, gimana cara, gimana caranya, gmn cara, gmn caranya, bgmn cara, cara mengurus,
cara ngurus, cara urus, cara membuat, cara buat, cara bikin, cara daftar, cara mendaftar, cara pendaftaran,
cara mengajukan, cara cek, cara mengecek, cara melapor, cara lapor, cara bayar, cara dapat, cara mendapatkan,
cara memperoleh, cara pindah, cara ganti, prosedur, mekanisme, syarat, syarat syarat, persyaratan, info, informasi,
infonya, minta info, mohon info, mohon informasi, tolong info, penjelasan, mohon penjelasan, minta penjelasan, tanya,
bertanya, nanya, menanyakan, mau tanya, mau nanya, ingin tanya, ingin bertanya, izin bertanya, ijin bertanya,
numpang tanya, pertanyaan, apakah, apa saja, apa aja, apa benar, apa bisa, apa boleh, apa itu, ke mana, kemana, kapan,
kpn, berapa, brp, berapa lama, berapa biaya, jadwal, jam buka, jam pelayanan, jam operasional, biaya, nomor telepon,
no telp, nomor kontak, bisakah, bolehkah, adakah, dokumen apa, berkas apa, how to, how do i, how can i, how much,
how long, where can, where is, when will, when does, what are, requirements, what documents, is there, can i,
information about, di mana bisa, dimana bisa, dmn bisa, di mana saya, dimana saya, di mana tempat, dimana tempat,
di mana kantor, dimana kantor, di mana alamat, dimana alamat, alamat kantor, siapa yang bisa dihubungi,
siapa yang harus dihubungi, hubungi siapa, ke siapa, kepada siapa, siapa saja yang
"""
"""Of a request for information."""

COMPLAINS = """
rusak, kerusakan, merusak, hancur, ancur, berlubang, lubang, berlobang, lobang, ambles, amblas, longsor, roboh, rubuh,
ambruk, jebol, retak, lapuk, tumbang, bocor, mampet, tersumbat, mandek, macet, banjir, kebanjiran, tergenang, genangan,
menggenang, meluap, becek, berdebu, berlumpur, mati, padam, byar pet, byarpet, redup, gelap, putus, terputus, hilang,
ilang, lelet, lemot, lambat, lama sekali, lama banget, lama bgt, kelamaan, bertele, berbelit, dipersulit, mempersulit,
ribet, antre, antri, antrean, antrian, keruh, bau, berbau, busuk, kotor, jorok, kumuh, semrawut, menumpuk, numpuk,
bertumpuk, berserakan, penumpukan, tercemar, mencemari, pencemaran, limbah, buruk, jelek, parah, bobrok, tidak layak,
gak layak, ga layak, memprihatinkan, terbengkalai, mangkrak, dibiarkan, diabaikan, cuek, jutek, kasar, marah,
tidak ramah, gak ramah, tidak, tdk, tak, gak, ga, gk, nggak, ngga, enggak, belum, blm, blum, tanpa, jangan, dilarang,
melanggar, pelanggaran, liar, ilegal, pungli, pungutan, diminta uang, minta uang, dipungut, suap, korupsi, curang,
ditipu, penipuan, mengganggu, terganggu, gangguan, meresahkan, resah, bising, berisik, ribut, bahaya, berbahaya,
membahayakan, rawan, kecelakaan, celaka, keluhan, mengeluh, keluhkan, mengeluhkan, ngeluh, komplain, complain, protes,
mengadu, mengadukan, pengaduan, aduan, ngadu, melaporkan, kecewa, mengecewakan, muak, capek, kesal, kesel, keberatan,
dirugikan, merugikan, susah, kesusahan, sulit, kesulitan, langka, mahal, kemahalan, salah, diperbaiki, perbaiki,
perbaikan, benerin, dibenerin, dibenahi, ditindak, ditindaklanjuti, ditertibkan, ditegur, diangkut, angkut,
dibersihkan, tolong cek, broken, damaged, not working, no water, no electricity, no power, no signal, pothole,
potholes, flooded, flooding, dirty, garbage, complaint, dark, leaking, slow, rude, bad, terrible, dangerous,
dipungut biaya, diminta biaya, dimintai biaya, memperbaiki, segera ditangani
"""
"""Of a complaint."""

NOT_A_CUE = """
atau tidak, atau belum, atau gak, atau ga, atau nggak, apa tidak, apa belum, apa gak, tidak mampu, kurang mampu,
gak mampu, info bahwa, info saja, sistem informasi, informasi publik, pusat informasi, siapa pun, siapa saja bisa,
kapan pun, kapan saja, kapan lagi, di mana mana, dimana mana, entah kapan, sampai kapan, biaya hidup, tidak usah,
jadwal rutin, jadwal ronda, sesuai jadwal, rumah dinas, tanpa biaya, matikan, hari raya, jam operasional hingga,
tempat sampah, bank sampah, kawasan gelap, lebih baik, kapan diperbaiki, kapan dibenerin, kapan ditangani,
kapan diangkut, kapan nyala, kapan beres, berapa kali, berapa hari, berapa minggu, berapa bulan, berapa tahun,
biaya sendiri, biaya pribadi
"""
"""Phrases that hold a cue and are none."""
