"""Files that are yet to be fetched from a messaging app."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.lost_files import LostFile
from conversations.messages import Chat, Media, MediaKind, Refusal
from storage import attachments, complainants, fetch_claims, fetches, forgetting, lost_files, reports, unwanted_files
from storage.attachments import StoredFile
from storage.fetch_claims import DueFetch
from storage.fetches import Awaited, FileState
from storage.reports import NewReport
from storage.store import Store, Unit
from tests.filed import NOW, RECEIPT, REPORT

SITI, BUDI = Chat("telegram", "1"), Chat("telegram", "2")
LATER = NOW + timedelta(minutes=5)
KEPT = StoredFile("a", MediaKind.PHOTO, "image/jpeg", 12, "ab" * 32, "a/a.1", "a/a.1.shown")


async def people(unit: Unit) -> tuple[int, int]:
    ids = await complainants.add(unit, [SITI, BUDI], NOW)
    return ids[SITI], ids[BUDI]


def media(id: str, kind: MediaKind = MediaKind.PHOTO) -> Media:
    return Media(id, kind, f"caption of {id}", f"{id}.jpg", source=f"source of {id}")


async def await_files(unit: Unit, *ids: str, channel: str = "telegram") -> int:
    """They are Siti's, whose id is returned."""
    siti, _ = await people(unit)
    await fetches.add(unit, [Awaited(siti, channel, media(id)) for id in ids], NOW)
    return siti


async def claim(unit: Unit, *channels: str, at_most: int = 9) -> list[str]:
    due = await fetch_claims.claim(unit, channels or ("telegram",), NOW, LATER, at_most)
    return [each.id for each in due]


async def file_with(unit: Unit, owner: int, *ids: str) -> int:
    report = (await reports.add(unit, [NewReport(owner, REPORT)]))[RECEIPT]
    await attachments.tie(unit, [(owner, id, report) for id in ids])
    return report


async def test_a_file_is_due_as_soon_as_it_is_awaited_and_is_not_found_before_it_is_there(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a")
        assert await attachments.find(unit, "a") is None
        assert await fetch_claims.is_anything_due(unit, ["telegram"], NOW)
        [due] = await fetch_claims.claim(unit, ["telegram"], NOW, LATER, 9)
    assert due == DueFetch("a", siti, "telegram", "source of a", MediaKind.PHOTO, 0, NOW, is_lost=False)


async def test_what_one_has_claimed_no_other_is_given_until_the_claim_ends(store: Store) -> None:
    async with store.begin() as unit:
        await await_files(unit, "a", "b", "c")
        assert await claim(unit, at_most=2) == ["a", "b"]
        assert await claim(unit) == ["c"]
        assert not await fetch_claims.is_anything_due(unit, ["telegram"], NOW)
        assert len(await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9)) == 3


@pytest.mark.postgres
async def test_two_that_claim_at_the_same_time_are_given_different_files(postgres_url: str) -> None:
    store = Store(postgres_url)
    async with store.begin() as unit:
        await await_files(unit, "a", "b")
    async with store.begin() as one, store.begin() as other:
        assert await claim(one, at_most=1) == ["a"]
        assert await claim(other, at_most=9) == ["b"]
    await store.close()


async def test_what_was_claimed_can_be_given_back(store: Store) -> None:
    async with store.begin() as unit:
        await await_files(unit, "a", "b")
        await claim(unit)
        await fetch_claims.give_back(unit, ["b"], NOW)
        assert await claim(unit) == ["b"]
        await fetch_claims.release(unit, NOW)
        assert await claim(unit) == ["a", "b"]


async def test_files_of_a_channel_that_is_not_run_here_are_left_alone(store: Store) -> None:
    async with store.begin() as unit:
        await await_files(unit, "a", channel="line")
        assert not await fetch_claims.is_anything_due(unit, ["telegram"], NOW)
        assert await claim(unit, "telegram") == []
        assert await claim(unit, "telegram", "line") == ["a"]


async def test_a_file_that_is_known_already_is_not_awaited_again(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a", "b")
        await claim(unit)
        assert await fetches.complete(unit, KEPT)
        await fetches.add(unit, [Awaited(siti, "telegram", media(id)) for id in "ab"], LATER)
        assert await claim(unit) == []
        assert await attachments.find(unit, "a")


async def test_a_fetched_file_has_what_its_content_says_and_its_own_name_and_words(store: Store) -> None:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        await fetches.add(unit, [Awaited(siti, "telegram", media("a", MediaKind.DOCUMENT))], NOW)
        assert await fetches.complete(unit, KEPT)
        assert await attachments.find(unit, "a") == replace(KEPT, file_name="a.jpg", caption="caption of a")
        assert await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9) == []


