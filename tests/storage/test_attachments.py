"""Files that people sent."""

from conversations.messages import Chat, MediaKind
from storage import attachments, complainants, reports, unwanted_files
from storage.attachments import StoredFile
from storage.reports import NewReport
from storage.store import Store, Unit
from tests.filed import NOW, REPORT

SITI, BUDI = Chat("webchat", "siti"), Chat("webchat", "budi")


def photo(id: str) -> StoredFile:
    return StoredFile(
        id, MediaKind.PHOTO, "image/jpeg", 12, "ab" * 32, f"{id}/original", f"{id}/shown", "malam.jpg", "gelap"
    )


async def people(unit: Unit) -> tuple[int, int]:
    ids = await complainants.add(unit, [SITI, BUDI], NOW)
    return ids[SITI], ids[BUDI]


async def test_a_file_comes_back_as_it_was_kept(store: Store) -> None:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        await attachments.add(unit, siti, photo("a"), NOW)
        assert await attachments.find(unit, "a") == photo("a")
        assert await attachments.find(unit, "b") is None


async def test_a_dropped_file_is_gone_and_its_bytes_are_to_be_removed(store: Store) -> None:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        for id in "abc":
            await attachments.add(unit, siti, photo(id), NOW)
        await attachments.drop(unit, [(siti, "a"), (siti, "b"), (siti, "unknown")])
        assert [id for id in "abc" if await attachments.find(unit, id)] == ["c"]

        unwanted = await unwanted_files.some(unit, 10)
        assert sorted(unwanted) == ["a/original", "a/shown", "b/original", "b/shown"]
        await unwanted_files.remove(unit, unwanted[:3])
        assert await unwanted_files.some(unit, 10) == unwanted[3:]


async def test_nobody_drops_or_ties_the_file_of_another(store: Store) -> None:
    async with store.begin() as unit:
        siti, budi = await people(unit)
        await attachments.add(unit, siti, photo("a"), NOW)
        report = (await reports.add(unit, [NewReport(budi, REPORT)]))[REPORT.receipt]
        await attachments.tie(unit, [(budi, "a", report)])
        await attachments.drop_tied(unit, [report])
        await attachments.drop(unit, [(budi, "a")])
        await attachments.drop_free(unit, [budi])
        assert await attachments.find(unit, "a")


async def test_a_file_of_a_report_is_dropped_only_with_it(store: Store) -> None:
    async with store.begin() as unit:
        siti, _ = await people(unit)
        report = (await reports.add(unit, [NewReport(siti, REPORT)]))[REPORT.receipt]
        for id in "ab":
            await attachments.add(unit, siti, photo(id), NOW)
        await attachments.tie(unit, [(siti, "a", report)])
        await attachments.drop(unit, [(siti, "a")])
        await attachments.drop_free(unit, [siti])
        assert [id for id in "ab" if await attachments.find(unit, id)] == ["a"]
        await attachments.drop_tied(unit, [report])
        assert await attachments.find(unit, "a") is None
        assert len(await unwanted_files.some(unit, 10)) == 4
