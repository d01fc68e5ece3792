"""How the reports fare that volunteers filed for others, by their groups and villages: never by person."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high

from conversations.deadlines import working_days_between
from conversations.profile import Profile


@dataclass(frozen=True, slots=True)
class Filed:
    """A report that a volunteer filed. `area` is the code of its village, or of its kecamatan, or empty.

    `answered_at` is when the office first followed it up or closed it.
    """

    kim_group: str
    area: str
    has_day: bool
    has_place: bool
    has_files: bool
    sent_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of a group in one village: how many reports, and of these how many have what. `days` is the median of working
    days until the first follow-up of the `answered` ones: None where there are none.
    """

    kim_group: str
    area: str
    reports: int
    with_day: int
    with_place: int
    with_files: int
    answered: int
    days: int | None


def figures(filed: Iterable[Filed], profile: Profile) -> tuple[Figures, ...]:
    """One for each group and village, in alphabetical order."""
    groups: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    for each in filed:
        groups[each.kim_group, each.area].append(each)
    found = [_figures(group, area, theirs, profile) for (group, area), theirs in groups.items()]
    return tuple(sorted(found, key=lambda each: (each.kim_group.casefold(), _name(each.area, profile))))


def _figures(group: str, area: str, filed: Sequence[Filed], profile: Profile) -> Figures:
    days = [_working_days(each.sent_at, each.answered_at, profile) for each in filed if each.answered_at]
    return Figures(
        group,
        area,
        len(filed),
        sum(each.has_day for each in filed),
        sum(each.has_place for each in filed),
        sum(each.has_files for each in filed),
        len(days),
        median_high(days) if days else None,
    )


def _working_days(begun: datetime, ended: datetime, profile: Profile) -> int:
    return working_days_between(profile.local_date(begun), profile.local_date(ended), profile)


def _name(area: str, profile: Profile) -> str:
    found = profile.area(area)
    return found.name if found else ""