async def test_of_a_file_that_was_dropped_meanwhile_the_bytes_are_to_be_removed(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a")
        await claim(unit)
        await attachments.drop(unit, [(siti, "a")])
        assert not await fetches.complete(unit, KEPT)
        assert await attachments.find(unit, "a") is None
        assert sorted(await unwanted_files.some(unit, 9)) == ["a/a.1", "a/a.1.shown"]
        assert await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9) == []


async def test_a_file_that_was_fetched_twice_is_kept_once(store: Store) -> None:
    async with store.begin() as unit:
        await await_files(unit, "a")
        assert await fetches.complete(unit, KEPT)
        assert not await fetches.complete(unit, replace(KEPT, object_key="a/a.2", shown_key=""))
        found = await attachments.find(unit, "a")
        assert found is not None
        assert found.object_key == "a/a.1"
        assert await unwanted_files.some(unit, 9) == ["a/a.2"]


async def test_what_was_put_off_is_due_again_with_its_attempts(store: Store) -> None:
    async with store.begin() as unit:
        await await_files(unit, "a")
        await fetches.put_off(unit, "a", 3, LATER, "TryLater")
        assert await claim(unit) == []
        [due] = await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9)
        assert due.attempts == 3


async def test_a_loss_is_told_once_and_to_its_person_only(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a", "b", "c")
        await file_with(unit, siti, "b")
        await fetches.lose(unit, "a", Refusal.GONE, NOW)
        await fetches.lose(unit, "b", Refusal.WRONG_TYPE, LATER)
        lost = [
            LostFile("a", MediaKind.PHOTO, Refusal.GONE, "a.jpg"),
            LostFile("b", MediaKind.PHOTO, Refusal.WRONG_TYPE, "b.jpg", RECEIPT),
        ]
        assert await lost_files.untold(unit, siti) == lost
        assert await lost_files.untold(unit, siti + 1) == []
        due = await fetch_claims.claim(unit, ["telegram"], NOW, LATER, 9)
        assert [(each.id, each.is_lost, each.source) for each in due] == [
            ("a", True, ""),
            ("c", False, "source of c"),
        ]
        await lost_files.mark_told(unit, ["a", "b"])
        assert await lost_files.untold(unit, siti) == []
        assert [d.id for d in await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9)] == ["c"]


async def test_the_first_reason_for_a_loss_stays(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a")
        await fetches.lose(unit, "a", Refusal.TOO_LARGE, NOW)
        await fetches.lose(unit, "a", Refusal.GONE, NOW)
        assert [file.reason for file in await lost_files.untold(unit, siti)] == [Refusal.TOO_LARGE]
        assert not await fetches.complete(unit, KEPT)


async def test_a_report_says_how_it_stands_with_each_of_its_files(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a", "b", "c", "d")
        await file_with(unit, siti, "a", "b", "c")
        await fetches.complete(unit, KEPT)
        await fetches.lose(unit, "b", Refusal.GONE, NOW)
        states = {"a": FileState.KEPT, "b": FileState.LOST, "c": FileState.PENDING}
        assert await fetches.states(unit, RECEIPT) == states
        assert await fetches.states(unit, "KTM-1111-1111") == {}


async def test_nothing_is_fetched_for_who_is_forgotten(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a", "b", "c")
        await reports.mark_handed_over(unit, [await file_with(unit, siti, "a", "b")])
        await fetches.lose(unit, "b", Refusal.GONE, NOW)
        await forgetting.forget(unit, [siti])
        assert await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9) == []
        assert not await fetches.complete(unit, KEPT)
        assert await fetches.states(unit, RECEIPT) == {"a": FileState.LOST, "b": FileState.LOST}
        assert await lost_files.untold(unit, siti) == []


async def test_a_report_that_is_gone_takes_its_fetches_with_it(store: Store) -> None:
    async with store.begin() as unit:
        siti = await await_files(unit, "a")
        await file_with(unit, siti, "a")
        await forgetting.forget(unit, [siti])
        assert await fetch_claims.claim(unit, ["telegram"], LATER, LATER, 9) == []
