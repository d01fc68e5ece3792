"""Files that will never be had, of which their people are yet to be told."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, update

from conversations.lost_files import LostFile
from conversations.messages import MediaKind, Refusal
from storage.filings import is_evidence
from storage.store import Unit
from storage.tables import attachments, fetches, reports


async def untold(unit: Unit, complainant_id: int) -> Sequence[LostFile]:
    """This person's, in the order in which they were sent."""
    rows = await unit.connection.execute(
        select(
            attachments,
            fetches.c.lost_because,
            func.coalesce(reports.c.receipt, "").label("receipt"),
            is_evidence.label("is_evidence"),
        )
        .join(fetches, fetches.c.attachment_id == attachments.c.id)
        .outerjoin(reports, reports.c.id == attachments.c.report_id)
        .where(attachments.c.complainant_id == complainant_id)
        .where(fetches.c.lost_because != "", fetches.c.due_at.is_not(None))
        .order_by(attachments.c.created_at, attachments.c.id)
    )
    return [
        LostFile(
            row.id, MediaKind(row.kind), Refusal(row.lost_because), row.file_name, row.receipt, bool(row.is_evidence)
        )
        for row in rows
    ]


async def mark_told(unit: Unit, ids: Collection[str]) -> None:
    """Nothing is left to do for these."""
    await unit.connection.execute(update(fetches).where(fetches.c.attachment_id.in_(ids)).values(due_at=None))
