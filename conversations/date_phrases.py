"""The ways of naming a day, and which day each means. They read what `date_words.tidy` writes."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

OLDEST_YEARS = 10
"""A day further back is taken for a slip of the pen."""

_Meaning = Callable[[re.Match[str], date], date | None]
_Test = Callable[[re.Match[str]], bool]

_WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
_DAYS = {"hari": 1, "pekan": 7, "minggu": 7, "menit": 0}
_MONTHS = {"bulan": 1, "tahun": 12, "th": 12}

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
        Named(m.start(), m.end(), believed(phrase.meaning(m, today), today), bool(m["since"]), bool(m["to"] or m["on"]))
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


def believed(day: date | None, today: date) -> date | None:
    """The day, unless it is to come or too long ago."""
    return day if day and _months_before(today, 12 * OLDEST_YEARS) <= day <= today else None


def _today(match: re.Match[str], today: date) -> date:
    return today


def _yesterday(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=1)


def _two_days_before(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=2)


def _counted(match: re.Match[str], today: date) -> date | None:
    day = today
    for number, unit in re.findall(rf"({_COUNT}) ({_UNIT})", match["counted"]):
        count = int(number) if number.isdigit() else 1
        if unit in _MONTHS:
            day = _months_before(day, min(count * _MONTHS[unit], 12 * OLDEST_YEARS + 1))
        else:
            day -= timedelta(days=count // 24 if unit == "jam" else count * _DAYS[unit])
    return day


def _last_unit(match: re.Match[str], today: date) -> date | None:
    unit = match["unit"] or match["last_unit"]
    if match["which"] == "ini":
        return None
    return _months_before(today, _MONTHS[unit]) if unit in _MONTHS else today - timedelta(days=_DAYS[unit])


def _weekday(match: re.Match[str], today: date) -> date:
    weekday = (_WEEKDAYS[match["weekday"]] - bool(match["eve"])) % 7
    if match["week"]:
        return today - timedelta(days=today.weekday() + 7 - weekday)
    is_before_today = match["since"] or match["last"] or match["ago"]
    return today - timedelta(days=(today.weekday() - weekday) % 7 or (7 if is_before_today else 0))


def _day_and_month(match: re.Match[str], today: date) -> date | None:
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        return _date(_year(match["year"]), month, day)
    if match["which_year"]:
        return _date(today.year - (match["which_year"] != "ini"), month, day)
    return _latest((_date(today.year - n, month, day) for n in range(OLDEST_YEARS)), today)


def _day_alone(match: re.Match[str], today: date) -> date | None:
    first = today.replace(day=1)
    which = match["month_before"] or match["month_after"]
    months = {"lalu": (1,), "kemarin": (1,), "ini": (0,)}.get(which, (0, 1, 2))
    asked = (_months_before(first, n) for n in months)
    return _latest((_date(m.year, m.month, int(match["day"])) for m in asked), today)


def _numeric(match: re.Match[str], today: date) -> date | None:
    first, second, *rest = re.split("[/.-]", match["numeric"])
    if not rest:
        return _latest((_date(today.year - n, int(second), int(first)) for n in range(OLDEST_YEARS)), today)
    if len(first) == 4:
        return _date(int(first), int(second), int(rest[0]))
    return _date(_year(rest[0]), int(second), int(first))


def _year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(days: Iterable[date | None], today: date) -> date | None:
    return next((day for day in days if day and day <= today), None)


def _months_before(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _always(match: re.Match[str]) -> bool:
    return True


def _never(match: re.Match[str]) -> bool:
    return False


def _has(*groups: str) -> _Test:
    return lambda match: any(match[group] for group in groups)


def _phrase(needs: str, body: str, meaning: _Meaning, is_clear: _Test, *, bounds: str = "sampai") -> _Phrase:
    """`needs` are words of which the text must have one, before the pattern is tried at all.

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
        _today,
        _always,
    ),
    _phrase(
        "tadi barusan saja sekarang", "tadi(?! malam)|barusan|baru saja|just sekarang|sekarang", _today, _has("since")
    ),
    _phrase("kemarin", "kemarin (?:lusa|dulu)|lusa kemarin|(?:hari )?before kemarin", _two_days_before, _always),
    _phrase(
        "kemarin semalam malam",
        rf"(?:{_PART} )?kemarin(?: {_PART})?|semalam(?! suntuk)|tadi malam|malam tadi|last malam",
        _yesterday,
        _always,
    ),
    _phrase(
        _UNITS,
        rf"(?P<span>selama )?(?P<counted>{_COUNT} {_UNIT}(?: {_COUNT} {_UNIT})?)"
        "(?: (?P<ago>lalu|kemarin|terakhir|belakangan)(?: ini)?| ini)?",
        _counted,
        lambda m: bool(m["ago"] or ((m["span"] or m["since"]) and "tahun" not in m["counted"])),  # or it may be an age
        bounds="depan|lagi|sekali|kemudian|before|after",
    ),
    _phrase(
        "minggu pekan bulan tahun",
        "(?P<unit>minggu|pekan|bulan|tahun) (?P<which>lalu|kemarin|ini)|last (?P<last_unit>pekan|bulan|tahun)",
        _last_unit,
        lambda m: bool(m["since"]) or "tahun" not in (m["unit"], m["last_unit"]),
    ),
    _phrase(
        " ".join(_WEEKDAYS),
        rf"(?P<last>last )?(?P<eve>malam )?(?:hari )?(?P<weekday>{_WEEKDAY})(?: malam {_WEEKDAY}| {_PART})?"
        "(?: (?P<week>(?:minggu|pekan) (?:lalu|kemarin)|last pekan)| (?P<ago>lalu|kemarin|tadi|terakhir))?"
        rf"(?: {_PART})?",
        _weekday,
        _has("since", "last", "ago", "week"),
        bounds=rf"depan|sampai|(?:-|dan) (?={_WEEKDAY})",
    ),
    _phrase(
        _MONTH_WORDS,
        rf"(?<!jalan ){_ON}(?P<at>(?:pada )?tgl |pada )?"
        rf"(?P<day>\d{{1,2}}){_TH} (?:- )?(?:@|bulan )(?P<month>\d\d?){_YEAR}",
        _day_and_month,
        _has("at", "since", "year", "which_year"),
        bounds=r"sampai|- (?=\d)",
    ),
    _phrase(
        _MONTH_WORDS,
        rf"(?<!jalan ){_ON}@(?P<month>\d\d?) (?P<day>\d{{1,2}})(?! (?!th){_UNIT}|\d){_TH}{_YEAR}",
        _day_and_month,
        _has("since", "year"),
    ),
    _phrase(
        "tgl",
        rf"(?:bulan (?P<month_before>lalu|kemarin|ini) )?{_ON}(?:pada )?tgl (?P<day>\d{{1,2}})"
        "(?: bulan (?P<month_after>lalu|kemarin|ini)| kemarin| lalu)?",
        _day_alone,
        _always,
        bounds=r"depan|sampai|- (?=\d)",
    ),
    _phrase(
        "",
        rf"{_ON}(?P<at>(?:pada )?tgl |pada )?(?P<numeric>{_FULL}|{_SHORT})(?! {_UNIT})",
        _numeric,
        lambda m: bool(m["at"] or m["since"]) or re.search(r"\d{4}", m["numeric"]) is not None,
        bounds=r"sampai|- (?=\d)",
    ),
)
