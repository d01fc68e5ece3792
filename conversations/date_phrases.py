"""The ways of naming a day, as patterns over what `date_words.tidy` writes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from conversations import date_meanings as meanings

_Meaning = Callable[[re.Match[str], date], date | None]
_Test = Callable[[re.Match[str]], bool]

_WEEKDAY = "(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad)"
_PART = "(?:pagi|siang|sore|malam|subuh)"
_COUNT = r"(?:\d{1,3}|an?)"
_UNIT = "(?:hari|pekan|minggu|bulan|tahun|th|jam|menit)"
_ON = rf"(?:(?:hari )?{_WEEKDAY} (?:, )?)?"
_TH = "(?: (?:st|nd|rd|th))?"
_YEAR = rf"(?:(?: ,| -)?(?: tahun)? (?P<year>\d{{4}}|\d\d(?!\S| {_UNIT}))| tahun (?P<which_year>lalu|kemarin|ini))?"
_FULL = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)|\d{4}[/-]\d{1,2}[/-]\d{1,2}"
_SHORT = r"\d{1,2}/\d{1,2}|0\d-\d\d|\d\d-0\d"


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that names a day; `day` is None where that day is not to be believed (to come, or ages ago)."""

    start: int
    end: int
    day: date | None
    is_onset: bool
    """Said to be the beginning ("sejak", "sudah"): the day of the event, whatever else is told."""
    is_no_day: bool
    """A bound, a repetition or a stretch ("sampai besok", "tiap senin", "senin - jumat")."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """One that is clear means a day wherever it stands."""

    needs: frozenset[str]
    pattern: re.Pattern[str]
    meaning: _Meaning
    is_clear: _Test


def named_days(tidied: str, today: date, *, is_story: bool) -> list[Named]:
    """The phrases in their order; of two that overlap the earlier, then the longer one.

    In a story only those that mean a day wherever they stand: "hari senin" need not be when it happened.
    """
    words = set(tidied.split())
    named = [
        Named(
            m.start(),
            m.end(),
            meanings.believed(phrase.meaning(m, today), today),
            bool(m["since"]),
            bool(m["to"] or m["on"]),
        )
        for phrase in _PHRASES
        if not phrase.needs or not phrase.needs.isdisjoint(words)
        for m in phrase.pattern.finditer(tidied)
        if not is_story or phrase.is_clear(m)
    ]
    named.sort(key=lambda n: (n.start, -n.end))
    kept: list[Named] = []
    for each in named:
        if not kept or each.start > kept[-1].end:
            kept.append(each)
    return kept


def _always(match: re.Match[str]) -> bool:
    return True


def _has(*groups: str) -> _Test:
    return lambda match: any(match[group] for group in groups)


def _phrase(needs: str, body: str, meaning: _Meaning, is_clear: _Test, *, bounds: str = "sampai") -> _Phrase:
    """`needs` are words of which the text must have one, if any are named: a pattern is slower than a look at words.

    Group `to` makes it a bound or a repetition from before, `on` (one of `bounds`) from behind.
    """
    before = r"(?<!\S)(?P<to>(?:sampai|setiap|before|after|awal|next|dalam|in|within) )?(?P<since>(?:sejak|sudah) )?"
    return _Phrase(
        frozenset(needs.split()), re.compile(rf"{before}(?:{body})(?P<on> (?:{bounds}))?(?!\S)"), meaning, is_clear
    )


_PARTS = "pagi siang sore malam subuh"
_UNITS = "hari pekan minggu bulan tahun th jam menit"
_MONTH_WORDS = "bulan @1 @2 @3 @4 @5 @6 @7 @8 @9 @10 @11 @12"

_PHRASES = (
    _phrase(
        f"ini {_PARTS} jam",
        rf"hari ini|tadi (?!malam){_PART}|(?!malam){_PART} tadi|{_PART} ini|ini {_PART}|(?:setengah|half an?) jam lalu",
        meanings.same_day,
        _always,
    ),
    _phrase(
        "tadi barusan saja sekarang",
        "tadi(?! malam)|barusan|baru saja|just sekarang|sekarang",
        meanings.same_day,
        _has("since"),
    ),
    _phrase(
        "kemarin", "kemarin (?:lusa|dulu)|lusa kemarin|(?:hari )?before kemarin", meanings.two_days_before, _always
    ),
    _phrase(
        "kemarin semalam malam",
        rf"(?:{_PART} )?kemarin(?: {_PART})?|semalam(?! suntuk)|tadi malam|malam tadi|last malam",
        meanings.day_before,
        _always,
    ),
    _phrase(
        _UNITS,
        rf"(?P<span>selama )?(?P<counted>{_COUNT} {_UNIT}(?: {_COUNT} {_UNIT})?)"
        "(?: (?P<ago>lalu|kemarin|terakhir|belakangan)(?: ini)?| ini)?",
        meanings.counted,
        lambda m: bool(m["ago"] or ((m["span"] or m["since"]) and "tahun" not in m["counted"])),  # or it may be an age
        bounds="depan|lagi|sekali|kemudian|before|after",
    ),
    _phrase(
        "minggu pekan bulan tahun",
        "(?P<unit>minggu|pekan|bulan|tahun) (?P<which>lalu|kemarin|ini)|last (?P<last_unit>pekan|bulan|tahun)",
        meanings.last_unit,
        lambda m: bool(m["since"]) or "tahun" not in (m["unit"], m["last_unit"]),
    ),
    _phrase(
        " ".join(meanings.WEEKDAYS),
        rf"(?P<last>last )?(?P<eve>malam )?(?:hari )?(?P<weekday>{_WEEKDAY})(?: malam {_WEEKDAY}| {_PART})?"
        "(?: (?P<week>(?:minggu|pekan) (?:lalu|kemarin)|last pekan)| (?P<ago>lalu|kemarin|tadi|terakhir))?"
        rf"(?: {_PART})?",
        meanings.on_weekday,
        _has("since", "last", "ago", "week"),
        bounds=rf"depan|sampai|(?:-|dan) (?={_WEEKDAY})",
    ),
    _phrase(
        _MONTH_WORDS,
        rf"(?<!jalan ){_ON}(?P<at>(?:pada )?tgl |pada )?"
        rf"(?P<day>\d{{1,2}}){_TH} (?:- )?(?(at)(?:@|bulan )|@)(?P<month>\d\d?){_YEAR}",
        meanings.day_and_month,
        _has("at", "since", "year", "which_year"),
        bounds=r"sampai|- (?=\d)",
    ),
    _phrase(
        _MONTH_WORDS,
        rf"(?<!jalan ){_ON}@(?P<month>\d\d?) (?P<day>\d{{1,2}})(?! (?!th){_UNIT}|\d){_TH}{_YEAR}",
        meanings.day_and_month,
        _has("since", "year"),
    ),
    _phrase(
        "tgl",
        rf"(?:bulan (?P<month_before>lalu|kemarin|ini) )?{_ON}(?:pada )?tgl (?P<day>\d{{1,2}})"
        "(?: bulan (?P<month_after>lalu|kemarin|ini)| kemarin| lalu)?",
        meanings.day_alone,
        _always,
        bounds=r"depan|sampai|- (?=\d)",
    ),
    _phrase(
        "",
        rf"{_ON}(?P<at>(?:pada )?tgl |pada )?(?P<numeric>{_FULL}|{_SHORT})(?! {_UNIT})",
        meanings.numeric,
        lambda m: bool(m["at"] or m["since"]) or re.search(r"\d{4}", m["numeric"]) is not None,
        bounds=r"sampai|- (?=\d)",
    ),
)
