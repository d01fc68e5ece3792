"""Reports as complainants have sent them: stored, and on their way to the routing backend."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from conversations.lookups import Lookup
from conversations.messages import Chat
from conversations.report import ConsentKind, EventDate, FiledBy, Place, Report, ReportClass, Visibility
from conversations.routing import DESK
from conversations.status import KnownReport, ResponseKind
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import complainants, forwardings, reports
from storage.forwardings import NewForwarding
from storage.reports import NewReport
from storage.store import Store

# A Friday at nine in the morning in Kutai Timur
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
FILED_BY = FiledBy("Rahmawati", "KIM Sangatta Utara", ConsentKind.VOICE_NOTE, NOW)
RECEIPT = "KTM-7F3K-9Q2C"
REPORT = Report(
    receipt=RECEIPT,
    report_class=ReportClass.COMPLAINT,
    title="Lampu jalan depan SMPN 1 mati",
    description="Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap.",
    category="lampu-jalan",
    event_date=EventDate(date(2026, 11, 16)),
    place=Place("seberang gerbang sekolah", "64.08.04", "64.08.04.1003", 0.503412, 117.557731),
    visibility=Visibility.OPEN,
    attachments=(),
    reporter_name="Siti Aminah",
    reporter_contact="081234567890",
    sent_at=NOW,
)


@dataclass(frozen=True, slots=True)
class Filed:
    """`id` and `complainant_id` are those of the rows."""

    report: Report
    id: int
    complainant_id: int
    chat: Chat
    backend: str = DESK


class Clock:
    """The time, which stands still until it is moved."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


async def file_report(
    store: Store, receipt: str = RECEIPT, at: datetime = NOW, *, backend: str = DESK, **changed: Any
) -> Filed:
    """A report of a complainant of its own is stored; nobody has forwarded it yet."""
    report = replace(REPORT, **{"receipt": receipt, "sent_at": at, **changed})
    chat = Chat("webchat", receipt.lower())
    async with store.begin() as unit:
        complainant_id = (await complainants.add(unit, [chat], at))[chat]
        id = (await reports.add(unit, [NewReport(complainant_id, report, backend)]))[receipt]
        body = as_json(ReportForwarding(receipt, report))
        await forwardings.add(unit, [NewForwarding(id, receipt, backend, body)], at)
    return Filed(report, id, complainant_id, chat, backend)


def response(
    receipt: str = RECEIPT, kind: ResponseKind = ResponseKind.ANSWER, at: datetime = NOW, **said: Any
) -> ResponseForwarding:
    values: dict[str, Any] = {"key": f"{receipt} {kind} {at.isoformat()}", "text": "3 tiang", "attachments": (), **said}
    return ResponseForwarding(receipt=receipt, kind=kind, at=at, **values)


async def respond(store: Store, filed: Filed, said: ResponseForwarding) -> None:
    """The response is on its way to the routing backend."""
    async with store.begin() as unit:
        await forwardings.add(unit, [NewForwarding(filed.id, said.key, filed.backend, as_json(said))], said.at)


async def known(store: Store, filed: Filed) -> KnownReport:
    """What its complainant can be shown of it."""
    async with store.read() as unit:
        lookup = Lookup(receipt=filed.report.receipt)
        return (await reports.known(unit, [(filed.complainant_id, lookup)]))[filed.complainant_id][0]
