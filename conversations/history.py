"""A sent report for its complainant: in one line, and with its history."""

from conversations.messages import Line, line
from conversations.status import Event, KnownReport, Status
from conversations.tracking import TrackedReport, without_words
from conversations.wording import excerpt

NEWEST_EVENTS = 10
LONGEST_TEXT = 250
LONGEST_QUESTION = 600


def summary_line(report: KnownReport) -> Line:
    is_answered = report.status is Status.QUESTION and not report.question
    if is_answered:
        return line("report.summary_answered", receipt=report.receipt, title=report.title)
    return line("report.summary", receipt=report.receipt, title=report.title, status=report.status)


def history_lines(report: KnownReport) -> tuple[Line, ...]:
    """Where it stands, LAPOR!'s own number or that there is none yet, the deadline, and the newest steps in order."""
    lines = [summary_line(report)]
    if report.tracking_id:
        lines.append(line("report.tracking_id", tracking_id=report.tracking_id))
    elif report.status is Status.RECEIVED:
        lines.append(line("report.not_yet_handed_over"))
    else:
        lines.append(line("report.not_yet_registered"))
    if report.due_at and not report.status.is_final:
        lines.append(Line(f"notice.due.{report.status}", {"day": report.due_at.isoformat()}))
    if len(report.history) > NEWEST_EVENTS:
        lines.append(line("report.earlier", count=len(report.history) - NEWEST_EVENTS))
    lines.extend(_event_line(event) for event in report.history[-NEWEST_EVENTS:])
    if report.question:
        lines.append(line("report.question", text=excerpt(report.question, LONGEST_QUESTION)))
    return tuple(lines)


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
