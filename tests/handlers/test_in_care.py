"""A volunteer follows what they filed for others: in a list of many, and in one message each morning."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.in_care import PAGE, InCare
from conversations.messages import Choice, Command, Text
from conversations.profile import Profile
from conversations.receipt import make_receipt
from conversations.status import Status, StatusUpdate
from conversations.volunteering import Standing
from handlers.hours import Hours
from handlers.ownership import move
from handlers.standing import change_standing
from storage import filings, followers, volunteers
from storage.store import Store
from tests.filed import NOW, REPORT, Filed
from tests.following import apply, held, update
from tests.handlers.house import different_numbers, open_house
from tests.volunteering import SITI, Helper, file_for, make_volunteer, meet

SEVEN = NOW.replace(hour=23)  # the next morning in Kutai Timur
NAMES = ("Siti", "Budi", "Minah", "Ahmad")
VILLAGES = ("64.08.04.1010", "64.08.04.2011", "")


async def file_many(store: Store, by: Helper, number: int) -> list[Filed]:
    """The last is the newest."""
    filed = []
    for n in range(number):
        person = replace(SITI, name=f"{NAMES[n % len(NAMES)]} ke-{n:03}")
        place = replace(REPORT.place, village=VILLAGES[n % len(VILLAGES)])
        receipt = make_receipt("KTM", n * 7_654_321)
        at = NOW - timedelta(hours=number - n)
        filed.append(await file_for(store, by, receipt, person, at, place=place))
    return filed


async def in_care(store: Store, *ids: int) -> Sequence[tuple[InCare, ...]]:
    async with store.read() as unit:
        found = await filings.in_care(unit, ids)
    return [found.get(id, ()) for id in ids]


def asks(filed: Filed, text: str = "Berapa tiang?") -> StatusUpdate:
    return update(Status.QUESTION, receipt=filed.report.receipt, text=text, due_at=NOW + timedelta(days=4))


async def test_each_volunteer_has_their_own_and_nothing_that_is_somebody_elses_now(
    store: Store, profile: Profile
) -> None:
    rahma, rudi, siti = await make_volunteer(store), await make_volunteer(store, "rudi"), await meet(store, "siti")
    kept, handed_over, withdrawn = await file_many(store, rahma, 3)
    other = await file_for(store, rudi, "KTM-0000-0001")
    async with store.begin() as unit:
        await move(unit, [handed_over.id], siti, NOW, profile, different_numbers())
        await filings.take_back_consents(unit, [withdrawn.id], NOW)
        await move(unit, [withdrawn.id], None, NOW, profile, different_numbers())

    of_rahma, of_rudi, of_siti = await in_care(store, rahma.id, rudi.id, siti)

    assert [each.receipt for each in of_rahma] == [kept.report.receipt]
    assert [each.receipt for each in of_rudi] == [other.report.receipt]
    assert of_siti == ()


async def test_whoever_is_suspended_has_nothing_in_their_care_until_they_go_on(store: Store, profile: Profile) -> None:
    rahma = await make_volunteer(store)
    await file_many(store, rahma, 2)
    for standing, number in ((Standing.SUSPENDED, 0), (Standing.ACTIVE, 2)):
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
            await change_standing(unit, volunteer, standing, NOW, profile, different_numbers())
        [found] = await in_care(store, rahma.id)
        assert len(found) == number


async def test_of_very_many_what_is_asked_is_there_however_old(store: Store, profile: Profile) -> None:
    rahma = await make_volunteer(store)
    first, *_, newest = await file_many(store, rahma, 5)
    await apply(store, profile, asks(first))
    async with store.read() as unit:
        rows = await filings.in_care(unit, [rahma.id], most=2)
    assert [each.receipt for each in rows[rahma.id]] == [first.report.receipt, newest.report.receipt]


async def test_two_hundred_are_looked_through_searched_and_answered_out_of_the_list(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store)
    filed = await file_many(store, rahma, 200)
    old = filed[7]
    await apply(store, profile, asks(old))
    async with open_house(store, catalogue) as house:
        await house.say(
            rahma.chat,
            Command("binaan"),
            Choice("in_care_page:1"),
            Choice("in_care_by:village"),
            Choice(f"in_care_only:village:{VILLAGES[1]}"),
            Text("ke-123"),
            Choice("in_care_only:waiting"),
            Choice(f"in_care_open:{old.report.receipt}"),
            Text("3 tiang"),
        )
        await house.all_is_sent()
        told = house.app.texts(rahma.chat.address)[-8:]

    first, second, villages, village, found, waiting, opened, answered = told
    assert first.splitlines()[0] == "Laporan binaan Anda: 200, 1 menunggu Anda."
    assert [text.count("KTM-") for text in (first, second)] == [PAGE, PAGE]
    assert "Ahmad ke-007" in first.splitlines()[1]
    assert villages.startswith("200 laporan binaan, per desa:")
    assert village.startswith("Di Singa Gembara, Sangatta Utara: 67,")
    assert found.count("KTM-") == 1
    assert "Ahmad ke-123" in found
    assert waiting.count("KTM-") == 1
    assert "Tulis jawaban Ahmad ke-007" in opened
    assert answered.startswith(f"Jawaban untuk {old.report.receipt} saya teruskan")
    assert "Tidak ada yang menunggu Anda." in answered


async def test_what_somebody_else_has_now_is_not_opened_out_of_an_old_list(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed = await file_for(store, rahma)
    async with open_house(store, catalogue) as house:
        await house.say(rahma.chat, Command("binaan"))
        async with store.begin() as unit:
            await move(unit, [filed.id], siti, NOW, profile, different_numbers())
        await house.say(rahma.chat, Choice(f"in_care_open:{filed.report.receipt}"), Text("siti"), begin=1)
        await house.all_is_sent()
    _, opened, searched = house.app.texts(rahma.chat.address)
    assert "Siti Aminah" not in opened + searched
    assert filed.report.title not in opened + searched


async def test_news_of_many_come_in_one_message_in_the_morning_what_waits_first(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store, telling=Telling.DAILY)
    filed = await file_many(store, rahma, 20)
    await apply(store, profile, *(update(Status.VERIFIED, receipt=each.report.receipt) for each in filed))
    closed = filed[3]
    await apply(store, profile, update(Status.CLOSED, 2, receipt=closed.report.receipt, text="Sudah diganti"))
    assert await held(store) == {rahma.id: SEVEN}

    async with open_house(store, catalogue) as house:
        house.clock.at = SEVEN
        await Hours(store, house.delivery, house.clock, profile).look()
        await house.all_is_sent()
    [told] = house.app.texts(rahma.chat.address)
    assert told.startswith("Ada 20 kabar untuk Anda:\n(Yang lain, 8, ada di Laporan binaan.)\n\nAhmad ke-003,")
    assert told.count(closed.report.receipt) == 1
    assert told.count("Nov 2026") == 12


async def test_a_question_that_has_a_limit_comes_at_once_and_names_the_person(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store, telling=Telling.DAILY)
    filed = await file_for(store, rahma)
    await apply(store, profile, asks(filed))
    async with open_house(store, catalogue) as house:
        await house.all_is_sent()
    [told] = house.app.texts(rahma.chat.address)
    assert "Untuk: Siti Aminah" in told
    assert await held(store) == {}


async def test_what_was_chosen_for_one_report_or_for_all_goes_before_the_morning(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma = await make_volunteer(store, telling=Telling.DAILY)
    one, other = await file_many(store, rahma, 2)
    async with store.begin() as unit:
        await followers.choose(unit, [(rahma.id, one.report.receipt, Telling.AT_ONCE)], NOW)
    async with open_house(store, catalogue) as house:
        await apply(store, profile, *(update(Status.VERIFIED, receipt=e.report.receipt) for e in (one, other)))
        assert await held(store) == {rahma.id: SEVEN}
        await house.say(rahma.chat, Choice("care_at_once"))
        await apply(store, profile, *(update(Status.FORWARDED, 2, receipt=e.report.receipt) for e in (one, other)))
        await house.all_is_sent()
    news = [text for text in house.app.texts(rahma.chat.address) if "Untuk:" in text]
    # what was held of a report goes before what comes at once
    receipts = [one.report.receipt, one.report.receipt, other.report.receipt, other.report.receipt]
    assert [text.split()[1] for text in news] == receipts


async def test_the_owner_is_told_at_once_and_without_the_volunteers_hour(store: Store, profile: Profile) -> None:
    rahma, siti = await make_volunteer(store, telling=Telling.DAILY), await meet(store, "siti")
    filed = await file_for(store, rahma)
    async with store.begin() as unit:
        await move(unit, [filed.id], siti, NOW, profile, different_numbers())
    await apply(store, profile, update(Status.VERIFIED))
    assert await held(store) == {}
