"""What people write when they mean a day, week or hour, brought to one spelling, so that `dates` needs few patterns."""

import re
import unicodedata

_SPELLINGS = """
kemarin: kmrn kmaren kmarin kemaren kemren kemrin kmren kmrin yesterday
tadi: td tdi
tadi malam: tdmlm
semalam: smlm semlm semalem smalam
barusan: brusan baru2 barsan
hari ini: today hariini
ini: this
ini malam: tonight
sekarang: skrg skrng skarang now
pagi: pgi morning
siang: siank afternoon noon
sore: petang sre evening
malam: mlm malem mlem mlam night
subuh: shubuh sbh
hari: hr hri harian day days
pekan: week weeks
minggu: mgg mggu mngg mingguan
bulan: bln month months bulanan
tahun: thn year years
jam: hour hours
menit: mnt minute minutes
lalu: lalau ll silam ago
sejak: sjk semenjak sedari dari dr dri mulai since from
sudah: udah udh sdh dah telah already
selama: slama for
sampai: sampe smpai hingga sampek until till to
setiap: tiap tiap2 stiap every each
tgl: tanggal tggl
depan: dpn mendatang
next: besok bsk tomorrow
before: sebelum sblm
after: setelah stlh sesudah
awal: pertengahan akhir beginning end
1 hari: sehari
1 minggu: seminggu
1 pekan: sepekan
1 bulan: sebulan
1 tahun: setahun
1 jam: sejam
1: satu one
2: dua two
3: tiga three
4: empat four
5: lima five
6: enam six
7: tujuh seven
8: delapan lapan eight
9: sembilan nine
10: sepuluh ten
11: sebelas eleven
12: twelve
senin: snin senen monday
selasa: slasa tuesday
rabu: rebo wednesday
kamis: kemis thursday
jumat: jumaat jmat friday
sabtu: sbtu saturday
ahad: sunday
@1: januari january jan
@2: februari pebruari february feb peb
@3: maret march mar mrt
@4: april apr
@5: mei may
@6: juni june jun
@7: juli july jul
@8: agustus august agu agt agst ags aug
@9: september sept sep
@10: oktober october okt oct
@11: november nopember nov nop
@12: desember december des dec
tidak: gak ga gk ngga nggak enggak engga tdk tak ndak nda kada not dont cant cannot no
tidak tahu: gatau gatahu gtau gtw gatw dunno
tahu: tau taw tw know idea
ingat: inget remember
yakin: sure
lupa: lali forgot forget forgotten
lama: lma long
beberapa: bbrp several some few
:yang yg yang2 sekitar sekira sekitaran kira kira2 kira-kira kurleb hampir
:mungkin kayaknya kayanya sepertinya kyknya kayak
:about around almost maybe perhaps roughly the of on lebih nya
"""

_WORDS = {
    word: spelling
    for spelling, _, words in (row.partition(":") for row in _SPELLINGS.split("\n"))
    for word in words.split()
}

# What stands before a number that counts no days: "RT 5 minggu lalu" is not five weeks ago.
_LABEL_WORDS = """
rt rw no nomor nmr blok km kilometer gang gg jl jln lorong kode pos umur usia berumur berusia lapangan universitas unit
kav kavling lantai sd sdn smp smpn sma sman smk smkn mts mtsn paud tk pasal nopol rp hut dirgahayu
"""
_LABELS = frozenset(_LABEL_WORDS.split())

_TOKEN = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?(?!\w)|\d+|[^\W\d_]+(?:['’`-][^\W\d_]+)*|[^\w\s]")
_APOSTROPHES = str.maketrans("", "", "'’`")
_CLOCK = re.compile(
    r"(?<!\S)(?:(?<!\d )(?:jam|pukul|pkl|at) \d+(?:[.:]\d+)?(?: : \d+)?(?: (?:wib|wita|wit|am|pm))?"
    r"|\d\d?\.\d\d wi(?:b|ta|t))(?!\S) ?"
)
_UNTIL_NOW = re.compile(r"(?<!\S)sampai (?:saat )?(?:sekarang|hari ini|ini|kini|detik ini)(?!\S)")
_TENS = re.compile(r"(?<!\S)(\d) (belas|puluh)(?: (\d))?(?!\S)")


def tidy(text: str) -> str:
    """Words in one spelling, one space apart; numbers in digits, months as `@11`, clock times left out.

    A number that follows a label ("RT 5") is written `#5`, so that it counts nothing. Punctuation becomes `,` or `-`.
    """
    words: list[str] = []
    is_labelled = False
    for token in _TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()):
        if token[0].isdigit():
            words.append("#" + token if is_labelled else token)
        elif token[0].isalpha():
            word = token.translate(_APOSTROPHES)
            if known := _WORDS.get(word, word):
                words.append(known)
            is_labelled = word in _LABELS
            continue
        elif token in "-–—":
            words.append("-")
        elif token in ".:":
            words.append("," if token == "." else ":")
            continue
        else:
            words.append(",")
        is_labelled = False
    return _joined(words)


def _joined(words: list[str]) -> str:
    tidied = _CLOCK.sub("", " ".join(words)).strip()
    if "sampai" in tidied:
        tidied = _UNTIL_NOW.sub("", tidied).strip()
    if "belas" in tidied or "puluh" in tidied:
        tidied = _TENS.sub(_tens, tidied)
    return tidied


def _tens(match: re.Match[str]) -> str:
    first, word, last = match.groups()
    if word == "belas":
        return f"1{first}" + (f" {last}" if last else "")
    return f"{first}{last or 0}"
