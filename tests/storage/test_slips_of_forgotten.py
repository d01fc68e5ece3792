"""A slip that a volunteer has given away stays good when they are forgotten, and leads to them no more."""

from datetime import timedelta

from sqlalchemy import insert, select

from storage import forgetting, tables
from storage.store import Store
from tests.filed import NOW, file_report


async def test_a_slip_outlives_whoever_made_it_and_names_them_no_more(store: Store) -> None:
    theirs, made_by = await file_report(store), (await file_report(store, "KTM-0000-0000")).complainant_id
    assert made_by != theirs.complainant_id
    slip = {"code": "7F3K9Q2C0M4T", "created_at": NOW, "expires_at": NOW + timedelta(days=1), "made_by": made_by}
    async with store.begin() as unit:
        report_id = select(tables.reports.c.id).where(tables.reports.c.complainant_id == theirs.complainant_id)
        await unit.connection.execute(insert(tables.handovers).values(report_id=report_id.scalar_subquery(), **slip))
        await forgetting.forget(unit, [made_by])
        rows = (await unit.connection.execute(select(tables.handovers.c.code, tables.handovers.c.made_by))).all()
    assert [tuple(row) for row in rows] == [("7F3K9Q2C0M4T", None)]
