"""A sent report for its complainant: in one line, and with its whole history."""

from conversations.messages import Line, line
from conversations.status import Event, KnownReport, Status


def summary_line(report: KnownReport) -> Line:
    return line("report.summary", receipt=report.receipt, title=report.title, status=report.status)


def history_lines(report: KnownReport) -> tuple[Line, ...]:
    """Where it stands, LAPOR!'s own number or that there is none yet, the deadline, and every step, oldest first."""
    lines = [summary_line(report)]
    if report.tracking_id:
        lines.append(line("report.tracking_id", tracking_id=report.tracking_id))
    elif report.status is Status.RECEIVED:
        lines.append(line("report.not_yet_handed_over"))
    else:
        lines.append(line("report.not_yet_registered"))
    if report.due_at and not report.status.is_final:
        lines.append(line("report.due", day=report.due_at.isoformat()))
    lines.extend(_event_line(event) for event in report.history)
    if report.question:
        lines.append(line("report.question", text=report.question))
    return tuple(lines)


def _event_line(event: Event) -> Line:
    at = event.at.isoformat()
    if event.response:
        key = "report.response_with_text" if event.text else "report.response"
        return Line(key, {"at": at, "response": event.response, "text": event.text})
    key = "report.event" + ("_by_agency" if event.agency else "") + ("_with_text" if event.text else "")
    return Line(key, {"at": at, "status": event.status, "agency": event.agency, "text": event.text})
