"""What a cell of a village list means."""

import re
from datetime import date, timedelta

from conversations.answer_words import DECLINE, begins_with, is_yes, said_in
from conversations.categories import search
from conversations.dates import read_date
from conversations.places import find_area, match_district
from conversations.profile import Area, Category, Profile
from conversations.report import ReportClass, Visibility
from conversations.village_list.row import Cells
from conversations.wording import says_something
from conversations.words import words_of

_SPREADSHEET_BEGAN = date(1899, 12, 30)
_SERIAL = re.compile(r"[34]\d{4}")
"""Days since then, from 1982 to 2036: what is left of a date whose cell is told to be a number."""
_WRITTEN_DAY = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_CLASSES = {
    ReportClass.COMPLAINT: {"pengaduan", "aduan", "keluhan", "complaint"},
    ReportClass.ASPIRATION: {"aspirasi", "usul", "usulan", "saran", "aspiration", "suggestion"},
    ReportClass.INFORMATION_REQUEST: {"permintaan", "informasi", "information", "info"},
}
_ANONYMOUS = {"anonim", "anonym", "anonymous"}
_SECRET = {"rahasia", "confidential", "secret"}
_OPEN = {"biasa", "terbuka", "umum", "open"}
_BESIDE = {"dan", "and", "sangat"}
_SIGNED = {"sudah", "ada", "ttd", "v", "x", "signed", "tanda", "tangan", "bertanda"}
_TICKS = frozenset("✓✔√☑")


def has_no_phone(text: str) -> bool:
    """Empty, "-", or "tidak ada"."""
    return not says_something(text) or begins_with(text, DECLINE)


def read_class(text: str) -> ReportClass | None:
    """An empty cell is a complaint."""
    said = set(words_of(text))
    if not said:
        return ReportClass.COMPLAINT
    return next((each for each, words in _CLASSES.items() if said & words), None)


def class_of(cells: Cells) -> ReportClass:
    """What cannot be read is a complaint until it is mended."""
    return read_class(cells.report_class) or ReportClass.COMPLAINT


def read_day(text: str, today: date) -> date | None:
    if _SERIAL.fullmatch(text):
        day = _SPREADSHEET_BEGAN + timedelta(days=int(text))
        return day if day <= today else None
    return read_date(text, today)


def is_in_the_future(text: str, today: date) -> bool:
    """A day written in numbers that has yet to come."""
    if _SERIAL.fullmatch(text):
        return _SPREADSHEET_BEGAN + timedelta(days=int(text)) > today
    if (written := _WRITTEN_DAY.fullmatch(text)) is None:
        return False
    first, month, last = (int(part) for part in written.groups())
    year, day = (first, last) if first > 31 else (last if last > 99 else last + 2_000, first)
    try:
        return date(year, month, day) > today
    except ValueError:
        return False


def read_area(cells: Cells, profile: Profile) -> Area | None:
    """The village of its own cell; without one, that which the place or else the story names."""
    if cells.village:
        return profile.area(cells.village) or match_district(cells.village, profile)
    return find_area(cells.place, profile) or find_area(cells.text, profile)


def read_category(text: str, profile: Profile) -> Category | None:
    """The one that it clearly means."""
    said = words_of(text)
    found = search(text, profile, most=2)
    if len(found) == 1:
        return found[0]
    by_id = (c for c in found if c.id == text.casefold() or words_of(c.name.id) == said)
    return next(by_id, None)


def read_visibility(text: str) -> Visibility | None:
    said = set(words_of(text))
    if not said or said - _ANONYMOUS - _SECRET - _OPEN - _BESIDE:
        return None
    seen = Visibility.SECRET if said & _SECRET else Visibility.OPEN
    if said & _ANONYMOUS:
        return seen.anonymous
    return seen if said & (_SECRET | _OPEN) else None


def is_agreed(text: str) -> bool:
    """ "Ya", "sudah", "ya, tanda tangan", or a tick."""
    said = said_in(text)
    return is_yes(said - _SIGNED) or (bool(said) and said <= _SIGNED) or not _TICKS.isdisjoint(text)
