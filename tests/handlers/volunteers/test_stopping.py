"""What whoever is a volunteer no more is shown and told, and what becomes of the reports they filed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from conversations.catalogue import Catalogue
from conversations.conversation import Draft, Sent, Told
from conversations.following import Telling
from conversations.messages import Choice, Command, MediaKind, Text
from conversations.profile import Profile
from conversations.report import Attachment, ConsentKind
from conversations.state import State
from conversations.status import Status
from conversations.volunteering import Consent, Decision, Standing
from handlers.ownership import move
from storage import attachments, ownership, reports, tables, unwanted_files
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.following import apply, texts, update
from tests.handlers.house import different_numbers, open_house
from tests.handlers.volunteers.office import FOURTH, RAHMA, SECOND, THIRD, Office, keep_file
from tests.volunteering import SITI, Helper, file_for, meet, talk_is, talk_of


async def owner_of(store: Store, id: int) -> int | None:
    async with store.read() as unit:
        owner = (await reports.owners(unit, [id])).get(id)
    return owner.complainant_id if owner else None


async def test_a_suspended_volunteer_is_shown_and_told_nothing_of_what_they_filed(
    store: Store, profile: Profile, catalogue: Catalogue, office: Office, rahma: Helper
) -> None:
    await file_for(store, rahma, SECOND)
    await talk_is(store, rahma.id, replace(await talk_of(store, rahma.id), sent=Sent(SECOND)))
    await apply(store, profile, update(Status.VERIFIED, receipt=SECOND))
    assert await office.decide(Decision.SUSPEND)
    await apply(store, profile, update(Status.FORWARDED, 2, receipt=SECOND))
    async with open_house(store, catalogue) as house:
        await house.say(RAHMA, Command("laporan"), Command("status", SECOND), Choice(f"add:{SECOND}"))
        await house.all_is_sent()
    assert SECOND not in "".join(house.app.texts(rahma.chat.address))
    assert house.app.texts(rahma.chat.address)[0].startswith("Kantor menghentikan sementara")


async def test_whoever_goes_on_has_back_what_is_nobody_elses(
    store: Store, profile: Profile, office: Office, rahma: Helper
) -> None:
    siti = await meet(store, "siti")
    kept, handed, forgotten, withdrawn = [
        await file_for(store, rahma, receipt) for receipt in (RECEIPT, SECOND, THIRD, FOURTH)
    ]
    await office.decide(Decision.SUSPEND)
    async with store.begin() as unit:
        await move(unit, [handed.id], siti, NOW, profile, different_numbers())
        table = tables.filings
        over = [table.update().where(table.c.report_id == id) for id in (handed.id, forgotten.id)]
        for each in over:  # of the second, the owner has deleted all of their data since
            await unit.connection.execute(each.values(handed_over_at=NOW))
        taken_back = table.update().where(table.c.report_id == withdrawn.id)
        await unit.connection.execute(taken_back.values(withdrawn_at=NOW))
    assert await office.decide(Decision.RESUME)
    owners = [await owner_of(store, each.id) for each in (kept, handed, forgotten, withdrawn)]
    assert owners == [rahma.id, siti, None, None]


@pytest.mark.parametrize("decision", [Decision.SUSPEND, Decision.END])
async def test_of_what_was_handed_over_they_hear_no_milestone_any_more(
    store: Store, profile: Profile, catalogue: Catalogue, office: Office, rahma: Helper, decision: Decision
) -> None:
    siti = await meet(store, "siti")
    filed = await file_for(store, rahma)
    async with store.begin() as unit:
        await move(unit, [filed.id], siti, NOW, profile, different_numbers())
        await ownership.follow(unit, filed.id, rahma.id, Telling.AT_ONCE, NOW)
    await apply(store, profile, update(Status.VERIFIED))
    assert RECEIPT in "".join(await texts(store, catalogue, "rahma"))
    await office.decide(decision)
    await apply(store, profile, update(Status.FORWARDED, 2))
    assert RECEIPT not in "".join(await texts(store, catalogue, "rahma"))
    assert len(await texts(store, catalogue, "siti")) == 2


@pytest.mark.parametrize("is_by_office", [True, False])
async def test_whoever_ends_keeps_nothing_and_the_reports_go_on(
    store: Store, profile: Profile, catalogue: Catalogue, office: Office, rahma: Helper, is_by_office: bool
) -> None:
    filed = await file_for(store, rahma)
    await talk_is(store, rahma.id, replace(await talk_of(store, rahma.id), sent=Sent(RECEIPT)))
    if is_by_office:
        assert await office.decide(Decision.END)
    else:
        async with open_house(store, catalogue) as house:
            await house.say(RAHMA, Command("berhenti"), Text("Ya, berhenti"))
    ended = await office.known()
    assert (ended.standing, ended.complainant_id, ended.name) == (Standing.ENDED, None, "Rahmawati")
    assert await owner_of(store, filed.id) is None
    assert RECEIPT not in repr(await talk_of(store, rahma.id))
    assert (await talk_of(store, rahma.id)).volunteering is None
    await apply(store, profile, update(Status.VERIFIED))
    assert RECEIPT not in "".join(await texts(store, catalogue, "rahma"))
    assert not await office.decide(Decision.RESUME)


async def test_whoever_stops_is_not_asked_in_the_same_breath_what_the_office_asked_of_a_neighbour(
    store: Store, profile: Profile, catalogue: Catalogue, rahma: Helper
) -> None:
    await file_for(store, rahma)
    async with open_house(store, catalogue) as house:
        await house.say(RAHMA, Command("berhenti"))
        await apply(store, profile, update(Status.QUESTION, text="Berapa tiang?", due_at=NOW + timedelta(days=4)))
        house.delivery.wake()
        await house.all_is_sent()
        await house.say(RAHMA, Choice("stop_now"), begin=1)
        await house.all_is_sent()
    asked, stopped = house.app.texts(RAHMA.address)[-2:]
    assert "Berapa tiang?" in asked
    assert not any(word in stopped for word in ("Berapa tiang?", SITI.name, RECEIPT))


async def test_drafts_for_others_go_with_their_files_and_ones_own_stay(
    store: Store, office: Office, rahma: Helper
) -> None:
    for id in ("own", "neighbours", "recording"):
        await keep_file(store, id, rahma.id)
    consent = Consent(ConsentKind.VOICE_NOTE, NOW, evidence=Attachment("recording", MediaKind.VOICE))
    for_siti = Draft(
        2,
        NOW,
        told=(Told("1", "Selokan tersumbat"),),
        attachments=(Attachment("neighbours", MediaKind.PHOTO),),
        may_represent=True,
        represents=replace(SITI, consent=consent),
    )
    own = Draft(1, NOW, attachments=(Attachment("own", MediaKind.PHOTO),), may_represent=True)
    before = replace(await talk_of(store, rahma.id), state=State.REVIEW, draft=for_siti, shelf=(own,))
    await talk_is(store, rahma.id, before)
    await office.decide(Decision.END)
    after = await talk_of(store, rahma.id)
    assert (after.state, after.draft, after.shelf) == (State.IDLE, None, (replace(own, may_represent=False),))
    async with store.read() as unit:
        assert await attachments.find(unit, "own")
        assert sorted(await unwanted_files.some(unit, 9)) == ["neighbours/original", "recording/original"]


async def test_a_volunteer_who_deletes_their_data_leaves_the_neighbours_reports_whole(
    store: Store, catalogue: Catalogue, office: Office, rahma: Helper
) -> None:
    filed = await file_for(store, rahma)
    await keep_file(store, "photo", rahma.id)
    async with store.begin() as unit:
        await attachments.tie(unit, [(rahma.id, "photo", filed.id)])
    async with open_house(store, catalogue) as house:
        await house.say(RAHMA, Command("hapus"), Choice("delete_all"))
        await house.all_is_sent()
    async with store.read() as unit:
        [row] = (await unit.connection.execute(select(tables.reports))).all()
        assert (row.title, row.reporter_name, row.complainant_id) == (filed.report.title, "Siti Aminah", None)
        assert (await unit.connection.execute(select(tables.forwardings))).all()
        assert await attachments.find(unit, "photo")
        [volunteer] = (await unit.connection.execute(select(tables.volunteers))).all()
    assert (volunteer.name, volunteer.standing, volunteer.complainant_id) == ("", "ended", None)
    assert "tetap ada, karena itu milik mereka" in house.app.texts(RAHMA.address)[0]
    assert (await talk_of(store, rahma.id)).volunteering is None
