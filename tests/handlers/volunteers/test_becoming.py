"""Who becomes a volunteer: whom the office has invited, once, and has approved."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update as sql_update

from conversations.catalogue import Catalogue
from conversations.guessing import IN_CHAT
from conversations.messages import Chat, Choice, Command, Text
from conversations.one_time_code import make_one_time_code
from conversations.volunteering import Decision, Standing
from handlers.volunteers import MOST_USES, NoInvitation
from storage import tables
from storage.store import Store
from tests.filed import NOW
from tests.following import texts
from tests.handlers.house import open_house, received
from tests.handlers.volunteers.office import AREA, BUDI, GROUP, RAHMA, WRONG, Office, ask, asking
from tests.volunteering import Helper


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
