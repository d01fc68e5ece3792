"""What there is around a talk: the person's reports, a neighbour's, an invitation, and a slip that the person holds."""

from dataclasses import replace
from datetime import UTC, datetime

from conversations.effects import (
    AskToVolunteer,
    ChooseTelling,
    Effect,
    Follow,
    Forget,
    HideMore,
    MakeSlips,
    SendReport,
    SendResponse,
    TakeBackConsent,
    TakeOver,
    Unfollow,
)
from conversations.following import Followed, Telling
from conversations.handovers import LASTS, Handover, Slip
from conversations.in_care import InCare
from conversations.known import Known
from conversations.lookups import Lookup
from conversations.one_time_code import make_one_time_code
from conversations.receipt import make_receipt
from conversations.report import ConsentKind, FiledBy, ReportClass
from conversations.status import Event, KnownReport, ResponseKind, Status
from conversations.tracking import TrackedReport, make_code
from conversations.village_list.at_hand import VillageList
from conversations.volunteering import Invitation

BEGINS = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # a Saturday, nine in the morning in Sangatta
NEIGHBOUR = TrackedReport(
    make_receipt("KTM", 1_234_567), ReportClass.COMPLAINT, Status.VERIFIED, BEGINS, "lampu-jalan", agency=""
)
NEIGHBOUR_CODE = make_code(987_654_321_123)
VILLAGE = "64.08.04.1010"
"""Teluk Lingga: the neighbour's."""
INVITATION = Invitation(make_one_time_code(987_654_321_123_456), "KIM Sangatta Utara", "64.08.04")
HANDOVER = Handover(
    make_one_time_code(987_654_321_987_654),
    make_receipt("KTM", 7_654_321_000),
    "Jembatan kayu di RT 4 lapuk",
    "Rahmawati",
    "KIM Sangatta Utara",
)
"""A slip that the person holds."""


class Surroundings:
    """`reports` are the person's, the newest first; `telling` is how they are told of the neighbour's, if at all."""

    def __init__(self) -> None:
        self.reports: list[KnownReport] = []
        self.asked_about: dict[str, str] = {}
        self.areas: dict[str, str] = {}
        self.remind_at: datetime | None = None
        self.neighbour = NEIGHBOUR
        self.telling: Telling | None = None
        self.invitation: Invitation | None = INVITATION
        self.handover: Handover | None = HANDOVER

    def known(self, needed: Lookup, village_list: VillageList | None) -> Known:
        receipt = self.asked_about.get(needed.asked, "") if needed.asked else needed.receipt
        return Known(
            tuple(r for r in self.reports if needed.all_reports or r.receipt == receipt),
            self._others(needed),
            self.invitation if needed.invitation == INVITATION.code else None,
            village_list,
            self.handover if needed.handover == HANDOVER.code else None,
            self.neighbour if (needed.receipt, needed.village) == (NEIGHBOUR.receipt, VILLAGE) else None,
            self._in_care() if needed.in_care else (),
        )

    def report(self, receipt: str) -> KnownReport:
        return next(r for r in self.reports if r.receipt == receipt)

    def note(self, receipt: str, event: Event, **changes: object) -> KnownReport:
        report = self.report(receipt)
        after = replace(report, history=(*report.history, event), **changes)  # type: ignore[arg-type]
        self.reports[self.reports.index(report)] = after
        return after

    def follow(self, effect: Effect, now: datetime) -> None:
        match effect:
            case SendReport():
                self._file(effect, now)
            case SendResponse(receipt, kind, text):
                is_answered = kind in (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL)
                self.remind_at = None if is_answered else self.remind_at
                question = "" if is_answered else self.report(receipt).question
                self.note(receipt, Event(now, response=kind, text=text), question=question)
            case TakeBackConsent(receipt):
                self.reports.remove(self.report(receipt))
            case Forget():
                self.reports.clear()
                self.telling = None
            case AskToVolunteer():
                self.invitation = None
            case Follow():
                self.telling = Telling.AT_ONCE
            case Unfollow():
                self.telling = None
            case ChooseTelling(receipt, telling) if receipt == NEIGHBOUR.receipt:
                self.telling = telling
            case MakeSlips() | TakeOver() | HideMore():
                self._hand_over(effect, now)

    def _file(self, effect: SendReport, now: datetime) -> None:
        report, represents = effect.report, effect.represents
        known = KnownReport(
            report.receipt,
            report.title,
            Status.RECEIVED,
            now,
            history=(Event(now, Status.RECEIVED),),
            report_class=report.report_class,
            tracking_code=effect.tracking_code,
            filed_for=represents.name if represents else "",
        )
        self.reports.insert(0, known)
        self.asked_about[effect.asked] = known.receipt
        self.areas[report.receipt] = report.place.village or report.place.district

    def _hand_over(self, effect: MakeSlips | TakeOver | HideMore, now: datetime) -> None:
        match effect:
            case MakeSlips(slips):
                for receipt, code in slips:
                    known = self.report(receipt)
                    slip = known.slip or Slip(code or HANDOVER.code, now + LASTS)
                    self.reports[self.reports.index(known)] = replace(known, slip=slip)
            case TakeOver(receipt):
                self.handover = None
                by = FiledBy(HANDOVER.volunteer, HANDOVER.kim_group, ConsentKind.IN_PERSON, BEGINS)
                taken = KnownReport(receipt, HANDOVER.title, Status.HANDED_OVER, BEGINS, filed_by=by)
                self.reports.insert(0, taken)
            case HideMore(receipt, visibility, text):
                event = Event(now, response=ResponseKind.ADDENDUM, text=text)
                self.note(receipt, event, visibility=visibility)

    def _others(self, needed: Lookup) -> tuple[Followed, ...]:
        is_opened = needed.receipt == NEIGHBOUR.receipt and needed.code == NEIGHBOUR_CODE
        is_followed = self.telling is not None and (needed.all_reports or needed.receipt == NEIGHBOUR.receipt)
        return (Followed(self.neighbour, self.telling),) if needed.others and (is_opened or is_followed) else ()

    def _in_care(self) -> tuple[InCare, ...]:
        return tuple(
            InCare(
                each.receipt,
                each.title,
                each.status,
                each.sent_at,
                each.filed_for,
                self.areas[each.receipt],
                bool(each.question),
                each.due_at,
            )
            for each in self.reports
            if each.filed_for
        )
