"""Words that open or close a talk without saying what it is about."""

import re

_WORDS = """
address: pak bu bapak ibu bpk mas mbak mba kak kakak min admin gan bang bos bro sis tante om bot semua semuanya sekalian
greeting: halo hallo hello helo alo hai hay hi hei hey helow permisi punten misi p pp ping tes test testing
greeting: cek start mulai menu
greeting: assalamualaikum asalamualaikum assalammualaikum assalaamualaikum assalamu waalaikumsalam waalaikumussalam
greeting: ass asw aslm asslm aslkm askum salam shalom syalom swastiastu kabar
greeting: pagi siang sore malam morning afternoon evening lapor melapor report tanya bertanya nanya
beside greeting: alaikum selamat slamat met good wr wb warahmatullahi warahmatullah warohmatullahi wabarakatuh
beside greeting: wabarokatuh sejahtera kebajikan untuk kita apa namo buddhaya there izin ijin numpang saya aku kami
beside greeting: mau ingin hendak dulu dong i want to a
thanks: terimakasih trimakasih trimakasi makasih makasi mksh mksih mkasih tks tq thx ty thanks thank trims ok oke okey
thanks: okay okeh oks siap sip sipp baik mantap mantab noted suwun nuwun syukron alhamdulillah
beside thanks: you banyak byk bnyk sekali ya iya yaa atas bantuannya bantuan infonya informasinya info jawabannya
beside thanks: responnya very much matur so sangat lah deh kalau begitu sudah sdh udah dan for your help 86
"""


def _words(*kinds: str) -> frozenset[str]:
    rows = (row.partition(":") for row in _WORDS.split("\n"))
    return frozenset(word for kind, _, words in rows if kind in kinds for word in words.split())


ADDRESSES = _words("address")
GREETINGS = _words("greeting")
"""At least one of them is in a greeting, and nothing but `GREETING_TALK`."""
GREETING_TALK = _words("greeting", "beside greeting", "address")
THANKS = _words("thanks")
"""At least one of them is in thanks, and nothing but `THANKING_TALK`."""
THANKING_TALK = _words("thanks", "beside thanks", "address")

_ADDRESS = f"(?:{'|'.join(sorted(ADDRESSES))})"

_OPENING = re.compile(
    r"(?:(?:(?:as+a?la+m+u?\W?a?la?i?kum|ass|asw|aslm|asslm|wr|wb|wa?rah?matull?ahi|wabar[ao]katuh|p+(?=\s*[,.!\n])"
    r"|hal+o+|hel+o+|hai+|hi|hei|hey|salam(?: sejahtera)?(?: untuk kita semua)?|shalom|om swastiastu|permisi|punten"
    r"|(?:selamat|slamat|met|good) (?:pagi|siang|sore|malam|morning|afternoon|evening)"
    rf"|(?:pagi|siang|sore|malam)(?=\s*[,.!]|\s+{_ADDRESS}\b))(?:\s+{_ADDRESS})*"
    rf"|{_ADDRESS}(?=\s*[,.!:]))\b[\s,.!:-]*)+",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    rf"(?:(?:mohon )?(?:maaf|permisi|izin|ijin|numpang|{_ADDRESS})\b[\s,]*)*(?:(?:saya|kami|aku|i)\s+)?"
    r"(?:(?:mau|ingin|hendak|akan|want to)\s+)?(?:lapor(?!an)|melapor(?:kan)?|laporkan|menyampaikan|mengadukan|mengadu"
    r"|(?:ber|na)?tanya|nanya|report)\b(?!\s+(?:ke|kepada|pada|di|tapi|tetapi)\b)"
    r"(?:\s*(?:bahwa|kalau|kalo|tentang|soal|mengenai)\b)?[\s,:.-]*",
    re.IGNORECASE,
)


def without_opening(text: str) -> str:
    """The text without the greeting and the "saya mau melaporkan bahwa" that it begins with."""
    for opening in (_OPENING, _PREAMBLE):
        if match := opening.match(text):
            text = text[match.end() :]
    return text
