"""About reports that somebody else sent, and how one is told of a report."""

from conversations.step import Step


def is_own(step: Step) -> bool:
    return step.known(step.value) is not None


def is_found(step: Step) -> bool:
    """There is a report with this number that this code opens, or that is followed already."""
    return step.followed(step.value) is not None


def follows(step: Step) -> bool:
    followed = step.followed(step.value)
    return followed is not None and followed.telling is not None


def is_told(step: Step) -> bool:
    return is_own(step) or follows(step)


def can_be_shared(step: Step) -> bool:
    report = step.known(step.value)
    return report is not None and bool(report.tracking_code)
