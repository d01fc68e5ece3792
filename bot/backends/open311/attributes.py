"""The attributes of a request: the receipt number, and what else the profile has for the service. Pure."""

from collections.abc import Iterator, Sequence

from bot.backends.open311.readings import Attribute, Service
from conversations.catalogue import Catalogue
from conversations.messages import Line
from conversations.profile import Profile, Told
from conversations.report import Report
from handlers.errors import AwaitsSetting

LANGUAGE = "id"
"""Of the office."""
ONLY_TEXT = str.maketrans({"<": "‹", ">": "›"})
"""What is sent is plain text, and some servers show what looks like HTML as that."""


def attribute_fields(
    report: Report, service: Service, attributes: Sequence[Attribute], catalogue: Catalogue
) -> Iterator[tuple[str, str]]:
    """Raises `AwaitsSetting` when the service asks for more than the profile fills."""
    given = dict(_given(report, service, catalogue))
    lacking = [each.code for each in attributes if each.is_required and not given.get(each.code)]
    if lacking:
        raise AwaitsSetting(f"[open311] in the profile must fill the attribute {lacking[0][:60]}")
    several = {each.code for each in attributes if each.takes_several}
    for code, value in given.items():
        yield f"attribute[{code}]" + ("[]" if code in several else ""), value


def _given(report: Report, service: Service, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    ours = catalogue.profile.open311
    if ours.receipt_attribute:
        yield ours.receipt_attribute, report.receipt
    if report.visibility.is_secret:
        yield ours.secret_attribute, "true"
    for attribute in ours.attributes:
        is_its = not attribute.services or service.code in attribute.services
        if is_its and (value := _told(attribute.filled_with, report, catalogue) or attribute.value):
            yield attribute.code, value.translate(ONLY_TEXT)


def _told(what: Told, report: Report, catalogue: Catalogue) -> str:
    """That part of the report, or "" where it does not say."""
    profile, place = catalogue.profile, report.place
    match what:
        case Told.VALUE:
            return ""
        case Told.TITLE:
            return report.title
        case Told.DESCRIPTION:
            return report.description
        case Told.REPORT_CLASS:
            return catalogue.text(Line(f"class.{report.report_class}"), LANGUAGE)
        case Told.CATEGORY:
            category = profile.category(report.category)
            return category.name.in_language(LANGUAGE) if category else ""
        case Told.EVENT_DATE:
            return report.event_date.day.isoformat() if report.event_date.day else report.event_date.as_said
        case Told.LANDMARK:
            return place.landmark
        case Told.DISTRICT:
            return _area(place.district, profile)
        case Told.VILLAGE:
            return _area(place.village, profile)


def _area(code: str, profile: Profile) -> str:
    area = profile.area(code)
    return area.name if area else ""
