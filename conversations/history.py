"""A sent report for its complainant: in one line, and with its history."""

from datetime import datetime

from conversations.clock import beginnings, clock_line, running_limit
from conversations.messages import Line, line
from conversations.profile import Profile
from conversations.status import Event, KnownReport, Status
from conversations.tracking import TrackedReport, without_words
from conversations.undelivered import where_it_is_lines
from conversations.wording import excerpt

NEWEST_EVENTS = 10
LONGEST_TEXT = 250
LONGEST_QUESTION = 600


def summary_line(report: KnownReport) -> Line:
    if report.undelivered:
        return line("report.summary_undelivered", receipt=report.receipt, title=report.title)
    if _is_answered(report):
        return line("report.summary_answered", receipt=report.receipt, title=report.title)
    return line("report.summary", receipt=report.receipt, title=report.title, status=report.status)


def history_lines(report: KnownReport, now: datetime, profile: Profile) -> tuple[Line, ...]:
    """Where it stands, LAPOR!'s own number or that there is none yet, the deadline, and the newest steps in order.

    One that has not reached its backend says so, with the time of the next try. With the deadline comes which day of
    the limit it is.
    """
    lines = [summary_line(report)]
    if report.filed_for:
        lines.append(line("report.filed_for", name=report.filed_for))
    if report.filed_by:
        lines.append(helper_line(report.filed_by.name, report.filed_by.kim_group))
    if report.tracking_id:
        lines.append(line("report.tracking_id", tracking_id=report.tracking_id))
    elif report.status is Status.RECEIVED:
        lines.extend(where_it_is_lines(report, now))
    else:
        lines.append(line("report.not_yet_registered"))
    if report.due_at and not report.status.is_final and not _is_answered(report):
        lines.append(Line(f"notice.due.{report.status}", {"day": report.due_at.isoformat()}))
        lines.extend(_clock_lines(report, now, profile))
    if len(report.history) > NEWEST_EVENTS:
        lines.append(line("report.earlier", count=len(report.history) - NEWEST_EVENTS))
    lines.extend(_event_line(event) for event in report.history[-NEWEST_EVENTS:])
    if report.question:
        lines.append(line("report.question", text=excerpt(report.question, LONGEST_QUESTION)))
    return tuple(lines)


def helper_line(name: str, kim_group: str) -> Line:
    """Which volunteer filed it; one who was forgotten is nobody but their group."""
    if not name:
        return line("report.filed_by_group", group=kim_group)
    return line("report.filed_by", name=name, group=kim_group)


def _is_answered(report: KnownReport) -> bool:
    """The office has the answer, and has not said anything since."""
    return report.status is Status.QUESTION and not report.question


def _clock_lines(report: KnownReport, now: datetime, profile: Profile) -> tuple[Line, ...]:
    begins = beginnings(report.sent_at, report.history)
    running = running_limit(report.report_class, report.status, report.due_at, begins, now, profile)
    return (clock_line(running),) if running else ()


def followed_summary(report: TrackedReport) -> Line:
    """Somebody else's report in one line."""
    if report.status is Status.QUESTION:
        key = "followed.summary_asked" if report.is_asked else "followed.summary_answered"
        return Line(key, {"receipt": report.receipt})
    return line("followed.summary", receipt=report.receipt, status=report.status)


def followed_lines(report: TrackedReport) -> tuple[Line, ...]:
    """As `history_lines`, for whoever follows the report: without what anybody wrote."""
    lines = [followed_summary(report)]
    if report.category:
        lines.append(line("review.category", category=report.category))
    if report.tracking_id:
        lines.append(line("report.tracking_id", tracking_id=report.tracking_id))
    if report.due_at and not report.status.is_final and report.status is not Status.QUESTION:
        lines.append(Line(f"notice.due.{report.status}", {"day": report.due_at.isoformat()}))
    if len(report.history) > NEWEST_EVENTS:
        lines.append(line("report.earlier", count=len(report.history) - NEWEST_EVENTS))
    lines.extend(_followed_event_line(event) for event in report.history[-NEWEST_EVENTS:])
    return tuple(lines)


def _followed_event_line(event: Event) -> Line:
    if event.response:
        return line("followed.response", at=event.at.isoformat(), response=event.response)
    return _event_line(without_words(event))


def _event_line(event: Event) -> Line:
    at, text = event.at.isoformat(), excerpt(event.text, LONGEST_TEXT)
    if event.response:
        key = "report.response_with_text" if text else "report.response"
        return Line(key, {"at": at, "response": event.response, "text": text})
    key = "report.event" + ("_by_agency" if event.agency else "") + ("_with_text" if text else "")
    return Line(key, {"at": at, "status": event.status, "agency": event.agency, "text": text})
