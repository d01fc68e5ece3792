"""What the desk's pages say of a case: the catalogue's texts, and times as people say them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from conversations.catalogue import Catalogue
from conversations.clock import clock_line, running_limit
from conversations.deadlines import soon_until
from conversations.messages import Line, Outgoing, Param
from conversations.report import EventDate, Place
from handlers.officer_steps import progress
from storage.desk import Case, CaseEvent

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SHORT_DAY = "EEE, d MMM"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`state` is `late`, `soon` (until the next working day ends) or `ahead`."""

    state: str
    text: str


class Wording:
    """Texts for one page: in its reader's language, at this moment."""

    def __init__(self, catalogue: Catalogue, language: str, now: datetime) -> None:
        self._catalogue = catalogue
        self._zone = ZoneInfo(catalogue.profile.office.timezone)
        self.language = language
        self.now = now

    def text(self, key: str, **params: Param) -> str:
        return self._catalogue.text(Line(key, params), self.language)

    def told(self, message: Outgoing) -> str:
        return self._catalogue.render(message, self.language).text

    def how_long(self, since: datetime) -> str:
        """The time between then and now, in its largest unit, rounded down."""
        span = abs(self.now - since)
        if span >= DAY:
            return self.text("page.desk.span.days", count=span // DAY)
        if span >= HOUR:
            return self.text("page.desk.span.hours", count=span // HOUR)
        return self.text("page.desk.span.minutes", count=max(1, span // timedelta(minutes=1)))

    def turn(self, case: Case) -> str:
        """Whose turn it is, and since when."""
        key = "closed" if case.status.is_final else "office" if case.is_waiting else "complainant"
        return self.text(f"page.desk.turn.{key}", span=self.how_long(case.waiting_since))

    def deadline(self, case: Case) -> Deadline | None:
        if case.due_at is None or case.status.is_final:
            return None
        if not case.is_waiting:
            return Deadline("ahead", self.text("page.desk.deadline.answer", day=self._short_day(case.due_at)))
        if case.due_at < self.now:
            return Deadline("late", self.text("page.desk.deadline.late", span=self.how_long(case.due_at)))
        days = (self._local_day(case.due_at) - self._local_day(self.now)).days
        state = "soon" if case.due_at <= soon_until(self.now, self._catalogue.profile) else "ahead"
        key = "today" if not days else "tomorrow" if days == 1 else "ahead"
        return Deadline(state, self.text(f"page.desk.deadline.{key}", day=self._short_day(case.due_at)))

    def clock(self, case: Case, events: Sequence[CaseEvent]) -> str:
        """Which day of the office's limit it is, with who names it; nothing while the word is the complainant's."""
        if not case.is_waiting:
            return ""
        begins = (case.received_at, *(event.at for event in events))
        profile, report_class, status = self._catalogue.profile, case.report.report_class, progress(events)
        running = running_limit(report_class, status, case.due_at, begins, self.now, profile)
        return self._catalogue.text(clock_line(running), self.language) if running else ""

    def category(self, id: str) -> str:
        return self.text("page.desk.category", id=id) if id else self.text("page.desk.no_category")

    def agency(self, id: str) -> str:
        return self.text("page.desk.agency", id=id)

    def area(self, place: Place) -> str:
        """The desa and kecamatan, or the regency outside, or nothing."""
        code = place.village or place.district
        return self.text("page.desk.area", code=code) if code else place.outside

    def happened(self, event_date: EventDate) -> str:
        if event_date.day:
            return self.text("page.desk.day", day=event_date.day.isoformat())
        return event_date.as_said or self.text("page.desk.no_day")

    def moment(self, at: datetime) -> str:
        return self.text("page.desk.moment", at=at.isoformat())

    def _local_day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def _short_day(self, at: datetime) -> str:
        return format_date(self._local_day(at), SHORT_DAY, locale=self.language)
