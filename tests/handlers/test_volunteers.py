"""The office and its volunteers: who becomes one, and what whoever is one no more is shown and told."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select
from sqlalchemy import update as sql_update

from conversations.catalogue import Catalogue
from conversations.conversation import Draft, Sent, Told
from conversations.following import Telling
from conversations.guessing import IN_CHAT
from conversations.messages import Chat, Choice, Command, MediaKind, Text
from conversations.one_time_code import make_one_time_code
from conversations.profile import Profile
from conversations.report import Attachment, ConsentKind
from conversations.state import State
from conversations.status import Status
from conversations.volunteering import Consent, Decision, Standing
from handlers.ownership import move
from handlers.volunteers import MOST_USES, NoInvitation, Volunteers
from storage import attachments, filing_figures, ownership, reports, retention, tables, unwanted_files, volunteers
from storage.attachments import StoredFile
from storage.store import Store
from storage.volunteer_invitations import OpenInvitation
from storage.volunteers import Volunteer
from tests.filed import NOW, RECEIPT, Clock
from tests.following import apply, texts, update
from tests.handlers.house import Bell, House, different_numbers, open_house, received
from tests.volunteering import SITI, Helper, file_for, make_volunteer, meet, talk_is, talk_of

RAHMA, BUDI = Chat("webchat", "rahma"), Chat("webchat", "budi")
GROUP, AREA = "KIM Sangatta Utara", "64.08.04"
WRONG = "Kode itu tidak bisa dipakai."
SECOND, THIRD, FOURTH = "KTM-0000-0000", "KTM-1111-1111", "KTM-2222-2222"


class Office:
    def __init__(self, store: Store, profile: Profile) -> None:
        self.clock, self.bells = Clock(), (Bell(), Bell())
        self.store = store
        self.volunteers = Volunteers(store, profile, *self.bells, self.clock, different_numbers(1_000))

    async def invite(self, uses: int = 1) -> OpenInvitation:
        return await self.volunteers.invite(GROUP, AREA, uses)

    async def decide(self, decision: Decision, helper: int = 1) -> bool:
        return await self.volunteers.decide(helper, decision)

    async def known(self, id: int = 1) -> Volunteer:
        async with self.store.read() as unit:
            found = await volunteers.find(unit, id)
        assert found
        return found


@pytest_asyncio.fixture
async def office(store: Store, profile: Profile) -> Office:
    return Office(store, profile)


@pytest_asyncio.fixture
async def rahma(store: Store) -> Helper:
    return await make_volunteer(store)


def asking(invited: OpenInvitation) -> Command:
    return Command("start", f"kim_{invited.invitation.code}")


async def ask(house: House, invited: OpenInvitation, chat: Chat = RAHMA, begin: int = 0) -> None:
    await house.say(chat, asking(invited), Text("Rahmawati"), begin=begin)


async def owner_of(store: Store, id: int) -> int | None:
    async with store.read() as unit:
        owner = (await reports.owners(unit, [id])).get(id)
    return owner.complainant_id if owner else None


async def test_whoever_is_invited_asks_and_the_office_approves(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    async with open_house(store, catalogue) as house:
        await ask(house, await office.invite())
        asked = await office.known()
        assert (asked.name, asked.kim_group, asked.area, asked.standing) == ("Rahmawati", GROUP, AREA, Standing.ASKED)
        assert await office.decide(Decision.APPROVE)
        house.delivery.wake()
        await house.all_is_sent()
        talk = await house.conversation(RAHMA)
    assert house.app.texts(RAHMA.address)[-1].startswith("Kantor menyetujui Anda sebagai relawan KIM Sangatta Utara")
    assert talk.volunteering
    assert talk.volunteering.standing is (await office.known()).standing is Standing.ACTIVE
    assert talk.person.consented_at == NOW


async def test_a_code_that_is_unknown_used_up_or_expired_is_answered_alike(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    used_up, expired = await office.invite(), await office.invite()
    async with store.begin() as unit:
        table = tables.volunteer_invitations
        long_ago = sql_update(table).where(table.c.id == expired.id).values(expires_at=NOW)
        await unit.connection.execute(long_ago)
    async with open_house(store, catalogue) as house:
        await ask(house, used_up)
        unknown = Command("relawan", make_one_time_code(1))
        await house.say(BUDI, asking(used_up), asking(expired), unknown, Command("relawan", "entah"))
        await house.all_is_sent()
    told = house.app.texts(BUDI.address)
    assert len(told) == 4
    assert len(set(told)) == 1
    assert told[0].startswith(WRONG)


async def test_a_revoked_invitation_opens_nothing_also_for_whoever_is_answering_it(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    invited = await office.invite(uses=20)
    async with open_house(store, catalogue) as house:
        await house.say(RAHMA, asking(invited))
        assert await office.volunteers.revoke(invited.id)
        await house.say(RAHMA, Text("Rahmawati"), begin=9)
        await house.say(BUDI, asking(invited))
        await house.all_is_sent()
    assert not await office.volunteers.revoke(invited.id)
    assert all(house.app.texts(chat.address)[-1].startswith(WRONG) for chat in (RAHMA, BUDI))
    registry = await office.volunteers.registry()
    assert (registry.volunteers, registry.invitations) == ((), ())


async def test_whoever_guesses_waits_also_with_the_right_code_and_after_deleting_their_data(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    invited = await office.invite()
    guesses = [Command("relawan", make_one_time_code(n)) for n in range(IN_CHAT.wrong_at_once)]
    async with open_house(store, catalogue) as house:
        await house.say(BUDI, *guesses, asking(invited), Command("hapus"), Choice("delete_all"), asking(invited))
        house.clock.move(seconds=IN_CHAT.seconds_for_one_more)
        await house.say(BUDI, asking(invited), begin=99)
        await house.all_is_sent()
    told = house.app.texts(BUDI.address)
    assert [text.startswith("Terlalu banyak kode") for text in told[-5:]] == [True, False, False, True, False]
    assert told[-1].startswith("Anda diundang menjadi relawan")


async def test_of_two_who_take_the_last_use_at_once_one_is_told_that_it_is_gone(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    invited = await office.invite()
    async with open_house(store, catalogue) as house:
        for chat in (RAHMA, BUDI):
            await house.say(chat, asking(invited))
        names = (received(chat, "name", Text("Rahmawati")) for chat in (RAHMA, BUDI))
        await asyncio.gather(*(house.intake.take(each) for each in names))
        await house.all_is_sent()
        standing = [(await house.conversation(chat)).volunteering for chat in (RAHMA, BUDI)]
    assert len([each for each in standing if each]) == 1
    loser = BUDI if standing[0] else RAHMA
    assert house.app.texts(loser.address)[-1].startswith(WRONG)
    assert len((await office.volunteers.registry()).volunteers) == 1


async def test_an_invitation_for_a_meeting_is_good_for_so_many(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    invited = await office.invite(uses=2)
    async with open_house(store, catalogue) as house:
        for name in ("a", "b", "c"):
            await ask(house, invited, Chat("webchat", name))
    registry = await office.volunteers.registry()
    assert len(registry.volunteers) == 2
    assert registry.invitations == ()


@pytest.mark.parametrize(
    ("group", "area", "uses", "days", "problem"),
    [
        (" ", AREA, 1, 1, "group"),
        ("K" * 81, AREA, 1, 1, "group"),
        (GROUP, "99.99", 1, 1, "area"),
        (GROUP, AREA, 0, 1, "count"),
        (GROUP, AREA, MOST_USES + 1, 1, "count"),
        (GROUP, AREA, 1, 0, "until"),
        (GROUP, AREA, 1, 400, "until"),
    ],
)
async def test_nobody_is_invited_so(office: Office, group: str, area: str, uses: int, days: int, problem: str) -> None:
    with pytest.raises(NoInvitation, match=problem):
        await office.volunteers.invite(group, area, uses, NOW + timedelta(days=days))


async def test_a_groups_name_is_kept_without_what_nobody_sees(office: Office) -> None:
    invited = await office.volunteers.invite(" KIM\0 Sangatta \n Utara\u200b")
    assert invited.invitation.kim_group == "KIM Sangatta Utara"
    [listed] = (await office.volunteers.registry()).invitations
    assert listed.invitation.kim_group == "KIM Sangatta Utara"


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


async def keep_file(store: Store, id: str, owner: int) -> None:
    async with store.begin() as unit:
        await attachments.add(unit, owner, StoredFile(id, MediaKind.PHOTO, "image/jpeg", 3, "0", f"{id}/original"), NOW)


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


async def test_who_is_turned_down_is_told_and_may_be_invited_anew(
    store: Store, catalogue: Catalogue, office: Office
) -> None:
    async with open_house(store, catalogue) as house:
        await ask(house, await office.invite())
        assert await office.decide(Decision.END)
        await ask(house, await office.invite(), begin=10)
        house.delivery.wake()
        await house.all_is_sent()
    assert any("belum bisa menerima Anda" in text for text in house.app.texts(RAHMA.address))
    assert (await office.known(2)).standing is Standing.ASKED


@pytest.mark.parametrize("decision", [Decision.APPROVE, Decision.RESUME])
async def test_a_decision_that_makes_no_sense_changes_nothing_and_tells_nothing(
    store: Store, catalogue: Catalogue, office: Office, rahma: Helper, decision: Decision
) -> None:
    assert not await office.decide(decision)
    assert not await office.decide(decision, 999)
    assert await texts(store, catalogue, "rahma") == []
    assert [bell.rung for bell in office.bells] == [0, 0]


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
