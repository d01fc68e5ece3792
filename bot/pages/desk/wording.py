"""What the desk's pages say of a case: the catalogue's texts, and times as people say them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from conversations.catalogue import Catalogue
from conversations.messages import Line, Outgoing, Param
from conversations.report import EventDate, Place
from storage.desk import Case

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SHORT_DAY = "EEE, d MMM"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`state` is `late`, `soon` (today or tomorrow) or `ahead`."""

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
        if days <= 1:
            return Deadline(
                "soon", self.text("page.desk.deadline.today" if not days else "page.desk.deadline.tomorrow")
            )
        return Deadline("ahead", self.text("page.desk.deadline.ahead", day=self._short_day(case.due_at)))

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
