"""The files of the reports, for the routing backend that has these."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, select
from sqlalchemy.sql.selectable import FromClause

from conversations.report import Visibility
from storage.bulk import Bulk, Insert
from storage.fetches import FileState, state_of_file
from storage.filings import is_evidence
from storage.store import Unit
from storage.tables import attachments, fetches, reports


@dataclass(frozen=True, slots=True)
class ReportFile:
    """Whose file it is. Of an anonymous report nothing may show who its reporter is, not even the file's name."""

    receipt: str
    is_anonymous: bool
    state: FileState


async def find(unit: Unit, backend: str, ids: Collection[str]) -> Mapping[str, ReportFile]:
    """Those of the files that are part of a report of this backend, by their ids."""
    rows = await _find.execute(unit, [(id,) for id in ids], backend=backend)
    return {
        row.id: ReportFile(row.receipt, Visibility(row.visibility).is_anonymous, FileState(row.state)) for row in rows
    }


def _finding(given: FromClause, insert: Insert) -> Any:
    return (
        select(attachments.c.id, reports.c.receipt, reports.c.visibility, state_of_file.label("state"))
        .join(reports, reports.c.id == attachments.c.report_id)
        .outerjoin(fetches, fetches.c.attachment_id == attachments.c.id)
        .where(attachments.c.id.in_(select(given.c.id)), ~is_evidence)
        .where(reports.c.backend == bindparam("backend", type_=String()))
    )


_find = Bulk(_finding, id=String())
