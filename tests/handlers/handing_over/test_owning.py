"""Once a report went over, its owner hears what follows, and says what its volunteer is to know."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Choice, Command, Text
from conversations.profile import Profile
from conversations.status import Status
from conversations.volunteering import Standing
from handlers.standing import change_standing
from storage import followers, tables, volunteers
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.following import NIGHT, apply, follow, held
from tests.following import update as said
from tests.handlers.handing_over.slips import BUDI, SITI, code_from, filed_by_rahma, take
from tests.handlers.house import different_numbers, open_house


async def test_the_owner_gets_what_follows_and_the_volunteer_its_steps_alone(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(rahma.chat, Choice(f"status:{RECEIPT}"), begin=10)
        await apply(store, profile, said(Status.FOLLOWED_UP, text="Petugas menelepon Ibu Siti"))
        await house.all_is_sent()
        await house.say(SITI, Choice(f"status:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    of_owner, of_helper = house.app.texts(SITI.address), house.app.texts(rahma.chat.address)
    assert f"Laporan {RECEIPT} sekarang milik Anda." in of_owner[1]
    assert "Petugas menelepon Ibu Siti" in of_owner[2]
    assert "Disampaikan relawan Rahmawati" in of_owner[3]
    assert f"Laporan {RECEIPT} sudah diambil pemiliknya. Terima kasih sudah membantu." in of_helper
    assert "menelepon" not in repr(of_helper)
    assert filed.report.title not in repr(of_helper[1:])
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert [(row.complainant_id, row.telling) for row in rows] == [(rahma.id, "daily")]


async def test_a_volunteer_who_wanted_no_notices_gets_none_of_the_steps_either(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with store.begin() as unit:
        await followers.choose(unit, [(rahma.id, RECEIPT, Telling.NEVER)], NOW)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert [row.telling for row in rows] == ["never"]


async def test_the_owner_says_that_the_volunteer_is_to_know_nothing(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await apply(store, profile, said(Status.VERIFIED))
        assert rahma.id in await held(store)
        await house.say(SITI, Choice(f"helper_nothing:{RECEIPT}"), begin=10)
        assert rahma.id not in await held(store)
        await apply(store, profile, said(Status.FORWARDED, 2))
        assert rahma.id not in await held(store)
        await house.say(rahma.chat, Choice(f"status:{RECEIPT}"), begin=10)
        await house.say(SITI, Choice(f"helper_steps:{RECEIPT}"), begin=20)
        await apply(store, profile, said(Status.FOLLOWED_UP, 3))
        await house.all_is_sent()
        assert rahma.id in await held(store)
    assert "Nomor itu tidak ada" in house.app.texts(rahma.chat.address)[-1]


async def test_a_suspended_volunteer_who_was_given_the_link_is_let_know_nothing_too(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, Standing.SUSPENDED, NOW, profile, different_numbers())
        assert await follow(store, filed, rahma.chat.address) == rahma.id
        await house.say(SITI, Choice(f"helper_nothing:{RECEIPT}"), Choice(f"helper_steps:{RECEIPT}"), begin=10)
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert rows == []


@pytest.mark.parametrize("verb", ["helper", "helper_steps", "helper_nothing", "hide", "hide_anonymous"])
async def test_only_the_owner_decides(store: Store, catalogue: Catalogue, verb: str) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        for chat in (rahma.chat, BUDI):
            await house.say(chat, Choice(f"{verb}:{RECEIPT}"), begin=20)
        await house.all_is_sent()
        assert [house.app.texts(chat.address)[-1].splitlines()[0] for chat in (rahma.chat, BUDI)] == [
            "Laporan itu tidak ada di antara laporan Anda dan yang Anda ikuti."
        ] * 2
    async with store.read() as unit:
        row = (await unit.connection.execute(select(tables.reports))).one()
        assert (await unit.connection.execute(select(tables.followers.c.complainant_id))).scalar() == rahma.id
    assert row.visibility == filed.report.visibility


async def test_a_question_that_waits_is_asked_of_the_owner_at_once(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    await apply(store, profile, said(Status.QUESTION, text="Berapa tiang?", due_at=NOW + timedelta(days=4)))
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma, begin=5))
        await house.say(SITI, Text("3 tiang"), begin=10)
        await house.say(rahma.chat, Text("lima tiang, kata tetangga di sana"), begin=10)
        await house.all_is_sent()
    assert "Berapa tiang?" in house.app.texts(SITI.address)[1]
    async with store.read() as unit:
        answers = await unit.connection.scalars(select(tables.history.c.text).where(tables.history.c.response != ""))
        assert list(answers) == ["3 tiang"]


async def test_in_the_night_the_volunteer_is_not_woken(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        house.clock.at = NIGHT
        await take(house, SITI, code)
        assert len(house.app.texts(rahma.chat.address)) == 1
    assert rahma.id in await held(store)


async def test_an_owner_who_is_forgotten_leaves_no_name_and_no_code(store: Store, catalogue: Catalogue) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with store.begin() as unit:
        await unit.connection.execute(update(tables.reports).values(is_handed_over=True))
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Command("hapus"), Text("Hapus data saya"), begin=10)
        await house.all_is_sent()
        assert "sudah saya hapus" in house.app.texts(SITI.address)[-1]
    async with store.read() as unit:
        filing = (await unit.connection.execute(select(tables.filings))).one()
        codes = (await unit.connection.execute(select(tables.handovers))).all()
        report = (await unit.connection.execute(select(tables.reports))).one()
    assert (filing.person_name, filing.person_contact, codes) == ("", "", [])
    assert (report.id, report.complainant_id, report.title) == (filed.id, None, "")
