"""What the tracking page says, in its reader's language."""

from dataclasses import dataclass
from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.clock import beginnings, clock_line, running_limit
from conversations.messages import Line, Param, line
from conversations.status import Event, Status, status_word
from conversations.tracking import TrackedReport


@dataclass(frozen=True, slots=True)
class Wording:
    catalogue: Catalogue
    language: str
    now: datetime

    def text(self, key: str, **params: Param) -> str:
        return self.catalogue.text(Line(key, params), self.language)

    def status(self, report: TrackedReport) -> str:
        is_answered = report.status is Status.QUESTION and not report.is_asked
        word = status_word(report.status, report.is_elsewhere)
        return self.text("page.tracking.answered" if is_answered else f"page.tracking.status.{word}")

    def due(self, report: TrackedReport) -> str:
        """Until when what comes next is to be done, or nothing where nobody has said so."""
        is_answered = report.status is Status.QUESTION and not report.is_asked
        if report.due_at is None or report.status.is_final or is_answered:
            return ""
        return self.text(f"page.tracking.due.{report.status}", day=report.due_at.isoformat())

    def clock(self, report: TrackedReport) -> str:
        """Which day of its limit it is, with who names the limit."""
        begins = beginnings(report.sent_at, report.history)
        profile = self.catalogue.profile
        running = running_limit(report.report_class, report.status, report.due_at, begins, self.now, profile)
        return self.catalogue.text(clock_line(running), self.language) if running and self.due(report) else ""

    def event(self, event: Event, report: TrackedReport) -> str:
        if event.response:
            return self.text(f"page.tracking.response.{event.response}")
        word = status_word(event.status, report.is_elsewhere) if event.status else ""
        return self.text(f"page.tracking.event.{word}")

    def agency(self, id: str) -> str:
        return self.catalogue.text(line("page.tracking.agency", id=id), self.language)

    def moment(self, at: datetime) -> str:
        return self.text("page.tracking.moment", at=at.isoformat())
