"""What a complainant is told of what has not reached its routing backend, and that it is there after all."""

from datetime import datetime, timedelta

from conversations.messages import Line, Option, Outgoing, line
from conversations.status import KnownReport, Undelivered

TELL_AFTER = timedelta(minutes=10)
"""A restart of the other side is over by then: what nobody notices needs no message."""
DAY = timedelta(days=1)


def late_notice(receipt: str, is_report: bool, undelivered: Undelivered, now: datetime) -> Outgoing:
    """It is kept and not there yet; when it is tried again, or that the office must look at it first."""
    what = line("undelivered.report", receipt=receipt) if is_report else line("undelivered.response", receipt=receipt)
    return _notice(receipt, what, next_try_line(undelivered, now), line("undelivered.is_kept"))


def arrival_notice(receipt: str, is_report: bool) -> Outgoing:
    """For whoever was told that it was late."""
    if is_report:
        return _notice(receipt, line("undelivered.report_arrived", receipt=receipt))
    return _notice(receipt, line("undelivered.response_arrived", receipt=receipt))


def giving_up_notice(receipt: str) -> Outgoing:
    """Of what the person said of a report, not of the report itself: that one is archived."""
    return _notice(receipt, line("undelivered.response_given_up", receipt=receipt))


def where_it_is_lines(report: KnownReport, now: datetime) -> tuple[Line, ...]:
    """Of a report that is still with us."""
    if report.undelivered is None:
        return (line("report.not_yet_handed_over"),)
    return line("undelivered.not_there_yet"), next_try_line(report.undelivered, now)


def next_try_line(undelivered: Undelivered, now: datetime) -> Line:
    at = undelivered.next_try_at
    if at is None:
        return line("undelivered.needs_office")
    if at <= now:
        return line("undelivered.next_try_now")
    if at - now < DAY:
        return line("undelivered.next_try", at=at.isoformat())
    return line("undelivered.next_try_on", at=at.isoformat())


def _notice(receipt: str, *lines: Line) -> Outgoing:
    see = Option(f"status:{receipt}", line("option.see_report"), is_quiet=True)
    return Outgoing(lines, (see,), closes_prompt=False)
