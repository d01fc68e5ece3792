"""The desk's questions whose time to answer has passed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from conversations.status import Status
from storage.store import Unit
from storage.tables import desk_cases, filings, reports

_is_answered = exists().where(
    reports.c.receipt == desk_cases.c.receipt, reports.c.complainant_id.is_not(None), reports.c.question == ""
)
"""The answer is kept, and on its way to the desk."""

_waits_for_volunteer = exists().where(
    reports.c.receipt == desk_cases.c.receipt,
    reports.c.complainant_id.is_(None),
    filings.c.report_id == reports.c.id,
    filings.c.handed_over_at.is_(None),
    filings.c.withdrawn_at.is_(None),
)
"""Its volunteer is suspended or has ended, and nobody else has it yet: nobody could answer."""


async def find(unit: Unit, now: datetime, limit: int, receipt: str = "") -> Sequence[str]:
    """Receipt numbers of cases that wait for an answer in vain, the longest overdue first; or of this one, if it does.

    Whoever is forgotten cannot answer any more: their question waits until its time has passed, too. One that was filed
    for somebody who has no volunteer any more is not closed by itself: the office closes it, or hands it on.
    """
    overdue = (
        desk_cases.c.status == Status.QUESTION.value,
        desk_cases.c.due_at < now,
        ~_is_answered,
        ~_waits_for_volunteer,
    )
    found = select(desk_cases.c.receipt).where(*overdue).order_by(desk_cases.c.due_at).limit(limit)
    if receipt:
        found = found.where(desk_cases.c.receipt == receipt)
    return (await unit.connection.scalars(found)).all()
