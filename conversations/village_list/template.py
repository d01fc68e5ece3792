"""What the template has: LAPOR!'s paper form as columns, an example, how to fill it in, and what may be chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from conversations.catalogue import Catalogue
from conversations.messages import Line, line
from conversations.profile import Profile
from conversations.report import ReportClass, Visibility
from conversations.village_list.choices import CLASS_WORDS, VISIBILITY_WORDS
from conversations.village_list.refusal import MOST_ROWS
from conversations.village_list.row import Column

EXAMPLE_CATEGORY = "lampu-jalan"


@dataclass(frozen=True, slots=True)
class Template:
    """All of it in one language. `choices` has what the cells of a column may be, where that can be listed."""

    sheet: str
    headings: tuple[str, ...]
    example: tuple[str, ...]
    how_sheet: str
    how: tuple[str, ...]
    choices_sheet: str
    choices: Mapping[Column, tuple[str, ...]]


def template(catalogue: Catalogue, language: str, today: date) -> Template:
    def text(said: Line) -> str:
        return catalogue.text(said, language)

    profile = catalogue.profile
    return Template(
        text(line("list.sheet")),
        tuple(text(Line(f"list.column.{column}")) for column in Column),
        tuple(_example(column, text(_EXAMPLES[column]), today, profile) for column in Column),
        text(line("list.sheet_how")),
        tuple(text(each) for each in _how(profile)),
        text(line("list.sheet_choices")),
        {
            Column.REPORT_CLASS: tuple(CLASS_WORDS[each].capitalize() for each in ReportClass),
            Column.VILLAGE: tuple(_villages(profile)),
            Column.CATEGORY: tuple(category.name.in_language("id") for category in profile.categories),
            Column.VISIBILITY: tuple(VISIBILITY_WORDS[each].capitalize() for each in Visibility),
            Column.CONSENT: (text(line("list.example.consent")),),
        },
    )


_EXAMPLES: dict[Column, Line] = {
    Column.NUMBER: line("list.example.number"),
    Column.NAME: line("list.example.name"),
    Column.PHONE: line("list.example.phone"),
    Column.REPORT_CLASS: line("plain.text", text=CLASS_WORDS[ReportClass.COMPLAINT].capitalize()),
    Column.TEXT: line("list.example.text"),
    Column.DATE: line("plain.text", text=""),
    Column.VILLAGE: line("plain.text", text=""),
    Column.PLACE: line("list.example.place"),
    Column.CATEGORY: line("plain.text", text=""),
    Column.VISIBILITY: line("plain.text", text=VISIBILITY_WORDS[Visibility.OPEN].capitalize()),
    Column.CONSENT: line("list.example.consent"),
    Column.CONSENT_DATE: line("plain.text", text=""),
}


def _example(column: Column, text: str, today: date, profile: Profile) -> str:
    if column in (Column.DATE, Column.CONSENT_DATE):
        return f"{today:%d/%m/%Y}"
    if column is Column.VILLAGE:
        return next(iter(_villages(profile)), "")
    if column is Column.CATEGORY:
        category = profile.category(EXAMPLE_CATEGORY) or next(iter(profile.categories), None)
        return category.name.in_language("id") if category else ""
    return text


def _villages(profile: Profile) -> list[str]:
    """Each with its kecamatan where the name alone would be that of another village, or of the kecamatan itself."""
    names = [area.name for area in profile.areas]
    districts = {area.code: area.name for area in profile.areas if area.is_district}
    return sorted(
        area.name if names.count(area.name) == 1 else f"Desa {area.name}, Kecamatan {districts[area.district_code]}"
        for area in profile.areas
        if not area.is_district
    )


def _how(profile: Profile) -> tuple[Line, ...]:
    return (
        line("list.how.title"),
        line("list.how.rows", most=MOST_ROWS),
        line("list.how.plain"),
        line("list.how.name"),
        line("list.how.phone"),
        line("list.how.report_class"),
        line("list.how.text", letters=profile.max_description),
        line("list.how.date"),
        line("list.how.village"),
        line("list.how.category"),
        line("list.how.visibility"),
        line("list.how.consent"),
        line("list.how.send"),
    )
