"""Whoever follows a report is told of its updates: in what words, and when."""

from datetime import timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.following import Telling
from conversations.messages import Chat
from conversations.profile import Profile
from conversations.status import Status
from handlers.status_update import Fate, apply_update, apply_updates
from storage import complainants, followers, forgetting, outbox, reports
from storage.store import Store
from tests.filed import NOW, RECEIPT, file_report
from tests.following import CODE, EVENING, MORNING, NIGHT, apply, choose, follow, held, texts, update


async def test_whoever_follows_is_told_each_update_that_the_complainant_is_told(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    for name in ("budi", "tono"):
        await follow(store, filed, name)

    await apply(store, profile, update(Status.VERIFIED, 1), update(Status.FORWARDED, 2, agency="dishub"))

    said = ["Laporan KTM-7F3K-9Q2C sudah diverifikasi.", "Laporan KTM-7F3K-9Q2C diteruskan ke Dinas Perhubungan."]
    for name in ("budi", "tono", filed.chat.address):
        assert await texts(store, catalogue, name) == said


async def test_whoever_follows_sees_nothing_of_what_was_written_and_is_asked_nothing(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await follow(store, filed, "budi")

    asked = update(Status.QUESTION, 1, text="Bu Siti, berapa tiang?", due_at=NOW + timedelta(days=9))
    await apply(store, profile, asked, update(Status.CLOSED, 2, text="Sudah kami jelaskan kepada Bu Siti"))

    async with store.read() as unit:
        found = (await outbox.find_for(unit, Chat("webchat", "budi"), NOW, 100)).messages
    assert "Siti" not in str([message.outgoing for message in found])
    assert {option.data for message in found for option in message.outgoing.options} == {f"status:{RECEIPT}"}
    assert await texts(store, catalogue, "budi") == [
        "Petugas sedang menanyakan sesuatu kepada pelapor KTM-7F3K-9Q2C.",
        "Laporan KTM-7F3K-9Q2C sudah dijawab dan ditutup.",
    ]


async def test_a_report_that_others_follow_tells_nobody_else(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    followed, other = await file_report(store), await file_report(store, "KTM-0000-0000")
    await follow(store, followed, "budi")

    await apply(store, profile, update(Status.VERIFIED, receipt=other.report.receipt))

    assert await texts(store, catalogue, "budi") == []


async def test_a_wrong_code_and_no_code_let_nobody_follow(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed = await file_report(store)
    budi = Chat("webchat", "budi")
    async with store.begin() as unit:
        id = (await complainants.add(unit, [budi], NOW))[budi]
        await followers.add(unit, [(id, RECEIPT, ""), (id, RECEIPT, CODE)], NOW)

    await apply(store, profile, update(Status.VERIFIED))

    assert await texts(store, catalogue, "budi") == []
    assert len(await texts(store, catalogue, filed.chat.address)) == 1


async def test_an_update_that_comes_again_or_late_is_told_to_no_follower_again(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await follow(store, filed, "budi")
    forwarded, verified = update(Status.FORWARDED, 2), update(Status.VERIFIED, 1)

    async with store.begin() as unit:
        together = await apply_updates(unit, [forwarded, forwarded, verified], NOW, profile)
        again = await apply_update(unit, forwarded, NOW, profile)

    assert [result.fate for result in (*together, again)] == [Fate.APPLIED, Fate.REPEATED, Fate.LATE, Fate.REPEATED]
    assert len(await texts(store, catalogue, "budi")) == 1


async def test_many_updates_at_once_do_what_they_would_one_by_one(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    receipts = ("KTM-0000-0000", "KTM-7F3K-9Q2C", "KTM-1111-1111")
    filed = [await file_report(store, receipt) for receipt in receipts]
    steps = (Status.VERIFIED, Status.QUESTION, Status.FOLLOWED_UP, Status.CLOSED)
    updates = [
        update(status, number, key=f"{number}", receipt=each.report.receipt, text="Ya" if number > 1 else "")
        for number, status in enumerate(steps, 1)
        for each in filed
    ]

    await apply(store, profile, *updates)

    for each in filed:
        assert [text.split(each.report.receipt)[0] for text in await texts(store, catalogue, each.chat.address)] == [
            "Laporan ",
            "Petugas bertanya tentang laporan ",
            "Laporan ",
            "Laporan ",
        ]


async def test_at_night_all_wait_for_the_morning(store: Store, profile: Profile, catalogue: Catalogue) -> None:
    filed = await file_report(store)
    budi = await follow(store, filed, "budi")

    async with store.begin() as unit:
        result = await apply_update(unit, update(Status.VERIFIED), NIGHT, profile)

    assert result.is_held
    assert await held(store) == {filed.complainant_id: MORNING, budi: MORNING}
    assert await texts(store, catalogue, filed.chat.address) == await texts(store, catalogue, "budi") == []


@pytest.mark.parametrize("telling", Telling)
async def test_a_question_that_has_a_limit_reaches_the_complainant_at_night_whatever_they_chose(
    store: Store, profile: Profile, catalogue: Catalogue, telling: Telling
) -> None:
    filed = await file_report(store)
    await choose(store, filed, telling)

    asked = update(Status.QUESTION, text="Berapa tiang?", due_at=NIGHT + timedelta(days=9))
    await apply(store, profile, asked, at=NIGHT)

    assert await texts(store, catalogue, filed.chat.address) == ["Petugas bertanya tentang laporan KTM-7F3K-9Q2C:"]


async def test_whoever_wants_a_daily_digest_waits_for_its_hour(store: Store, profile: Profile) -> None:
    filed = await file_report(store)
    await choose(store, filed, Telling.DAILY)
    budi = await follow(store, filed, "budi", Telling.DAILY)

    await apply(store, profile, update(Status.VERIFIED))

    assert await held(store) == {filed.complainant_id: EVENING, budi: EVENING}


async def test_whoever_muted_a_report_is_told_nothing_of_it(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await choose(store, filed, Telling.NEVER)
    await follow(store, filed, "budi", Telling.NEVER)

    async with store.begin() as unit:
        result = await apply_update(unit, update(Status.VERIFIED), NOW, profile)

    assert result.told == ()
    assert await texts(store, catalogue, filed.chat.address) == await texts(store, catalogue, "budi") == []
    assert await held(store) == {}


async def test_nobody_is_told_who_does_not_follow_any_more(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    budi, _ = await follow(store, filed, "budi"), await follow(store, filed, "tono")
    async with store.begin() as unit:
        await followers.remove(unit, [(budi, RECEIPT)])

    await apply(store, profile, update(Status.VERIFIED))

    assert await texts(store, catalogue, "budi") == []
    assert len(await texts(store, catalogue, "tono")) == 1


async def test_when_the_complainant_is_forgotten_nobody_follows_the_report_any_more(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    await follow(store, filed, "budi")
    async with store.begin() as unit:
        await reports.mark_handed_over(unit, [filed.id])
        await forgetting.forget(unit, [filed.complainant_id])

    await apply(store, profile, update(Status.VERIFIED))

    assert await texts(store, catalogue, "budi") == []


async def test_a_follower_who_is_forgotten_is_told_nothing_not_even_what_was_held(
    store: Store, profile: Profile, catalogue: Catalogue
) -> None:
    filed = await file_report(store)
    budi, tono = await follow(store, filed, "budi"), await follow(store, filed, "tono")
    await apply(store, profile, update(Status.VERIFIED, 1), at=NIGHT)
    async with store.begin() as unit:
        await forgetting.forget(unit, [budi])

    await apply(store, profile, update(Status.FORWARDED, 2), at=NIGHT)

    assert (await held(store)).keys() == {filed.complainant_id, tono}
