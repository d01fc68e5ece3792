"""Plain words that people type where a button is shown: yes, no, skip, stop, in chat Indonesian and in English."""

from conversations.words import words_of

_WORDS = """
filler: pak bu bapak ibu bpk mas mbak mba kak kakak min admin gan bang bos saya aku kami itu ini dong kok saja aja deh
filler: sih nih lah kan yang please i we it is that the to
yes: ya iya y yes yap yoi ok oke okey okay oks setuju boleh bisa benar betul bener lanjut lanjutkan siap sip sure agree
yes: right correct true continue yeah yep silakan silahkan mau
no: tidak tdk tak enggak engga nggak ngga gak ga kagak bukan bkn jangan jgn belum blm no not n nope dont never
solved: sudah sdh udah udh beres selesai tuntas solved fixed done
skip: lewati lewat skip pass lupa kosong cukup nothing none enough unknown
stop: batal batalkan batalin stop cancel berhenti
later: nanti besok later tomorrow
meta: setuju kirim kirimkan ubah ganti batal benar betul salah hapus send change cancel agree wrong correct
talk: apa mengapa kenapa gimana bagaimana what why how
person: nomor nomornya nomer nomernya no hp hpnya telp telepon telpon nama namanya siapa orangnya sebentar
person: tanyakan number phone name who ask
english: english inggris
indonesian: indonesia indonesian
"""


def _words(*kinds: str) -> frozenset[str]:
    rows = (row.partition(":") for row in _WORDS.split("\n"))
    return frozenset(word for kind, _, words in rows if kind in kinds for word in words.split())


FILLERS = _words("filler")
YES, NO, SOLVED, STOP = _words("yes"), _words("no"), _words("solved"), _words("stop")
SKIP = _words("skip", "solved")
DECLINE = _words("no", "later")
OF_PERSON = _words("person")
"""In talk of whoever is represented: who they are, and their number."""
META = _words("meta", "no", "talk")
ENGLISH, INDONESIAN = _words("english"), _words("indonesian")

# "tidak" with these is still no more than "I do not have one", "I do not know", "call it off"
_NOT_AT_ALL = frozenset("ada tahu tau punya jadi usah perlu ingat have know any mind need".split())
_NO_AND_BESIDE = NO | YES | SOLVED | _NOT_AT_ALL
_NOTHING = NO | _NOT_AT_ALL
_CALLED_OFF = NO | {"jadi"}


def said_in(text: str) -> frozenset[str]:
    """The words that count: without "pak", "saya", "dong" and the like."""
    return frozenset(words_of(text)) - FILLERS


def is_yes(said: frozenset[str]) -> bool:
    """ "Ya", "iya pak saya setuju": yes in so many words, and nothing else."""
    return bool(said) and said <= YES


def is_solved(said: frozenset[str]) -> bool:
    return bool(said) and said <= YES | SOLVED


def is_no(said: frozenset[str]) -> bool:
    """ "Tidak", "tidak, saya tidak setuju", "belum beres": a no, and nothing that tells more."""
    return not said.isdisjoint(NO) and said <= _NO_AND_BESIDE


def is_skip(said: frozenset[str]) -> bool:
    """ "Lewati", "tidak tahu", "nggak ada": there is nothing to answer."""
    return (bool(said) and said <= SKIP) or (not said.isdisjoint(NO) and said <= _NOTHING)


def is_stop(said: frozenset[str]) -> bool:
    return bool(said) and (said <= STOP or ("jadi" in said and said <= _CALLED_OFF))


def begins_with(text: str, words: frozenset[str]) -> bool:
    return next((word in words for word in words_of(text) if word not in FILLERS), False)


def has_any(text: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(words_of(text))
