"""Reports that another system has, or may have: what it calls them, and what was heard of them last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, String, and_, bindparam, exists, literal, select, update
from sqlalchemy.sql.selectable import FromClause

from conversations.status import Status
from storage.bulk import Bulk, Insert, insert_of
from storage.store import Unit
from storage.tables import backend_reports, backend_updates, reports

WORDS = "words "
"""Begins an update's id that is made of what it says, and may lead back to the words of a person."""
FINAL = tuple(status.value for status in Status if status.is_final)


@dataclass(frozen=True, slots=True)
class Placement:
    """A report as it stands with one backend; `external_id` and `token` are empty until the backend has given them.

    `posted_at` is since when it may be there: it was on its way then, and no answer has said that it is not.
    """

    report_id: int
    receipt: str
    status: Status
    external_id: str = ""
    token: str = ""
    posted_at: datetime | None = None
    heard_at: datetime | None = None
    seen: str = ""


async def of(unit: Unit, backend: str, receipt: str) -> Placement | None:
    """None for a receipt number that no report has."""
    row = (await unit.connection.execute(_placed(backend).where(reports.c.receipt == receipt))).first()
    return _placement(row) if row else None


async def of_externals(unit: Unit, backend: str, external_ids: Sequence[str]) -> Sequence[Placement]:
    """Those of the reports that the backend calls so; several by one name where it has made one of them. By id."""
    rows = await _of_externals.execute(unit, [(id,) for id in external_ids], backend=backend)
    return sorted(map(_placement, rows), key=lambda each: each.report_id)


async def fresh(unit: Unit, backend: str, said: Sequence[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """What of this (external id, update's id, what is seen) is of reports that are known here, and not known itself.

    With something seen that alone counts, else the update's id.
    """
    rows = await _fresh.execute(unit, said, backend=backend)
    return {(row.external_id, row.update_id, row.seen) for row in rows}


async def watched(unit: Unit, backend: str, closed_since: datetime) -> Sequence[Placement]:
    """The reports that the backend has and that are not closed, or were closed after that; by id."""
    is_open = reports.c.status.not_in(FINAL) | (reports.c.closed_at > closed_since)
    found = _placed(backend).where(backend_reports.c.external_id != "", is_open).order_by(reports.c.id)
    return [_placement(row) for row in await unit.connection.execute(found)]


async def note_posting(unit: Unit, backend: str, report_id: int, at: datetime | None) -> None:
    """The report may be there from `at` on; with None it is known not to be."""
    await _note(unit, backend, report_id, posted_at=at)


async def note_token(unit: Unit, backend: str, report_id: int, token: str) -> None:
    await _note(unit, backend, report_id, token=token)


async def note_external_id(unit: Unit, backend: str, report_id: int, external_id: str) -> None:
    await _note(unit, backend, report_id, external_id=external_id)


async def note_heard(unit: Unit, backend: str, report_id: int, heard_at: datetime | None, seen: str) -> None:
    """Of a report that the backend has."""
    await _change(unit, backend, report_id, heard_at=heard_at, seen=seen)


async def note_updates(unit: Unit, backend: str, report_id: int, update_ids: Sequence[str]) -> bool:
    """These updates are known; whether any of them was not before."""
    rows = [{"report_id": report_id, "backend": backend, "update_id": id} for id in dict.fromkeys(update_ids)]
    new = insert_of(unit.is_postgres)(backend_updates).values(rows).on_conflict_do_nothing()
    return (await unit.connection.execute(new.returning(backend_updates.c.update_id))).first() is not None


async def is_said(unit: Unit, backend: str, external_id: str, update_id: str) -> bool:
    """Whether this update is known of a report that the backend calls so, whoever of several complainants said it."""
    is_its = (backend_reports.c.report_id == backend_updates.c.report_id) & (backend_updates.c.backend == backend)
    called_so = (backend_reports.c.backend == backend) & (backend_reports.c.external_id == external_id)
    found = select(backend_updates.c.update_id).join(backend_reports, is_its)
    this = found.where(called_so, backend_updates.c.update_id == update_id).limit(1)
    return await unit.connection.scalar(this) is not None


async def _note(unit: Unit, backend: str, report_id: int, **values: Any) -> None:
    """Of a report that is gone meanwhile nothing is noted."""
    this = select(reports.c.id, literal(backend), *(literal("") for _ in _EMPTY)).where(reports.c.id == report_id)
    new = insert_of(unit.is_postgres)(backend_reports).from_select(["report_id", "backend", *_EMPTY], this)
    await unit.connection.execute(new.on_conflict_do_nothing())
    await _change(unit, backend, report_id, **values)


async def _change(unit: Unit, backend: str, report_id: int, **values: Any) -> None:
    which = (backend_reports.c.report_id == report_id) & (backend_reports.c.backend == backend)
    await unit.connection.execute(update(backend_reports).where(which).values(values))


def _finding_fresh(given: FromClause, insert: Insert) -> Select[Any]:
    backend = bindparam("backend", type_=String())
    is_ours = (backend_reports.c.external_id == given.c.external_id) & (backend_reports.c.backend == backend)
    is_heard = exists().where(
        backend_updates.c.report_id == backend_reports.c.report_id,
        backend_updates.c.backend == backend,
        backend_updates.c.update_id == given.c.update_id,
    )
    is_new = ((given.c.seen == "") & ~is_heard) | ((given.c.seen != "") & (given.c.seen != backend_reports.c.seen))
    columns = given.c.external_id, given.c.update_id, given.c.seen
    return select(*columns).select_from(given).join(backend_reports, is_ours).where(is_new)


def _finding_external(given: FromClause, insert: Insert) -> Select[Any]:
    backend = bindparam("backend", type_=String())
    return _placed(backend).where(backend_reports.c.external_id.in_(select(given.c.external_id)))


_of_externals = Bulk(_finding_external, external_id=String())
_fresh = Bulk(_finding_fresh, external_id=String(), update_id=String(), seen=String())
_EMPTY = ("external_id", "token", "seen")


def _placed(backend: str | BindParameter[str]) -> Select[Any]:
    is_its = and_(backend_reports.c.report_id == reports.c.id, backend_reports.c.backend == backend)
    columns = (backend_reports.c[name] for name in (*_EMPTY, "posted_at", "heard_at"))
    return select(reports.c.id, reports.c.receipt, reports.c.status, *columns).select_from(
        reports.outerjoin(backend_reports, is_its)
    )


def _placement(row: Row[Any]) -> Placement:
    return Placement(
        row.id,
        row.receipt,
        Status(row.status),
        row.external_id or "",
        row.token or "",
        row.posted_at,
        row.heard_at,
        row.seen or "",
    )
