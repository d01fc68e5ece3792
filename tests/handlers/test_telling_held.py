"""What was held: told in order, and to nobody who does not follow the report any more."""

import asyncio
from datetime import datetime, timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import ChooseTelling, Effect, Forget, Unfollow
from conversations.following import Telling
from conversations.lost_files import LostFile, lose_files
from conversations.messages import MediaKind, Refusal
from conversations.profile import Profile
from conversations.status import Status
from handlers.effects import Wanted, carry_out
from handlers.hours import Hours
from handlers.status_update import apply_update
from storage import conversations, forgetting, outbox, tables, waiting
from storage.outbox import NewMessage
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, file_report
from tests.following import EVENING, MORNING, NIGHT, apply, choose, follow, held, texts, update
from tests.handlers.house import Bell, different_numbers
from tests.waiting import somebody_waits

# --- what waits for somebody who leaves ---


@pytest.mark.parametrize("leaves", [Unfollow(RECEIPT), ChooseTelling(RECEIPT, Telling.NEVER)], ids=["leaves", "mutes"])
async def test_what_was_held_is_not_told_to_whoever_does_not_follow_any_more(
    store: Store, profile: Profile, catalogue: Catalogue, leaves: Effect
) -> None:
    filed, other = await file_report(store), await file_report(store, "KTM-0000-0000")
    budi, tono = await follow(store, filed, "budi"), await follow(store, filed, "tono")
    await follow(store, other, "budi")
    await apply(store, profile, update(Status.VERIFIED), update(Status.VERIFIED, receipt="KTM-0000-0000"), at=NIGHT)

    await wants(store, profile, budi, leaves)
    await Hours(store, Bell(), Clock(MORNING), profile).look()

    assert await texts(store, catalogue, "budi") == ["Laporan KTM-0000-0000 sudah diverifikasi."]
    for name in ("tono", filed.chat.address):
        assert await texts(store, catalogue, name) == [f"Laporan {RECEIPT} sudah diverifikasi."]
    assert (await held(store)).get(tono) is None


