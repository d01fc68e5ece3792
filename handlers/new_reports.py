"""Reports that turns send are stored, and wait for their backends."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.effects import SendReport
from conversations.report import Attachment, Report, without_hidden_identity
from conversations.routing import DESK
from conversations.status import Event, Status
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding
from storage import attachments, filings, forwardings, history, reports
from storage.filings import NewFiling
from storage.forwardings import NewForwarding
from storage.history import NewEvent
from storage.reports import NewReport
from storage.store import Unit

Route = Callable[[Report], str]
"""The name of the routing backend that a report goes to."""

RECEIVED_KEY = "received"


def to_desk(report: Report) -> str:
    return DESK


async def send_reports(unit: Unit, wanted: Sequence[tuple[int, SendReport]], now: datetime, route: Route) -> None:
    """Each is its complainant's (by id). Raises `DatabaseRefused` when a receipt number is taken."""
    sent = [NewReport(owner, each.report, route(each.report), each.tracking_code) for owner, each in wanted]
    ids = await reports.add(unit, sent)
    received = [NewEvent(id, RECEIVED_KEY, Event(now, status=Status.RECEIVED)) for id in ids.values()]
    await history.add(unit, received)
    filed = [NewFiling(ids[e.report.receipt], owner, e.represents, e.asked) for owner, e in wanted if e.represents]
    files = [(owner, file.id, ids[e.report.receipt]) for owner, e in wanted for file in _kept_with(e)]
    if filed:
        await filings.add(unit, filed)
    if files:
        await attachments.tie(unit, files)
    await forwardings.add(unit, [_forwarding(ids[each.report.receipt], each) for each in sent], now)


def _kept_with(sent: SendReport) -> tuple[Attachment, ...]:
    """The report's files; and, where it was filed for somebody, what shows that they agreed."""
    consent = sent.represents.consent if sent.represents else None
    return (*sent.report.attachments, *((consent.evidence,) if consent and consent.evidence else ()))


def _forwarding(id: int, sent: NewReport) -> NewForwarding:
    body = as_json(ReportForwarding(sent.report.receipt, without_hidden_identity(sent.report)))
    return NewForwarding(id, sent.report.receipt, sent.backend, body)
