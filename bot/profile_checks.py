"""Says where a profile contradicts itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conversations.profile import Profile, Told
from conversations.report import ReportClass

_PREFIX = re.compile(r"[A-Z]{2,4}")
_AREA_CODE = re.compile(r"\d\d\.\d\d\.\d\d(\.\d{4})?")
_ID = re.compile(r"[a-z0-9-]{1,30}")
"""What a button's value has room for: Telegram takes 64 bytes (https://core.telegram.org/bots/api)."""
HOURS = 24
MOST_DAYS = 3_650
"""Of a limit or of patience: ten years, so that a date can always be told."""
MOST_HOURS = 8_760
MOST_MONTHS = 600
MOST_BYTES = 2 * 1024**3
MOST_FILES = 100
MOST_LETTERS = 100_000


def first_contradiction(profile: Profile) -> str:
    """The first thing wrong, with file and field; or empty."""
    checks: tuple[Callable[[Profile], Iterator[str]], ...] = (
        _office,
        _lists,
        _limits,
        _patience_and_files,
        _notice_hours,
        _areas,
        _routing,
        _open311,
    )
    return next((wrong for check in checks for wrong in check(profile)), "")


def _office(profile: Profile) -> Iterator[str]:
    office = profile.office
    if not _PREFIX.fullmatch(office.prefix):
        yield "profile.toml: office.prefix must be 2 to 4 letters A-Z"
    try:
        ZoneInfo(office.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield f'profile.toml: office.timezone: "{office.timezone}" is not a known time zone (like Asia/Makassar)'
    yield from _outside("office.retention_months", office.retention_months, MOST_MONTHS)
    yield from _outside("max_description", profile.max_description, MOST_LETTERS)
    asked = [asked.report_class for asked in profile.asked]
    yield from _lacking("asked", "report_class", asked)
    yield from _repeated("profile.toml: asked", "report_class", asked)


def _lists(profile: Profile) -> Iterator[str]:
    if not profile.categories:
        yield "profile.toml: categories must have at least one"
    yield from _repeated("profile.toml: categories", "id", [category.id for category in profile.categories])
    yield from _repeated("profile.toml: agencies", "id", [agency.id for agency in profile.agencies])
    yield from _repeated("profile.toml: hotlines", "id", [hotline.id for hotline in profile.hotlines])
    for name, ids in (
        ("categories", [category.id for category in profile.categories]),
        ("agencies", [agency.id for agency in profile.agencies]),
    ):
        for i, id in enumerate(ids):
            if not _ID.fullmatch(id):
                yield f"profile.toml: {name}[{i}].id must be 1 to 30 of a-z, 0-9 and -"
    for name, named in (
        ("categories", [category.name for category in profile.categories]),
        ("agencies", [agency.name for agency in profile.agencies]),
        ("hotlines", [hotline.name for hotline in profile.hotlines]),
    ):
        yield from (
            f"profile.toml: {name}[{i}].name.id must not be empty" for i, n in enumerate(named) if not n.id.strip()
        )


def _limits(profile: Profile) -> Iterator[str]:
    pairs = [f"{limit.report_class} {limit.stage}" for limit in profile.limits]
    yield from _repeated("profile.toml: limits", "report_class and stage", pairs)
    for i, limit in enumerate(profile.limits):
        yield from _outside(f"limits[{i}].days", limit.days, MOST_DAYS)
        if not limit.source.strip():
            yield f"profile.toml: limits[{i}].source must say who names this limit"


def _patience_and_files(profile: Profile) -> Iterator[str]:
    patience, files = profile.patience, profile.files
    if not 0 <= patience.day_begins_hour < patience.day_ends_hour <= HOURS:
        yield "profile.toml: patience.day_begins_hour must be earlier than day_ends_hour, both between 0 and 24"
    if not 0 < patience.remind_after_hours < patience.put_away_after_days * HOURS:
        yield "profile.toml: patience.remind_after_hours must be at least 1 and sooner than put_away_after_days"
    if patience.delete_after_days <= patience.put_away_after_days:
        yield "profile.toml: patience.delete_after_days must be later than put_away_after_days"
    yield from _outside("patience.remind_after_hours", patience.remind_after_hours, MOST_HOURS)
    yield from _outside("patience.delete_after_days", patience.delete_after_days, MOST_DAYS)
    yield from _outside("files.max_bytes", files.max_bytes, MOST_BYTES)
    yield from _outside("files.max_files", files.max_files, MOST_FILES)
    if not files.media_types:
        yield "profile.toml: files.media_types must have at least one"


def _notice_hours(profile: Profile) -> Iterator[str]:
    hours = profile.notice_hours
    for name in ("quiet_from", "quiet_until", "digest", "volunteers"):
        hour = getattr(hours, name)
        if not 0 <= hour < HOURS:
            yield f"profile.toml: notice_hours.{name} must be an hour between 0 and 23"


def _areas(profile: Profile) -> Iterator[str]:
    codes = [area.code for area in profile.areas]
    districts = {area.code for area in profile.areas if area.is_district}
    if not districts:
        yield "areas.csv: there must be at least one kecamatan"
    yield from _repeated("areas.csv", "code", codes)
    for area in profile.areas:
        if not _AREA_CODE.fullmatch(area.code) or not area.name.strip():
            yield f"areas.csv: {area.code or area.name}: needs a code like 64.08.04 or 64.08.04.1003, and a name"
        elif not area.code.startswith(f"{profile.office.regency_code}."):
            yield f"areas.csv: {area.code} does not lie in office.regency_code {profile.office.regency_code}"
        elif area.district_code not in districts:
            yield f"areas.csv: {area.code}: its kecamatan {area.district_code} is missing"


def _routing(profile: Profile) -> Iterator[str]:
    categories, areas = {category.id for category in profile.categories}, {area.code for area in profile.areas}
    for i, rule in enumerate(profile.routing):
        at = f"profile.toml: routing[{i}]"
        if not _ID.fullmatch(rule.backend):
            yield f"{at}.backend must be the name of a backend, like desk"
        if not (rule.report_classes or rule.categories or rule.areas or rule.levels):
            yield f"{at} must name report_classes, categories, areas or levels"
        for unknown in sorted(set(rule.categories) - categories):
            yield f'{at}.categories: there is no category "{unknown}"'
        for unknown in sorted(set(rule.areas) - areas):
            yield f'{at}.areas: "{unknown}" is not in areas.csv'
        if rule.levels and not any(category.level in rule.levels for category in profile.categories):
            yield f"{at}.levels: no category has that level"


def _open311(profile: Profile) -> Iterator[str]:
    services, attributes = profile.open311.services, profile.open311.attributes
    taken = [category for service in services for category in service.categories]
    yield from _repeated("profile.toml: open311.services", "category", taken)
    for i, service in enumerate(services):
        if not service.code.strip():
            yield f"profile.toml: open311.services[{i}].code must not be empty"
        for category in service.categories:
            if profile.category(category) is None:
                yield f'profile.toml: open311.services[{i}].categories: "{category}" is not the id of a category'
    for i, attribute in enumerate(attributes):
        if not attribute.code.strip() or not (attribute.value or attribute.filled_with is not Told.VALUE):
            yield f"profile.toml: open311.attributes[{i}] must have a code, and filled_with or value"


def _outside(field: str, number: int, most: int) -> Iterator[str]:
    if number < 1:
        yield f"profile.toml: {field} must be at least 1"
    elif number > most:
        yield f"profile.toml: {field} must be at most {most}"


def _lacking(field: str, key: str, present: Iterable[ReportClass]) -> Iterator[str]:
    for report_class in ReportClass:
        if report_class not in present:
            yield f'profile.toml: {field} must have an entry with {key} = "{report_class}"'


def _repeated(where: str, key: str, values: list[str] | list[ReportClass]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f'{where}: {key} "{value}" stands there twice'
        seen.add(value)
