"""A report changes hands: nobody is shown, or told of, what is not theirs any more."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace

import pytest
from sqlalchemy import select, text

from conversations.catalogue import Catalogue
from conversations.conversation import Question, Sent
from conversations.effects import MakeSlips, TakeBackConsent, TakeOver
from conversations.following import Telling
from conversations.messages import MediaKind, Outgoing, line
from conversations.profile import Profile
from conversations.state import State
from conversations.status import Status
from handlers.consents import take_back
from handlers.handing_over import make_slips, take_over
from handlers.ownership import move
from storage import attachments, conversations, followers, held_notices, outbox, reports, tables, tracking
from storage.attachments import StoredFile
from storage.errors import DatabaseRefused
from storage.held_notices import NewHeld
from storage.outbox import NewMessage
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.following import apply, texts, update
from tests.handlers.house import different_numbers
from tests.volunteering import CODE, file_for, make_volunteer, meet, talk_is, talk_of

OTHER = "KTM-0000-0000"
SLIP_CODE = "7F3K9Q2C0M4T"
NOTICE = Outgoing((line("notice.verified", receipt=RECEIPT),), closes_prompt=False)


async def hand_to(store: Store, profile: Profile, to: int | None, *report_ids: int) -> None:
    async with store.begin() as unit:
        await move(unit, report_ids, to, NOW, profile, different_numbers())


async def test_the_new_owner_is_told_what_follows_and_the_old_one_is_not(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed = await file_for(store, rahma)
    await hand_to(store, profile, siti, filed.id)
    await apply(store, profile, update(Status.VERIFIED))
    assert await texts(store, catalogue, "siti") == [f"Laporan {RECEIPT} sudah diverifikasi."]
    assert await texts(store, catalogue, "rahma") == []


async def test_of_a_report_that_is_nobodys_nobody_is_told(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    filed = await file_for(store, rahma)
    await hand_to(store, profile, None, filed.id)
    await apply(store, profile, update(Status.VERIFIED))
    assert await texts(store, catalogue, "rahma") == []
    await hand_to(store, profile, rahma.id, filed.id)
    await apply(store, profile, update(Status.FORWARDED, 2))
    assert len(await texts(store, catalogue, "rahma")) == 1


async def test_the_loser_keeps_nothing_of_it_and_all_the_rest(store: Store, profile: Profile) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed, kept = await file_for(store, rahma), await file_for(store, rahma, OTHER)
    talk = replace(
        await talk_of(store, rahma.id),
        state=State.ANSWERING,
        about=RECEIPT,
        questions=(Question(OTHER, "Di mana?"), Question(RECEIPT, "Berapa tiang?")),
        sent=Sent(RECEIPT, ("told",)),
    )
    await talk_is(store, rahma.id, talk)
    await hand_to(store, profile, siti, filed.id)
    after = await talk_of(store, rahma.id)
    assert RECEIPT not in repr(after)
    assert after.questions == (Question(OTHER, "Di mana?"),)
    assert after.volunteering == talk.volunteering
    async with store.read() as unit:
        assert (await reports.owners(unit, [kept.id]))[kept.id].complainant_id == rahma.id


async def test_what_waited_for_the_loser_is_gone_and_what_is_about_others_waits_on(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed, kept = await file_for(store, rahma), await file_for(store, rahma, OTHER)
    about_other = Outgoing((line("notice.verified", receipt=OTHER),), closes_prompt=False)
    both = Outgoing(
        (
            line("digest.planned", number=2),
            line("digest.at", at=NOW.isoformat()),
            *NOTICE.lines,
            line("digest.at", at=NOW.isoformat()),
            *about_other.lines,
        )
    )
    held = [NewHeld(rahma.id, filed.id, NOTICE, NOW), NewHeld(rahma.id, kept.id, about_other, NOW)]
    async with store.begin() as unit:
        await outbox.add(unit, [NewMessage(rahma.id, each, True) for each in (NOTICE, about_other, both)], NOW)
        await held_notices.add(unit, held, NOW)
    await hand_to(store, profile, siti, filed.id)
    async with store.begin() as unit:
        released = await held_notices.release(unit, [rahma.id], NOW)
    assert [each.outgoing for each in released] == [about_other]
    assert await texts(store, catalogue, "rahma") == [f"Laporan {OTHER} sudah diverifikasi.", "Ada 1 kabar untuk Anda:"]


async def test_the_old_link_opens_nothing_and_the_old_owner_follows_no_more(store: Store, profile: Profile) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed = await file_for(store, rahma)
    async with store.begin() as unit:
        await followers.choose(unit, [(rahma.id, RECEIPT, Telling.DAILY)], NOW)
    await hand_to(store, profile, siti, filed.id)
    async with store.read() as unit:
        found = await tracking.find(unit, RECEIPT)
        rows = (await unit.connection.execute(select(tables.followers))).all()
    assert found is not None
    assert found[1] not in ("", CODE)
    assert rows == []


async def test_its_files_go_with_it(store: Store, profile: Profile) -> None:
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed = await file_for(store, rahma)
    async with store.begin() as unit:
        await attachments.add(unit, rahma.id, StoredFile("f1", MediaKind.PHOTO, "image/jpeg", 3, "0", "k1"), NOW)
        await attachments.add(unit, rahma.id, StoredFile("f2", MediaKind.PHOTO, "image/jpeg", 3, "0", "k2"), NOW)
        await attachments.tie(unit, [(rahma.id, "f1", filed.id)])
    await hand_to(store, profile, siti, filed.id)
    table = tables.attachments
    async with store.read() as unit:
        rows = await unit.connection.execute(select(table.c.id, table.c.complainant_id).order_by(table.c.id))
        assert [tuple(row) for row in rows] == [("f1", siti), ("f2", rahma.id)]


async def test_whose_report_it_is_already_loses_nothing(store: Store, profile: Profile) -> None:
    rahma = await make_volunteer(store)
    filed = await file_for(store, rahma)
    await talk_is(store, rahma.id, replace(await talk_of(store, rahma.id), sent=Sent(RECEIPT)))
    await hand_to(store, profile, rahma.id, filed.id)
    assert (await talk_of(store, rahma.id)).sent == Sent(RECEIPT)
    async with store.read() as unit:
        found = await tracking.find(unit, RECEIPT)
    assert found is not None
    assert found[1] == CODE


@pytest.mark.postgres
async def test_of_two_who_take_a_report_at_once_the_second_must_begin_anew(postgres_url: str, profile: Profile) -> None:
    store = Store(postgres_url)
    rahma, siti, budi = await make_volunteer(store), await meet(store, "siti"), await meet(store, "budi")
    filed = await file_for(store, rahma)
    async with store.begin() as unit:
        await conversations.load_by_id(unit, [rahma.id])
        second = asyncio.create_task(hand_to(store, profile, budi, filed.id))
        await somebody_waits_for_a_lock(store)
        await move(unit, [filed.id], siti, NOW, profile, different_numbers())
    with pytest.raises(DatabaseRefused):
        await second
    async with store.read() as unit:
        assert (await reports.owners(unit, [filed.id]))[filed.id].complainant_id == siti
    await store.close()


@pytest.mark.postgres
@pytest.mark.parametrize("is_withdrawn", [False, True])
async def test_a_volunteer_who_acts_while_the_owner_takes_the_report_and_the_owner_block_nobody(
    postgres_url: str, profile: Profile, is_withdrawn: bool
) -> None:
    store = Store(postgres_url)
    rahma, siti = await make_volunteer(store), await meet(store, "siti")
    filed = await file_for(store, rahma)
    slip = MakeSlips(((RECEIPT, SLIP_CODE),))
    async with store.begin() as unit:
        await make_slips(unit, [(rahma.id, slip)], NOW, different_numbers())

    async def take() -> None:
        async with store.begin() as unit:
            await take_over(unit, [(siti, TakeOver(RECEIPT, SLIP_CODE))], NOW, profile, different_numbers())

    async with store.begin() as unit:
        await conversations.load_by_id(unit, [rahma.id])
        taking = asyncio.create_task(take())
        await somebody_waits_for_a_lock(store)
        if is_withdrawn:
            await take_back(unit, [(rahma.id, TakeBackConsent(RECEIPT))], NOW, profile, different_numbers())
        else:
            await make_slips(unit, [(rahma.id, slip)], NOW, different_numbers())
    with pytest.raises(DatabaseRefused) if is_withdrawn else nullcontext():
        await taking
    async with store.read() as unit:
        owners = await reports.owners(unit, [filed.id])
    assert [each.complainant_id for each in owners.values()] == ([] if is_withdrawn else [siti])
    await store.close()


async def somebody_waits_for_a_lock(store: Store) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(30), store.read() as unit:
        while not await unit.connection.scalar(waiting):  # noqa: ASYNC110 -- a lock rings no bell
            await asyncio.sleep(0.01)
