"""A report that was filed for somebody goes over to them by its code, once, and to nobody else."""

from sqlalchemy import update

from conversations.catalogue import Catalogue
from conversations.messages import Choice, Command, Text
from conversations.profile import Profile
from conversations.status import Status
from conversations.volunteering import Standing
from handlers.standing import change_standing
from storage import tables, volunteers
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.following import apply, held
from tests.following import update as said
from tests.handlers.handing_over.slips import BUDI, NOT_GOOD, SITI, code_from, filed_by_rahma, take
from tests.handlers.house import different_numbers, open_house
from tests.volunteering import file_for


async def test_the_owner_sees_what_it_is_before_it_is_theirs(store: Store, catalogue: Catalogue) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await house.say(SITI, Text(code), Choice(f"status:{RECEIPT}"))
        await house.all_is_sent()
    shown, unknown = house.app.texts(SITI.address)
    assert f"{RECEIPT}: “{filed.report.title}”" in shown
    assert "Disampaikan relawan Rahmawati (KIM Sangatta Utara)." in shown
    assert filed.report.title not in unknown


async def test_the_volunteer_cannot_take_it_by_the_code_themself(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await take(house, rahma.chat, code, begin=5)
        assert [text.splitlines()[0].startswith("Kode ini untuk pemilik") for text in house.app.texts("rahma")[1:]] == [
            True,
            True,
        ]
        await take(house, SITI, code)
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]


async def test_a_volunteer_who_has_ended_cannot_take_it_by_an_old_copy_of_its_slip(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, filed = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, Standing.ENDED, NOW, profile, different_numbers())
        await take(house, rahma.chat, code, begin=5)
        assert filed.report.title not in repr(house.app.texts(rahma.chat.address)[1:])
        assert "sekarang milik Anda" not in repr(house.app.texts(rahma.chat.address))
        await take(house, SITI, code)
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]


async def test_wrong_used_expired_and_guessed_codes_are_answered_alike(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    other = await file_for(store, rahma, "KTM-0000-0000")
    async with open_house(store, catalogue) as house:
        used, expired = await code_from(house, rahma), await code_from(house, rahma, "KTM-0000-0000", begin=1)
        await take(house, SITI, used)
        async with store.begin() as unit:
            past = update(tables.handovers).where(tables.handovers.c.report_id == other.id)
            await unit.connection.execute(past.values(expires_at=NOW))
        for code in (used, expired, "7F3K-9Q2C-0M4T", "entah"):
            await house.say(BUDI, Command("serah", code), begin=100 + hash(code) % 100)
        await house.all_is_sent()
    answers = {text.splitlines()[0] for text in house.app.texts(BUDI.address)}
    assert answers == {f"{NOT_GOOD} Periksa lagi huruf dan angkanya, atau minta kode baru kepada relawan."}


async def test_whoever_guesses_is_slowed_down_until_time_has_passed(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        await house.say(BUDI, *[Command("serah", f"{n}") for n in range(5)])
        await house.say(BUDI, Command("serah", code), Choice(f"take_over:{code.replace('-', '')}"), begin=10)
        await house.all_is_sent()
        assert [text.startswith("Terlalu banyak kode") for text in house.app.texts(BUDI.address)] == [
            *[False] * 5,
            True,
            True,
        ]
        house.clock.move(minutes=6)
        await take(house, BUDI, code, begin=20)
    assert "sekarang milik Anda" in house.app.texts(BUDI.address)[-1]


async def test_a_code_stays_the_same_until_it_is_over(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        first = await code_from(house, rahma)
        house.clock.move(days=89)
        assert await code_from(house, rahma, begin=1) == first
        house.clock.move(days=2)
        assert await code_from(house, rahma, begin=2) != first


async def test_of_two_who_hold_the_same_slip_the_first_gets_the_report(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        for chat in (SITI, BUDI):
            await house.say(chat, Command("serah", code))
        pressed = Choice(f"take_over:{code.replace('-', '')}")
        await house.say(SITI, pressed, begin=1)
        await house.say(BUDI, pressed, begin=1)
        await house.all_is_sent()
    assert "sekarang milik Anda" in house.app.texts(SITI.address)[-1]
    assert NOT_GOOD in house.app.texts(BUDI.address)[-1]


async def test_the_slip_of_a_suspended_volunteer_still_works_and_they_hear_nothing(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = await code_from(house, rahma)
        async with store.begin() as unit:
            table = tables.volunteers
            await unit.connection.execute(update(table).values(standing=Standing.SUSPENDED.value))
            await unit.connection.execute(update(tables.reports).values(complainant_id=None))
        await take(house, SITI, code)
        await apply(store, profile, said(Status.VERIFIED))
        await house.all_is_sent()
    assert "diverifikasi" in house.app.texts(SITI.address)[-1]
    assert len(house.app.texts(rahma.chat.address)) == 1
    assert rahma.id not in await held(store)


async def test_nobody_hands_over_what_they_sent_for_themselves_or_have_no_more(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        for chat in (rahma.chat, SITI, BUDI):
            await house.say(chat, Choice(f"hand_over:{RECEIPT}"), begin=20)
        await house.all_is_sent()
    for chat in (rahma.chat, SITI, BUDI):
        assert house.app.texts(chat.address)[-1].startswith("Yang bisa diserahkan hanya")
