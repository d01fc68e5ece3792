"""Which backend a report goes to."""

from dataclasses import replace

import pytest

from conversations.profile import Level, Profile, Rule
from conversations.report import Place, Report, ReportClass
from conversations.routing import DESK, backend_for
from tests.filed import REPORT

SANGATTA_UTARA, TELUK_LINGGA = "64.08.04", "64.08.04.1003"
LAMP, POWER = "lampu-jalan", "listrik"


def by(profile: Profile, *rules: Rule) -> Profile:
    categories = tuple(replace(c, level=Level.CENTRAL if c.id == POWER else None) for c in profile.categories)
    return replace(profile, routing=rules, categories=categories)


def where(profile: Profile, rule: Rule, **changed: object) -> str:
    report: Report = replace(REPORT, **changed)  # type: ignore[arg-type]
    return backend_for(report, by(profile, rule), DESK)


def test_without_rules_every_report_goes_to_the_default(profile: Profile) -> None:
    assert backend_for(REPORT, profile, "webhook") == "webhook"


@pytest.mark.parametrize(
    ("rule", "fitting", "other"),
    [
        (
            Rule("there", report_classes=(ReportClass.ASPIRATION, ReportClass.COMPLAINT)),
            {},
            {"report_class": ReportClass.INFORMATION_REQUEST},
        ),
        (Rule("there", categories=(POWER, LAMP)), {}, {"category": "jalan"}),
        (Rule("there", categories=(LAMP,)), {}, {"category": ""}),
        (Rule("there", areas=(TELUK_LINGGA,)), {}, {"place": Place("pasar", SANGATTA_UTARA, "")}),
        (Rule("there", areas=(SANGATTA_UTARA,)), {}, {"place": Place("pasar")}),
        (Rule("there", levels=(Level.CENTRAL,)), {"category": POWER}, {"category": LAMP}),
        (Rule("there", levels=(Level.CENTRAL,)), {"category": POWER}, {"category": ""}),
    ],
)
def test_a_rule_takes_what_fits_it_and_leaves_the_rest_to_the_default(
    profile: Profile, rule: Rule, fitting: dict[str, object], other: dict[str, object]
) -> None:
    assert where(profile, rule, **fitting) == "there"
    assert where(profile, rule, **other) == DESK


def test_everything_that_a_rule_names_must_fit(profile: Profile) -> None:
    rule = Rule("there", categories=(LAMP,), areas=(SANGATTA_UTARA,))

    assert where(profile, rule) == "there"
    assert where(profile, rule, category="jalan") == DESK
    assert where(profile, rule, place=Place("pasar", "64.08.05")) == DESK


def test_the_first_rule_that_fits_decides(profile: Profile) -> None:
    rules = (Rule("a", categories=(POWER,)), Rule("b", categories=(LAMP,)), Rule("c", areas=(SANGATTA_UTARA,)))

    assert backend_for(REPORT, by(profile, *rules), DESK) == "b"