async def test_what_has_not_been_sent_is_not_told_to_whoever_does_not_follow_any_more(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    budi, _ = await follow(store, filed, "budi"), await follow(store, filed, "tono")
    await apply(store, profile, update(Status.VERIFIED))

    await wants(store, profile, budi, Unfollow(RECEIPT))

    assert await texts(store, catalogue, "budi") == []
    assert len(await texts(store, catalogue, "tono")) == len(await texts(store, catalogue, filed.chat.address)) == 1


async def test_a_held_question_reaches_a_complainant_who_mutes_the_report_and_nothing_else_does(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    asked = update(Status.QUESTION, 2, text="Berapa tiang?")
    await apply(store, profile, update(Status.VERIFIED, 1), asked, at=NIGHT)

    await wants(store, profile, filed.complainant_id, ChooseTelling(RECEIPT, Telling.NEVER))
    await Hours(store, Bell(), Clock(MORNING), profile).look()

    assert await texts(store, catalogue, filed.chat.address) == [f"Petugas bertanya tentang laporan {RECEIPT}:"]


@pytest.mark.parametrize("leaves", [Unfollow(RECEIPT), ChooseTelling(RECEIPT, Telling.NEVER)], ids=["leaves", "mutes"])
async def test_a_digest_that_waits_loses_what_it_says_of_the_report_that_somebody_leaves(
    store: Store, profile: Profile, catalogue: Catalogue, leaves: Effect
) -> None:
    filed, other = await file_report(store), await file_report(store, "KTM-0000-0000")
    budi = await follow(store, filed, "budi")
    await follow(store, other, "budi")
    await apply(store, profile, update(Status.VERIFIED), update(Status.VERIFIED, receipt="KTM-0000-0000"), at=NIGHT)
    await Hours(store, Bell(), Clock(MORNING), profile).look()
    assert await texts(store, catalogue, "budi") == ["Ada 2 kabar untuk Anda:"]

    await wants(store, profile, budi, leaves)

    assert await texts(store, catalogue, "budi") == ["Ada 1 kabar untuk Anda:"]
    async with store.read() as unit:
        [told] = await waiting.of(unit, [budi])
    assert RECEIPT not in repr(told.outgoing)
    assert "KTM-0000-0000" in repr(told.outgoing)


async def test_a_question_in_a_digest_that_waits_reaches_a_complainant_who_mutes_the_report(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await apply(store, profile, update(Status.VERIFIED), update(Status.QUESTION, 2, text="Berapa tiang?"), at=NIGHT)
    await Hours(store, Bell(), Clock(MORNING), profile).look()

    await wants(store, profile, filed.complainant_id, ChooseTelling(RECEIPT, Telling.NEVER))

    async with store.read() as unit:
        [told] = await waiting.of(unit, [filed.complainant_id])
    assert told.outgoing
    assert [said.key for said in told.outgoing.lines] == [
        "digest.planned",
        "digest.at",
        "notice.question",
        "notice.text",
    ]
    assert told.outgoing.lines[0].params == {"number": 1}


async def test_that_a_file_is_lost_is_told_also_to_a_complainant_who_mutes_its_report(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    lost = [
        LostFile("photo", MediaKind.PHOTO, Refusal.GONE, receipt=RECEIPT),
        LostFile("b", MediaKind.PHOTO, Refusal.GONE),
    ]
    [said] = lose_files(Conversation(), lost, catalogue).replies
    async with store.begin() as unit:
        await outbox.add(unit, [NewMessage(filed.complainant_id, said, is_notice=True)], NOW)
    await apply(store, profile, update(Status.VERIFIED))

    await wants(store, profile, filed.complainant_id, ChooseTelling(RECEIPT, Telling.NEVER))

    async with store.read() as unit:
        assert [each.outgoing for each in await waiting.of(unit, [filed.complainant_id])] == [said]


@pytest.mark.parametrize("is_handed_over", [True, False], ids=["the course is left", "nothing is left"])
async def test_of_a_report_whose_complainant_is_forgotten_nothing_is_held_any_more(
    store: Store, profile: Profile, catalogue: Catalogue, is_handed_over: bool
) -> None:
    filed = await file_report(store)
    await follow(store, filed, "budi")
    await apply(store, profile, update(Status.VERIFIED), at=NIGHT)
    async with store.begin() as unit:
        if not is_handed_over:
            await unit.connection.execute(tables.reports.update().values(is_handed_over=False))
        await forgetting.forget(unit, [filed.complainant_id])

    assert await held(store) == {}


async def test_what_waits_for_followers_of_a_report_is_gone_with_its_complainant(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, other = await file_report(store), await file_report(store, "KTM-0000-0000")
    await follow(store, filed, "budi")
    await follow(store, other, "budi")
    await apply(store, profile, update(Status.VERIFIED), update(Status.VERIFIED, receipt="KTM-0000-0000"))

    await wants(store, profile, filed.complainant_id, Forget())

    assert await texts(store, catalogue, "budi") == ["Laporan KTM-0000-0000 sudah diverifikasi."]


# --- in order, though some of it was held ---


async def test_before_a_question_that_comes_at_night_comes_what_was_held_of_its_report(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed, other = await file_report(store), await file_report(store, "KTM-0000-0000")
    await apply(store, profile, update(Status.VERIFIED, 1), update(Status.VERIFIED, receipt="KTM-0000-0000"), at=NIGHT)

    asked = update(Status.QUESTION, 2, text="Berapa tiang?", due_at=NIGHT + timedelta(days=9))
    await apply(store, profile, asked, at=NIGHT + timedelta(hours=1))

    said = [f"Laporan {RECEIPT} sudah diverifikasi.", f"Petugas bertanya tentang laporan {RECEIPT}:"]
    assert await texts(store, catalogue, filed.chat.address) == said
    assert await held(store) == {other.complainant_id: MORNING}


async def test_updates_of_one_batch_keep_their_order_though_only_the_last_comes_at_once(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await apply(
        store,
        profile,
        update(Status.VERIFIED, 1),
        update(Status.FORWARDED, 2, agency="dishub"),
        update(Status.QUESTION, 3, text="Berapa tiang?", due_at=NIGHT + timedelta(days=9)),
        update(Status.FOLLOWED_UP, 4, text="Dicek"),
        at=NIGHT,
    )

    async with store.read() as unit:
        found = (await outbox.find_for(unit, filed.chat, NIGHT, 100)).messages
    digest, asked = (catalogue.render(each.outgoing, "id").text for each in found)
    assert digest.index("diverifikasi") < digest.index("Dinas Perhubungan")
    assert "Berapa tiang?" in asked
    assert await held(store) == {filed.complainant_id: MORNING}


async def test_a_follower_who_no_longer_waits_for_the_digest_gets_what_was_held_first(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    budi, tono = await follow(store, filed, "budi", Telling.DAILY), await follow(store, filed, "tono", Telling.DAILY)
    await apply(store, profile, update(Status.VERIFIED, 1), update(Status.FORWARDED, 2, agency="dishub"))

    await wants(store, profile, budi, ChooseTelling(RECEIPT, Telling.AT_ONCE))
    await apply(store, profile, update(Status.FOLLOWED_UP, 3), at=NOW + timedelta(hours=1))
    await Hours(store, Bell(), Clock(EVENING), profile).look()

    said = await texts(store, catalogue, "budi")
    assert [text.split(RECEIPT)[1].split()[:2] for text in said] == [
        ["sudah", "diverifikasi."],
        ["diteruskan", "ke"],
        ["sedang", "ditindaklanjuti."],
    ]
    assert await texts(store, catalogue, "tono") == ["Ada 3 kabar untuk Anda:"]
    assert tono not in await held(store)


async def test_what_was_held_longer_comes_with_what_was_written_after_it(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await choose(store, filed, Telling.DAILY)
    await apply(store, profile, update(Status.VERIFIED, 1), at=NIGHT)
    await apply(store, profile, update(Status.QUESTION, 2, text="Berapa tiang?"), at=NIGHT)

    await Hours(store, Bell(), Clock(MORNING), profile).look()

    assert await texts(store, catalogue, filed.chat.address) == ["Ada 2 kabar untuk Anda:"]
    assert await held(store) == {}


# --- somebody leaves in the very moment in which all are told ---


@pytest.mark.postgres
@pytest.mark.parametrize("at", [NOW, NIGHT], ids=["by day", "at night"])
@pytest.mark.parametrize("leaves", [Forget(), Unfollow(RECEIPT), ChooseTelling(RECEIPT, Telling.NEVER)], ids=str)
async def test_whoever_leaves_while_all_are_being_told_is_told_nothing_more(
    postgres_url: str, profile: Profile, catalogue: Catalogue, leaves: Effect, at: datetime
) -> None:
    store = Store(postgres_url)
    filed = await file_report(store)
    budi, tono = await follow(store, filed, "budi"), await follow(store, filed, "tono")
    async with store.begin() as telling:
        await apply_update(telling, update(Status.VERIFIED), at, profile)
        leaving = asyncio.create_task(wants(store, profile, budi, leaves))
        await somebody_waits(store)
    await leaving

    assert await texts(store, catalogue, "budi") == []
    assert (await held(store)).keys() == (set() if at == NOW else {filed.complainant_id, tono})
    await store.close()


@pytest.mark.postgres
async def test_whoever_is_being_forgotten_while_all_are_told_is_told_nothing_more(
    postgres_url: str, profile: Profile, catalogue: Catalogue
) -> None:
    store = Store(postgres_url)
    filed = await file_report(store)
    budi = await follow(store, filed, "budi")
    async with store.begin() as forgetting_budi:
        await forgetting.forget(forgetting_budi, [budi])
        telling = asyncio.create_task(apply(store, profile, update(Status.VERIFIED)))
        await somebody_waits(store)
    await telling

    assert await texts(store, catalogue, "budi") == []
    assert len(await texts(store, catalogue, filed.chat.address)) == 1
    await store.close()


async def wants(store: Store, profile: Profile, complainant_id: int, effect: Effect) -> None:
    """What a turn of this person wants to have happened has happened, in its chat's turn."""
    async with store.begin() as unit:
        person = (await conversations.load_by_id(unit, [complainant_id]))[complainant_id]
        await carry_out(unit, [Wanted(complainant_id, person.chat, effect)], NOW, profile, different_numbers())
