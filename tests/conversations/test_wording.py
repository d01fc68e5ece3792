"""What people type, cleaned, compared and shortened."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.wording import (
    TITLE_LENGTH,
    clean,
    excerpt,
    is_greeting,
    is_thanks,
    propose_title,
    says_something,
    words_key,
)

INVISIBLE = [
    *map(chr, (*range(0x09), 0x0E, 0x1B, 0x7F, 0x80, 0x9F)),  # controls
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c",  # direction
    *"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u2800\u3164",  # no width, or nothing to see
    *"\ud800\udfff\ufffe\U000e0041\U0010ffff",  # half characters, hidden tags, noncharacters
]
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1ee\U0001f1e9"
LONG = (
    "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin gelap gulita dan tidak ada yang memperbaiki sama sekali"
)


@pytest.mark.parametrize("hidden", INVISIBLE, ids=lambda hidden: f"{ord(hidden):04x}")
def test_what_nobody_sees_is_taken_out(hidden: str) -> None:
    assert clean(f"jalan{hidden} rusak") == "jalan rusak"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  jalan rusak \n", "jalan rusak"),
        ("jalan\trusak", "jalan rusak"),
        ("satu\r\ndua\rtiga\u2028empat", "satu\ndua\ntiga\nempat"),
        ("satu\n\n \n\t\n\ndua", "satu\n\ndua"),
        ("Cafe\u0301", "Café"),
        (f"keluarga {FAMILY}", f"keluarga {FAMILY}"),
        ("kata\u200dkata \u200d\U0001f467", "katakata \U0001f467"),
        ("\U0001f3f3\ufe0f\u200d\U0001f308 ❤️", "\U0001f3f3\ufe0f\u200d\U0001f308 ❤️"),
        ('<b>jalan</b> & "rusak" \'; --', '<b>jalan</b> & "rusak" \'; --'),
        ("مرحبا שלום 你好", "مرحبا שלום 你好"),
    ],
)
def test_what_people_see_stays(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text(st.characters() | st.sampled_from([*INVISIBLE, "\n", " ", "\u0301", "\U0001f467"])))
def test_a_clean_text_is_left_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == once.strip()
    assert "\n\n\n" not in once
    assert unicodedata.is_normalized("NFC", once)
    assert not {unicodedata.category(c) for c in once if c != "\n"} & {"Cc", "Cs"}


@given(st.text(st.characters() | st.sampled_from([*FAMILY, *FLAG, "\u0301"])), st.integers(1, 20))
def test_a_cut_text_is_the_beginning_of_the_whole_and_no_longer_than_asked(text: str, limit: int) -> None:
    cut = clean(text, limit)
    assert len(cut) <= limit
    assert clean(text).startswith(cut)


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("jalan rusak", 5, "jalan"),
        ("jalan rusak", 6, "jalan"),
        (f"a{FAMILY}", 3, "a"),
        (f"a{FAMILY}", 6, f"a{FAMILY}"),
        (f"{FLAG}{FLAG}", 3, FLAG),
        ("b\U0001f44d\U0001f3fd", 2, "b"),
        ("xe\u0323\u0301y", 2, "x"),
    ],
)
def test_a_cut_does_not_go_through_what_a_person_sees_as_one(text: str, limit: int, kept: str) -> None:
    assert clean(text, limit) == clean(kept)


@pytest.mark.parametrize("text", ["ok", "3", "no 5", "😡 lampu", "да", "5️⃣ 12"])
def test_a_word_or_a_number_says_something(text: str) -> None:
    assert says_something(text)


@pytest.mark.parametrize("text", ["", "…", "...", "??", "😀", "👍🏽", "a", "1️⃣", "- _ -", "p", FLAG, FAMILY])
def test_emoji_dots_and_single_letters_say_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    """halo|Haloooo|P|ppp|p p p|Assalamualaikum|assalamu'alaikum wr. wb.|Assalamu’alaikum warahmatullahi wabarakatuh
Ass wr wb|selamat pagi pak|Pagi min|test|mulai|saya mau lapor|Mau tanya|pak?|Selamat malam 🙏|hi there|good morning
Apa kabar?|lapor|om swastiastu|Permisi, mau melapor pak""".replace("\n", "|").split("|"),
)
def test_a_text_that_only_opens_a_talk_is_a_greeting(text: str) -> None:
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text",
    """halo jalan rusak|pagi ini jalan macet|🙏|saya|lampu mati|mau lapor jalan rusak|siang tadi banjir|...|tes 123|a|
