"""A consent that is taken back leaves nothing of the person; nor does an owner who is forgotten."""

from sqlalchemy import select, update

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.status import ResponseKind
from handlers.ownership import move
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import forgetting, tables
from storage.store import Store
from tests.filed import NOW
from tests.handlers.filing.telling import EVIDENCE, PHOTO, file, forwarded, rows, told
from tests.handlers.house import different_numbers, open_house
from tests.volunteering import make_volunteer, meet, talk_of


async def test_a_consent_that_is_taken_back_leaves_nothing_that_names_the_person(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    async with open_house(store, catalogue, delivers=False) as house:
        back = m.Choice(f"take_back_consent_now:{report.receipt}")
        await house.say(rahma.chat, back, back, m.Choice(f"status:{report.receipt}"), begin=1_000)
        assert house.file_removal.rung
    withheld, withdrawal = await forwarded(store)
    assert isinstance(withheld, ReportForwarding)
    assert (withheld.report.reporter_name, withheld.report.filed_by) == ("", None)
    assert isinstance(withdrawal, ResponseForwarding)
    assert withdrawal.kind is ResponseKind.WITHDRAWAL
    [report], [filing] = await rows(store, tables.reports), await rows(store, tables.filings)
    assert (report.complainant_id, report.reporter_name, report.reporter_contact) == (None, "", "")
    assert (filing.person_name, filing.person_contact, filing.evidence_id) == ("", "", None)
    assert filing.withdrawn_at == NOW
    assert [row.id for row in await rows(store, tables.attachments)] == [PHOTO]
    talk = await talk_of(store, rahma.id)
    assert "Siti" not in repr(talk)
    assert report.receipt not in repr(talk)


async def test_a_consent_is_taken_back_though_nobody_can_read_what_waits_of_the_report(
    store: Store, catalogue: Catalogue
) -> None:
    rahma = await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    async with store.begin() as unit:
        await unit.connection.execute(tables.forwardings.update().values(body=b"{"))
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, m.Choice(f"take_back_consent_now:{report.receipt}"), begin=1_000)
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.withdrawn_at) == ("", NOW)


async def test_somebody_elses_consent_cannot_be_taken_back(store: Store, catalogue: Catalogue) -> None:
    await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    other = await make_volunteer(store, "budi")
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(other.chat, m.Choice(f"take_back_consent_now:{report.receipt}"))
    [filing] = await rows(store, tables.filings)
    assert filing.withdrawn_at is None
    assert len(await forwarded(store)) == 1


async def test_an_owner_who_is_forgotten_takes_the_evidence_along(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    await file(store, catalogue, told())
    [report] = await rows(store, tables.reports)
    siti = await meet(store, "siti")
    async with store.begin() as unit:
        handed_over = {"handed_over_at": NOW}
        await unit.connection.execute(update(tables.filings).values(handed_over))
        await unit.connection.execute(update(tables.reports).values(is_handed_over=True))
        await move(unit, [report.id], siti, NOW, profile, different_numbers())
        await forgetting.forget(unit, [siti])
    [filing] = await rows(store, tables.filings)
    assert (filing.person_name, filing.person_contact, filing.evidence_id) == ("", "", None)
    assert EVIDENCE not in {row.id for row in await rows(store, tables.attachments)}
    async with store.read() as unit:
        unwanted = await unit.connection.scalars(select(tables.unwanted_files.c.object_key))
        assert f"{EVIDENCE}/original" in set(unwanted)
