"""What takes long only the first time is done before anybody has to wait for it."""

from datetime import date
from importlib import import_module

from conversations.dates import read_date
from conversations.deadlines import is_working_day
from conversations.profile import Profile

NEEDS_THE_DATE_LIBRARY = "anno 2026"
"""No day that our own words tell: `read_date` asks its library."""


def warm_up(profile: Profile, today: date) -> None:
    """Dates, holidays of this year and the next, and pictures are as quick as ever after. Takes a second or so."""
    for year in (today.year, today.year + 1):
        for day in (4, 5, 6):  # one of them at least is no weekend, for which no holidays are looked up
            is_working_day(date(year, 1, day), profile)
    read_date(NEEDS_THE_DATE_LIBRARY, today)
    import_module("handlers.pictures")
