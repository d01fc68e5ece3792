"""What day a person means, in chat Indonesian or English ("senin lalu", "3 hari yg lalu", "tgl 5")."""

import re
from datetime import date, datetime, time

from conversations.date_meanings import believed
from conversations.date_phrases import Named, named_days
from conversations.date_words import tidy

_READ_AT_MOST = 2_000  # characters: a date comes early, and a long text must not cost long
_ANSWER_WORDS = 12  # more words than this are a story
_FALLBACK_AT_MOST = 40  # characters: in longer texts dateparser finds days that nobody meant

_VAGUE = re.compile(
    r"(?<!\S)(?:lupa|tidak (?:bisa |punya |begitu )?(?:tahu|ingat|yakin|pasti|jelas|hafal)"
    r"|(?:kurang|belum) (?:tahu|ingat|yakin|pasti|jelas)|entah|entahlah"
    r"|(?:sudah|sejak|selama|cukup|sangat|a) lama|lama (?:sekali|banget|sudah|lalu|time)|sejak (?:dulu|dahulu)"
    r"|setiap|sering|selalu|always|often|recently|terus-menerus|berkali-kali|akhir-akhir|belakangan|baru-baru"
    r"|beberapa (?:hari|minggu|pekan|bulan|tahun|kali)|ber(?:hari-hari|minggu-minggu|bulan-bulan|tahun-tahun)"
    r")(?!\S)|^(?:lama|dulu|dahulu)$"
)


def read_date(text: str, today: date) -> date | None:
    """The day meant by an answer to "when": never after `today`, at most ten years before it; else None.

    A weekday alone is the latest one, `today` included; with "lalu" or "sejak" it lies before `today`. A day without
    its month or year is the latest such day. Of 5/11 the day comes first.
    """
    tidied = tidy(text[:_READ_AT_MOST])
    named = named_days(tidied, today, is_story=tidied.count(" ") >= _ANSWER_WORDS)
    if not named:
        return _read_other(text, today)
    return None if any(n.is_no_day for n in named) else _the_day(named)


def find_date(text: str, today: date) -> date | None:
    """The day named in a story, where a phrase clearly names one and no other phrase names another; else None."""
    named = named_days(tidy(text[:_READ_AT_MOST]), today, is_story=True)
    return _the_day([n for n in named if not n.is_no_day])


def is_vague(text: str) -> bool:
    """True for an answer to "when" that says that no day can be had: not known, long ago, or time and again.

    Ask `read_date` first: "lupa, mungkin kemarin" names a day.
    """
    tidied = tidy(text[:_READ_AT_MOST])
    return tidied.count(" ") < _ANSWER_WORDS and _VAGUE.search(tidied) is not None


def _the_day(named: list[Named]) -> date | None:
    days = {n.day for n in named if n.day and n.is_onset} or {n.day for n in named if n.day}
    return days.pop() if len(days) == 1 else None


def _read_other(text: str, today: date) -> date | None:
    """What `dateparser` makes of a short text with a word or a year in it that names both day and month."""
    if len(text) > _FALLBACK_AT_MOST or not re.search(r"[^\W\d_]{3}|\d{4}", text):
        return None
    import dateparser  # it takes 0.3 s, and most people never need it

    settings = {
        "PREFER_DATES_FROM": "past",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "DATE_ORDER": "DMY",
        "PARSERS": ["relative-time", "absolute-time"],
        "REQUIRE_PARTS": ["day", "month"],
    }
    for language in ("id", "en"):
        if found := dateparser.parse(text, languages=[language], settings=settings):
            return believed(found.date(), today)
    return None
