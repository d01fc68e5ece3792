"""Notices that were held go out at their hour."""

from datetime import timedelta

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Blocked, Chat, Text
from conversations.notices import for_followers
from conversations.profile import Profile
from conversations.status import Status
from handlers.errors import Undeliverable
from handlers.hours import Hours
from storage import complainants, held_notices, tables
from storage.held_notices import NewHeld
from storage.store import Store
from tests.filed import NOW, Clock, file_report
from tests.following import MORNING, NIGHT, apply, choose, follow, held, texts, update
from tests.handlers.house import Bell, open_house


async def test_what_was_held_goes_out_at_its_hour_and_not_before(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await apply(store, profile, update(Status.VERIFIED), at=NIGHT)
    clock, bell = Clock(MORNING - timedelta(seconds=1)), Bell()
    hours = Hours(store, bell, clock, profile)

    await hours.look()
    assert (await texts(store, catalogue, filed.chat.address), bell.rung) == ([], 0)

    clock.move(seconds=1)
    await hours.look()
    await hours.look()
    assert await texts(store, catalogue, filed.chat.address) == ["Laporan KTM-7F3K-9Q2C sudah diverifikasi."]
    assert (await held(store), bell.rung) == ({}, 1)


async def test_several_notices_of_a_day_become_one_message_in_order(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await choose(store, filed, Telling.DAILY)
    await apply(store, profile, update(Status.VERIFIED, 1))
    await apply(store, profile, update(Status.FORWARDED, 2, agency="dishub"), at=NOW + timedelta(hours=1))

    async with open_house(store, catalogue) as house:
        house.clock.move(days=1)
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()
        [told] = house.app.texts(filed.chat.address)

    assert told.startswith("Ada 2 kabar untuk Anda:")
    assert told.index("diverifikasi") < told.index("Dinas Perhubungan")


async def test_more_than_one_transaction_s_worth_of_people_are_all_told(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    chats = [Chat("webchat", f"{n:04}") for n in range(1_100)]
    filed = await file_report(store)
    async with store.begin() as unit:
        ids = await complainants.add(unit, chats, NOW)
        notice = for_followers(update(Status.VERIFIED))
        waiting = [NewHeld(id, filed.id, notice, NOW) for id in ids.values() for _ in range(2)]
        await held_notices.add(unit, waiting, NOW)

    await Hours(store, Bell(), Clock(), profile).look()

    async with store.read() as unit:
        rows = (await unit.connection.execute(tables.outbox.select())).all()
    assert sorted(row.complainant_id for row in rows) == sorted(ids.values())
    assert await held(store) == {}


async def test_a_notice_that_cannot_be_read_holds_up_no_other(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    budi = await follow(store, filed, "budi")
    await apply(store, profile, update(Status.VERIFIED), at=NIGHT)
    broken = tables.held_notices.update().where(tables.held_notices.c.complainant_id == budi).values(body=b"{")
    async with store.begin() as unit:
        await unit.connection.execute(broken)

    await Hours(store, Bell(), Clock(MORNING), profile).look()

    assert await texts(store, catalogue, "budi") == []
    assert len(await texts(store, catalogue, filed.chat.address)) == 1


async def test_whoever_could_not_be_reached_for_days_gets_one_message_when_they_are_back(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await choose(store, filed, Telling.DAILY)
    async with open_house(store, catalogue) as house:
        await house.say(filed.chat, Blocked())
        for number in range(1, 5):
            await apply(store, profile, update(Status.FOLLOWED_UP, number), at=house.clock())
            house.clock.move(days=1)
            await Hours(store, house.delivery, house.clock, profile).look()
        await house.say(filed.chat, Text("halo"), begin=1)
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()

    told = [text for text in house.app.texts(filed.chat.address) if " kabar" in text.splitlines()[0]]
    assert [text.splitlines()[0] for text in told] == ["Selama saya tidak bisa menghubungi Anda, ada 4 kabar:"]


async def test_a_planned_digest_that_could_not_be_sent_is_not_told_in_another(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    async with open_house(store, catalogue) as house:
        for number in (1, 2):
            await apply(store, profile, update(Status.FOLLOWED_UP, number), at=NIGHT)
        house.clock.at = MORNING
        house.app.refusals[filed.chat.address] = [Undeliverable()]
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()
        for number in (3, 4):
            await apply(store, profile, update(Status.FOLLOWED_UP, number), at=MORNING)
        await house.say(filed.chat, Text("halo"))
        await house.all_is_sent()

    first = [text.splitlines()[0] for text in house.app.texts(filed.chat.address)]
    assert first[0] == "Ada 2 kabar untuk Anda:"
    assert "Selama saya tidak bisa menghubungi Anda, ada 2 kabar:" in first


async def test_words_do_not_answer_a_question_that_was_not_shown_yet(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    async with open_house(store, catalogue) as house:
        house.clock.at = NIGHT
        await apply(store, profile, update(Status.QUESTION, text="Berapa tiang yang mati?"), at=NIGHT)
        house.clock.move(hours=5)
        await house.say(filed.chat, Text("Jembatan desa Sepaso putus kena banjir, tolong segera"))
        await house.all_is_sent()
        [told] = house.app.texts(filed.chat.address)
    assert "saya catat sebagai pengaduan" in told


async def test_in_the_morning_words_answer_the_question_that_comes_then(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    async with open_house(store, catalogue) as house:
        house.clock.at = NIGHT
        await apply(store, profile, update(Status.QUESTION, text="Berapa tiang yang mati?"), at=NIGHT)
        house.clock.at = MORNING
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()
        await house.say(filed.chat, Text("3 tiang"), begin=1)
        await house.all_is_sent()
        asked, answered = house.app.texts(filed.chat.address)
    assert "Berapa tiang yang mati?" in asked
    assert answered.startswith(f"Jawaban untuk {filed.report.receipt}")


async def test_what_was_held_and_what_was_missed_become_one_message_in_order(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    async with open_house(store, catalogue) as house:
        house.clock.at = NIGHT
        await apply(store, profile, update(Status.VERIFIED, 1), at=NIGHT)
        await house.say(filed.chat, Blocked())
        house.clock.at = MORNING + timedelta(hours=3)
        await apply(store, profile, update(Status.FORWARDED, 2, agency="dishub"), at=house.clock())
        await house.say(filed.chat, Text("halo"), begin=1)
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()
        told = [text for text in house.app.texts(filed.chat.address) if "verifikasi" in text or "Perhubungan" in text]
    assert len(told) == 1
    assert told[0].index("verifikasi") < told[0].index("Dinas Perhubungan")
