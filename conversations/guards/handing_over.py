"""About reports that were filed for somebody, and how they go over to them."""

from conversations.guards.filing import may_file
from conversations.missing import allowed_visibilities
from conversations.report import Visibility
from conversations.step import Step

HIDES: dict[str, Visibility] = {
    "hide_anonymous": Visibility.ANONYMOUS,
    "hide_secret": Visibility.SECRET,
    "hide_anonymous_secret": Visibility.ANONYMOUS_SECRET,
}
"""What each button asks for."""


def has_slips(step: Step) -> bool:
    return may_file(step) and any(report.filed_for for report in step.given.known.reports)


def is_offered(step: Step) -> bool:
    """The code is good, and is not in the hands of the volunteer who filed the report."""
    handover = step.given.known.handover
    return handover is not None and not handover.is_helpers


def is_helpers_own(step: Step) -> bool:
    handover = step.given.known.handover
    return handover is not None and handover.is_helpers


def is_received(step: Step) -> bool:
    """The report was filed for this very person, who has it now."""
    report = step.known(step.value)
    return report is not None and report.filed_by is not None


def can_be_hidden(step: Step) -> bool:
    return is_received(step) and bool(more_hidden(step))


def can_be_hidden_so(step: Step) -> bool:
    return is_received(step) and HIDES[step.heard.trigger] in more_hidden(step)


def more_hidden(step: Step) -> tuple[Visibility, ...]:
    """As what else an open report may be seen, so that less of it is."""
    report = step.known(step.value)
    if report is None or report.status.is_final:
        return ()
    allowed = allowed_visibilities(report.report_class, step.profile)
    return tuple(each for each in allowed if each.hides_more_than(report.visibility))


def names_no_village(step: Step) -> bool:
    """Or none that is known here: the number alone opens nothing."""
    return not step.heard.code


def fits_slip(step: Step) -> bool:
    return step.given.known.checked is not None
