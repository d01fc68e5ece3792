"""Which routing backend a report goes to. Pure: the rules are the profile's, the default the process's setting."""

from conversations.profile import Profile, Rule
from conversations.report import Report

DESK = "desk"
"""The backend that every office has: its own officers."""


def backend_for(report: Report, profile: Profile, default: str) -> str:
    """The name of the backend of the first rule that fits the report; `default` where none does."""
    return next((rule.backend for rule in profile.routing if _fits(rule, report, profile)), default)


def _fits(rule: Rule, report: Report, profile: Profile) -> bool:
    """All that the rule names fits; of several in one list, any. What the report does not say fits no list."""
    category = profile.category(report.category)
    lists: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
        (rule.report_classes, (report.report_class,)),
        (rule.categories, (report.category,)),
        (rule.areas, (report.place.village, report.place.district)),
        (rule.levels, (category.level,) if category and category.level else ()),
    )
    return all(not wanted or any(each in wanted for each in said) for wanted, said in lists)
