"""An office's instance profile: what differs from one regency to the next. Read from TOML by `bot.profile`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from conversations.report import ReportClass

DISTRICT_CODE_LENGTH = len("64.08.04")


class Level(StrEnum):
    """Which government has authority."""

    REGENCY = "kabupaten"
    PROVINCE = "provinsi"
    CENTRAL = "pusat"


class Need(StrEnum):
    """Whether something about the reporter is asked."""

    ALWAYS = "always"
    UNLESS_ANONYMOUS = "unless_anonymous"
    NEVER = "never"


class Stage(StrEnum):
    """A stretch of the process that has a limit of its own."""

    VERIFICATION = "verification"
    FIRST_FOLLOW_UP = "first_follow_up"
    HANDLING = "handling"
    ANSWER = "answer"
    """How long the complainant may take to answer a question or a closing."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name on a screen, per language; English falls back to Indonesian."""

    id: str
    en: str = ""

    def in_language(self, language: str) -> str:
        return (self.en if language == "en" else "") or self.id


@dataclass(frozen=True, slots=True)
class Category:
    """A category of LAPOR!'s tree: `top` is its top category; `words` are what people write when they mean it.

    `level` is which government mostly has authority over it, where the office wants to say so: for the `routing`.
    """

    id: str
    name: Name
    top: str
    words: tuple[str, ...] = ()
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Agency:
    id: str
    name: Name
    level: Level = Level.REGENCY


@dataclass(frozen=True, slots=True)
class Area:
    """A kecamatan (code of 8 characters) or a desa/kelurahan; the point is its middle, degrees, WGS 84.

    `aliases` are other spellings of the name. One that is an ordinary word too is a name only after "desa" or the like.
    """

    code: str
    name: str
    latitude: float
    longitude: float
    aliases: tuple[str, ...] = ()
    is_ordinary_word: bool = False

    @property
    def is_district(self) -> bool:
        return len(self.code) == DISTRICT_CODE_LENGTH

    @property
    def district_code(self) -> str:
        return self.code[:DISTRICT_CODE_LENGTH]


@dataclass(frozen=True, slots=True)
class NeighbouringPoint:
    """The middle of a village of another regency: what tells that a location lies outside."""

    regency: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a stage may take for a class, with the source that the complainant is shown."""

    report_class: ReportClass
    stage: Stage
    days: int
    working_days: bool
    source: str


@dataclass(frozen=True, slots=True)
class Hotline:
    """A number for what LAPOR! does not handle, offered when a sentence has one of `words` and none of `unless`.

    A phrase of `unless` that holds one of the words only stands in for it ("pemadam kebakaran"); any other quiets the
    sentence that it is in ("tahun lalu").
    """

    id: str
    name: Name
    number: str
    words: tuple[str, ...]
    is_emergency: bool = False
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about the reporter, for one class."""

    report_class: ReportClass
    name: Need
    contact: Need


ANY_TYPE = "*/*"


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Bytes for one file, number for one report, and the media types that are taken (`image/jpeg`)."""

    max_bytes: int
    max_files: int
    media_types: tuple[str, ...]

    def takes(self, media_type: str) -> bool:
        return media_type in self.media_types or ANY_TYPE in self.media_types


@dataclass(frozen=True, slots=True)
class Patience:
    """When an idle draft is reminded of, put away, and deleted; and the daytime in which people are written to."""

    remind_after_hours: int
    put_away_after_days: int
    delete_after_days: int
    day_begins_hour: int
    day_ends_hour: int


class Told(StrEnum):
    """What of a report an attribute of an Open311 server can be filled with."""

    VALUE = "value"  # nothing of it: always the same
    TITLE = "title"
    DESCRIPTION = "description"
    REPORT_CLASS = "report_class"
    CATEGORY = "category"
    EVENT_DATE = "event_date"
    LANDMARK = "landmark"
    DISTRICT = "district"
    VILLAGE = "village"


@dataclass(frozen=True, slots=True)
class Open311Service:
    """A service of an Open311 server, for reports of these categories; without any, for those that no other takes."""

    code: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Open311Attribute:
    """What the server's attribute `code` is filled with; with `value` where the report does not say.

    `services` are the codes of those that have it; without any, all have.
    """

    code: str
    filled_with: Told = Told.VALUE
    value: str = ""
    services: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Open311:
    """What reports become on an Open311 server. Where no service is named for a category, one of its name is taken.

    `receipt_attribute` carries the receipt number, `secret_attribute` is set for what the public may not see: without
    it such reports do not go there. `ids_are_tracking_ids` where the server's ids are LAPOR!'s own.
    """

    services: tuple[Open311Service, ...] = ()
    attributes: tuple[Open311Attribute, ...] = ()
    receipt_attribute: str = "receipt_number"
    secret_attribute: str = ""
    takes_updates: bool = True
    """Whether it knows `servicerequestupdates`, which is not in the specification."""
    ids_are_tracking_ids: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Reports that fit all of its lists go to this routing backend; an empty list fits every report.

    `categories` are ids; `areas` codes, a kecamatan's for all of its villages; `levels` are those of the categories.
    """

    backend: str
    report_classes: tuple[ReportClass, ...] = ()
    categories: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class NoticeHours:
    """Hours of the office's day, 0 to 23. From `quiet_from` to `quiet_until` nobody is told of an update, unless they
    have just written; the same for both is never. At `digest` those are told who want it once a day; volunteers of
    what they filed for others at `volunteers`.
    """

    quiet_from: int = 21
    quiet_until: int = 6
    digest: int = 17
    volunteers: int = 7


@dataclass(frozen=True, slots=True)
class Office:
    """Who runs this instance. `timezone` is an IANA name; `prefix` begins every receipt number (2 to 4 letters)."""

    name: Name
    regency: str
    regency_code: str
    prefix: str
    timezone: str
    contact: str
    retention_months: int
    """How long a sent report is kept here; shown when consent is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Equal only to itself: what is worked out from a profile is kept under it (`functools.lru_cache`)."""

    office: Office
    asked: tuple[Asked, ...]
    categories: tuple[Category, ...]
    agencies: tuple[Agency, ...]
    areas: tuple[Area, ...]
    neighbours: tuple[NeighbouringPoint, ...]
    limits: tuple[Limit, ...]
    hotlines: tuple[Hotline, ...]
    files: FileLimits
    patience: Patience
    days_off: tuple[date, ...]
    """*Cuti bersama* and days off of the office, beside the national holidays."""
    max_description: int
    notice_hours: NoticeHours = NoticeHours()
    routing: tuple[Rule, ...] = ()
    """The first one that fits a report says where it goes; where none does, the first backend of the settings."""
    open311: Open311 = field(default_factory=Open311)

    def asked_for(self, report_class: ReportClass) -> Asked:
        return next(a for a in self.asked if a.report_class is report_class)

    def local_date(self, moment: datetime) -> date:
        """The day it is at the office at that moment."""
        return moment.astimezone(ZoneInfo(self.office.timezone)).date()

    def category(self, id: str) -> Category | None:
        return next((c for c in self.categories if c.id == id), None)

    def agency(self, id: str) -> Agency | None:
        return next((a for a in self.agencies if a.id == id), None)

    def area(self, code: str) -> Area | None:
        return next((a for a in self.areas if a.code == code), None)
