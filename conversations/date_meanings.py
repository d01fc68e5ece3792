"""Which day a phrase of `date_phrases` means. Its groups are those of the phrase's pattern."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

OLDEST_YEARS = 10
"""A day further back is taken for a slip of the pen."""

WEEKDAYS = {"senin": 0, "selasa": 1, "rabu": 2, "kamis": 3, "jumat": 4, "sabtu": 5, "minggu": 6, "ahad": 6}
_DAYS = {"hari": 1, "pekan": 7, "minggu": 7, "menit": 0}
_MONTHS = {"bulan": 1, "tahun": 12, "th": 12}


def believed(day: date | None, today: date) -> date | None:
    """The day, unless it is to come or too long ago."""
    return day if day and _months_before(today, 12 * OLDEST_YEARS) <= day <= today else None


def same_day(match: re.Match[str], today: date) -> date:
    return today


def day_before(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=1)


def two_days_before(match: re.Match[str], today: date) -> date:
    return today - timedelta(days=2)


def counted(match: re.Match[str], today: date) -> date | None:
    day = today
    words = match["counted"].split()
    for number, unit in zip(words[::2], words[1::2], strict=True):
        count = int(number) if number.isdigit() else 1  # "a week ago"
        if unit in _MONTHS:
            day = _months_before(day, min(count * _MONTHS[unit], 12 * OLDEST_YEARS + 1))
        else:
            day -= timedelta(days=count // 24 if unit == "jam" else count * _DAYS[unit])
    return day


def last_unit(match: re.Match[str], today: date) -> date | None:
    unit = match["unit"] or match["last_unit"]
    if match["which"] == "ini":
        return None
    return _months_before(today, _MONTHS[unit]) if unit in _MONTHS else today - timedelta(days=_DAYS[unit])


def on_weekday(match: re.Match[str], today: date) -> date:
    weekday = (WEEKDAYS[match["weekday"]] - bool(match["eve"])) % 7
    if match["week"]:
        return today - timedelta(days=today.weekday() + 7 - weekday)
    is_before_today = match["since"] or match["last"] or match["ago"]
    return today - timedelta(days=(today.weekday() - weekday) % 7 or (7 if is_before_today else 0))


def day_and_month(match: re.Match[str], today: date) -> date | None:
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        return _date(_year(match["year"]), month, day)
    if match["which_year"]:
        return _date(today.year - (match["which_year"] != "ini"), month, day)
    return _latest((_date(today.year - n, month, day) for n in range(OLDEST_YEARS)), today)


def day_alone(match: re.Match[str], today: date) -> date | None:
    first = today.replace(day=1)
    which = match["month_before"] or match["month_after"]
    months = {"lalu": (1,), "kemarin": (1,), "ini": (0,)}.get(which, (0, 1, 2))
    asked = (_months_before(first, n) for n in months)
    return _latest((_date(m.year, m.month, int(match["day"])) for m in asked), today)


def numeric(match: re.Match[str], today: date) -> date | None:
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
