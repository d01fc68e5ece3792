"""Lines become text: the gettext catalogues, with dates, categories and agencies in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from gettext import NullTranslations
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from conversations.messages import Line, Outgoing, Rendered, RenderedOption, line
from conversations.profile import Profile

LANGUAGES = ("id", "en")

# CLDR patterns: https://unicode.org/reports/tr35/tr35-dates.html#Date_Field_Symbol_Table
DATE_PATTERN = "EEEE, d MMMM y"
MOMENT_PATTERN = {"id": "d MMM y, HH.mm", "en": "d MMM y, HH:mm"}
CLOCK_PATTERN = {"id": "HH.mm", "en": "HH:mm"}


class Catalogue:
    """Texts of one office. `bot.locale` reads the translations.

    A place in a text may name how its value is written: `{day:date}`, `{at:moment}`, `{at:clock}` (ISO 8601 values),
    `{x:category}`, `{x:agency}`, `{x:area}` (ids of the profile), `{path:link}` (an address of our own pages),
    `{x:label.status}` (the text whose key is `status.` + value).
    """

    def __init__(self, translations: Mapping[str, NullTranslations], profile: Profile, public_url: str = "") -> None:
        """`public_url` is where people reach the pages, without a slash at its end; empty where nobody can."""
        self._translations = translations
        self.profile = profile
        self.public_url = public_url
        self._formatters = {language: _Writer(self, language) for language in LANGUAGES}

    def text(self, line: Line, language: str) -> str:
        """The line in `language`; a language that we do not speak is answered in Indonesian."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        pattern = self._translations[language].gettext(line.key)
        return self._formatters[language].vformat(pattern, (), line.params) if "{" in pattern else pattern

    def render(self, outgoing: Outgoing, language: str) -> Rendered:
        """The message in `language`, plain text, its lines under each other."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        options = tuple(RenderedOption(o.data, self.text(o.label, language), o.is_quiet) for o in outgoing.options)
        text = "\n".join(self.text(each, language) for each in outgoing.lines)
        number, of = outgoing.progress
        progress = self.text(line("plain.progress", number=number, of=of), language) if number else ""
        asks_location = outgoing.asks_location
        return Rendered(text, options, asks_location, outgoing.closes_prompt, progress, language, outgoing.file)


class _Writer(Formatter):
    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def format_field(self, value: Any, spec: str) -> str:
        profile = self._catalogue.profile
        if spec == "date":
            return format_date(_local(str(value), profile).date(), DATE_PATTERN, locale=self._language)
        if spec == "moment":
            return format_datetime(_local(str(value), profile), MOMENT_PATTERN[self._language], locale=self._language)
        if spec == "clock":
            return format_datetime(_local(str(value), profile), CLOCK_PATTERN[self._language], locale=self._language)
        if spec.startswith("label."):
            return self._catalogue.text(Line(f"{spec.removeprefix('label.')}.{value}"), self._language)
        if spec == "category":
            category = profile.category(str(value))
            return category.name.in_language(self._language) if category else str(value)
        if spec == "agency":
            agency = profile.agency(str(value))
            return agency.name.in_language(self._language) if agency else str(value)
        if spec == "area":
            return _area_name(str(value), profile)
        if spec == "link":
            return f"{self._catalogue.public_url}{value}"
        return str(format(value, spec))


def _local(value: str, profile: Profile) -> datetime:
    if len(value) == len("2026-11-21"):
        return datetime.combine(date.fromisoformat(value), datetime.min.time())
    return datetime.fromisoformat(value).astimezone(ZoneInfo(profile.office.timezone))


def _area_name(code: str, profile: Profile) -> str:
    """`Teluk Lingga, Sangatta Utara` for a village, `Sangatta Utara` for a kecamatan, the regency for none of them."""
    names = [area.name for area in (profile.area(code), profile.area(code[:8])) if area]
    return ", ".join(dict.fromkeys(names)) or code or profile.office.regency
