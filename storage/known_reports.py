"""What is known of a report to whoever has it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.sql.selectable import FromClause

from conversations.handovers import Slip
from conversations.report import ConsentKind, FiledBy, ReportClass, Visibility
from conversations.routing import DESK
from conversations.status import Event, KnownReport, Status, Undelivered
from storage.bulk import Insert
from storage.tables import filings, forwardings, handovers, reports, volunteers


def finding(given: FromClause, insert: Insert) -> Select[Any]:
    """The given reports (complainant's id, receipt number; all of theirs where that is empty), the newest first."""
    is_asked_for = (given.c.receipt == "") | (given.c.receipt == reports.c.receipt)
    theirs = (reports.c.complainant_id == given.c.complainant_id) & is_asked_for
    # a report's own forwarding has its receipt number as the key
    tried_in_vain = (forwardings.c.key == reports.c.receipt) & (forwardings.c.attempts > 0)
    return (
        select(
            reports,
            forwardings.c.due_at.label("next_try_at"),
            forwardings.c.is_set_aside,
            *(filings.c[name] for name in ("person_name", "kim_group", "consent", "consented_at", "handed_over_at")),
            volunteers.c.name.label("volunteer_name"),
            handovers.c.code.label("slip_code"),
            handovers.c.expires_at.label("slip_expires_at"),
        )
        .select_from(given)
        .join(reports, theirs)
        .outerjoin(forwardings, tried_in_vain)
        .outerjoin(filings, filings.c.report_id == reports.c.id)
        .outerjoin(volunteers, volunteers.c.id == filings.c.volunteer_id)
        .outerjoin(handovers, handovers.c.report_id == reports.c.id)
        .order_by(reports.c.sent_at.desc(), reports.c.id.desc())
    )


def known_report(row: Row[Any], events: tuple[Event, ...]) -> KnownReport:
    """Of a row that `finding` has found."""
    return replace(
        bare_report(row),
        history=events,
        undelivered=_undelivered(row),
        filed_for=row.person_name if row.person_name and row.handed_over_at is None else "",
        filed_by=_filed_by(row),
        slip=Slip(row.slip_code, row.slip_expires_at) if row.slip_code else None,
    )


def bare_report(row: Row[Any]) -> KnownReport:
    """Of a row of `reports` alone."""
    return KnownReport(
        receipt=row.receipt,
        title=row.title,
        status=Status(row.status),
        sent_at=row.sent_at,
        tracking_id=row.tracking_id,
        agency=row.agency,
        question=row.question,
        due_at=row.due_at,
        is_handed_over=row.is_handed_over,
        report_class=ReportClass(row.report_class),
        tracking_code=row.tracking_code,
        is_elsewhere=row.backend != DESK,
        visibility=Visibility(row.visibility),
    )


def _filed_by(row: Row[Any]) -> FiledBy | None:
    if row.handed_over_at is None:
        return None
    return FiledBy(row.volunteer_name or "", row.kim_group, ConsentKind(row.consent), row.consented_at)


def _undelivered(row: Row[Any]) -> Undelivered | None:
    if row.next_try_at is None:
        return None
    return Undelivered(None if row.is_set_aside else row.next_try_at)