selamat ulang tahun""".split("|"),
)
def test_a_text_with_a_matter_is_no_greeting(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    "text",
    """terima kasih|Terima kasih banyak pak 🙏|makasih|tks|ok|Oke|siap|thanks|👍|🙏🏽|👍 👍|ok siap 86|okeee
Baik, terima kasih atas bantuannya|thank you so much|trima kasih bu""".replace("\n", "|").split("|"),
)
def test_thanks_in_words_or_with_a_thumb_are_thanks(text: str) -> None:
    assert is_thanks(text)


@pytest.mark.parametrize(
    "text", "ok jalan masih rusak|terima|ya|😀|| |terima kasih tapi belum selesai|kasih|😡👍|tidak ok".split("|")
)
def test_anything_beside_thanks_is_not_thanks(text: str) -> None:
    assert not is_thanks(text)


@pytest.mark.parametrize(
    ("description", "title"),
    [
        (
            "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap",
            "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap",
        ),
        ("Assalamualaikum, mohon diperbaiki jalan poros", "Mohon diperbaiki jalan poros"),
        ("Assalamu’alaikum wr wb, selamat pagi pak, saya mau melaporkan bahwa jalan rusak", "Jalan rusak"),
        ("Pagi min. lampu mati", "Lampu mati"),
        ("maaf pak izin lapor: banjir", "Banjir"),
        ("P\n\nlampu mati\ndi RT 5", "Lampu mati"),
        ("Tolong. Jalan rusak berat di km 5", "Jalan rusak berat di km 5"),
        ("Jalan di Jl. Yos Sudarso No. 5 rusak. Tolong diperbaiki.", "Jalan di Jl. Yos Sudarso No. 5 rusak"),
        ("jalan rusak parah!!! tolong", "Jalan rusak parah"),
        ("mau tanya bagaimana cara mengurus KTP?", "Bagaimana cara mengurus KTP?"),
        (LONG, "Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin gelap gulita dan …"),
        (f"Lampu jalan mati total, {LONG}", "Lampu jalan mati total"),
        ("pagi ini jalan macet", "Pagi ini jalan macet"),
        ("Ibu saya ditolak puskesmas", "Ibu saya ditolak puskesmas"),
        ("Saya lapor ke kelurahan tidak ditanggapi", "Saya lapor ke kelurahan tidak ditanggapi"),
        ("Assalamualaikum", "Assalamualaikum"),
        ("🔥🔥", "🔥🔥"),
        (".\n.", ". ."),
        ("", ""),
    ],
)
def test_the_proposed_title_is_the_matter_in_one_sentence(description: str, title: str) -> None:
    assert propose_title(description) == title


@given(
    st.text() | st.lists(st.sampled_from(["pak", "halo", "saya", "lapor", ".", ",", "\n", "jalan " * 9])).map(" ".join)
)
def test_every_title_fits_one_line(description: str) -> None:
    title = propose_title(description)
    assert len(title) <= TITLE_LENGTH
    assert "\n" not in title
    assert title or not clean(description)


def test_an_excerpt_that_fits_is_the_whole_on_one_line() -> None:
    assert excerpt("jalan\n\n  rusak", 11) == "jalan rusak"


def test_an_excerpt_ends_between_two_words() -> None:
    assert excerpt(LONG, 46) == "Lampu jalan depan SMPN 1 Sangatta Utara mati …"


def test_one_long_word_is_cut_where_it_must_be() -> None:
    assert excerpt("https://contoh.go.id/" + "x" * 50, 12) == "https://con…"


@given(st.text(), st.integers(0, 30))
def test_an_excerpt_is_never_longer_than_asked(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("kirim lokasi", "📍 Kirim lokasi"),
        ("TIDAK TAHU!", "Tidak tahu"),
        ("ya  kirim", "Ya, kirim"),
        ("Straße", "STRASSE"),
        ("Ｋｉｒｉｍ", "Kirim"),
    ],
)
def test_a_typed_label_is_the_same_words(typed: str, label: str) -> None:
    assert words_key(typed) == words_key(label)


@pytest.mark.parametrize(
    ("typed", "label"), [("kirim", "Kirim lokasi"), ("", ""), ("👍", "🙏"), ("tidaktahu", "Tidak tahu")]
)
def test_other_words_or_no_words_are_not_the_same(typed: str, label: str) -> None:
    assert not words_key(typed) or words_key(typed) != words_key(label)
