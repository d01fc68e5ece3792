"""What the office sees of its volunteers, and for how long."""

from datetime import timedelta

from sqlalchemy import select

from conversations.profile import Profile
from conversations.status import Status
from conversations.volunteering import Decision
from storage import attachments, filing_figures, retention, tables
from storage.store import Store
from tests.filed import NOW
from tests.following import apply, update
from tests.handlers.volunteers.office import GROUP, SECOND, Office, keep_file
from tests.volunteering import Helper, file_for


async def test_the_office_sees_how_the_reports_of_a_group_fare_and_nothing_of_persons(
    store: Store, profile: Profile, office: Office, rahma: Helper
) -> None:
    first, second = await file_for(store, rahma), await file_for(store, rahma, SECOND)
    for id, report_id in (("photo", first.id), ("slip", second.id)):
        await keep_file(store, id, rahma.id)
        async with store.begin() as unit:
            await attachments.tie(unit, [(rahma.id, id, report_id)])
    async with store.begin() as unit:
        table = tables.filings
        await unit.connection.execute(table.update().where(table.c.report_id == second.id).values(evidence_id="slip"))
    monday = NOW + timedelta(days=3)
    await apply(store, profile, update(Status.FOLLOWED_UP, at=monday))
    async with store.read() as unit:
        filed = await filing_figures.filed(unit)
    assert [each.has_files for each in sorted(filed, key=lambda each: not each.has_files)] == [True, False]
    [figures] = (await office.volunteers.registry()).figures
    assert (figures.kim_group, figures.area) == (GROUP, "64.08.04.1003")
    assert (figures.reports, figures.with_day, figures.with_place, figures.with_files) == (2, 2, 2, 1)
    assert (figures.answered, figures.days) == (1, 1)


async def test_who_ended_long_ago_and_old_invitations_are_kept_no_longer_than_promised(
    store: Store, office: Office, rahma: Helper
) -> None:
    await file_for(store, rahma)
    await office.invite()
    await office.decide(Decision.END)
    tables_of_it = (tables.volunteers, tables.volunteer_invitations)
    async with store.begin() as unit:
        await retention.drop_expired(unit, NOW, 10)
        kept = [len((await unit.connection.execute(select(each))).all()) for each in tables_of_it]
        await retention.drop_expired(unit, NOW + timedelta(days=15), 10)
        left = [len((await unit.connection.execute(select(each))).all()) for each in tables_of_it]
    assert (kept, left) == ([1, 1], [0, 0])


async def test_a_volunteer_of_whom_nothing_was_heard_for_so_long_is_one_no_more(store: Store, rahma: Helper) -> None:
    async with store.begin() as unit:
        await retention.drop_expired(unit, NOW + timedelta(days=1), 10)
        assert (await unit.connection.execute(select(tables.complainants))).all() == []
        assert (await unit.connection.execute(select(tables.volunteers))).all() == []
