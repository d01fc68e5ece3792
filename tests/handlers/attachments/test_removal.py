"""Files that are nobody's any more are removed, and no others."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import obstore

from conversations.conversation import Conversation, Draft
from conversations.messages import MediaKind
from conversations.report import Attachment
from handlers.attachments import find_file
from handlers.file_removal import drop_strays, remove_unwanted, sweep_orphans
from storage import attachments, complainants, conversations, reports
from storage.attachments import StoredFile
from storage.conversations import Change
from storage.reports import NewReport
from tests.filed import REPORT
from tests.handlers.attachments.keeper import BUDI, NOW, Keeper, picture


async def drop(keeper: Keeper, files: Iterable[StoredFile]) -> None:
    async with keeper.store.begin() as unit:
        owner = await complainants.of_chat(unit, BUDI, NOW)
        await attachments.drop(unit, [(owner, file.id) for file in files])


async def test_the_bytes_of_a_dropped_file_and_of_its_copy_are_removed(keeper: Keeper) -> None:
    dropped, stays = await keeper.kept(picture()), await keeper.kept(picture())
    await drop(keeper, [dropped])
    assert await remove_unwanted(keeper.store, keeper.objects) == 2
    assert keeper.keys() == {stays.object_key, stays.shown_key}
    assert await remove_unwanted(keeper.store, keeper.objects) == 0


async def test_bytes_that_are_gone_already_do_not_stop_the_removal(keeper: Keeper) -> None:
    files = [await keeper.kept(b"satu"), await keeper.kept(b"dua")]
    await drop(keeper, files)
    await obstore.delete_async(keeper.objects, files[0].object_key)
    await remove_unwanted(keeper.store, keeper.objects)
    assert keeper.keys() == set()
    assert await remove_unwanted(keeper.store, keeper.objects) == 0


async def test_what_a_crash_left_without_a_row_is_swept_once_it_is_old(keeper: Keeper) -> None:
    file = await keeper.kept(picture())
    await obstore.put_async(keeper.objects, "ab/ab" + "0" * 30, b"left behind")
    written = datetime.now(UTC)
    assert await sweep_orphans(keeper.store, keeper.objects, written - timedelta(hours=1)) == 0
    assert await sweep_orphans(keeper.store, keeper.objects, written + timedelta(hours=1)) == 1
    assert keeper.keys() == {file.object_key, file.shown_key}


async def test_an_upload_that_was_never_sent_is_dropped_once_it_is_old(keeper: Keeper) -> None:
    file = await keeper.kept(b"satu")
    await drop_strays(keeper.store, NOW)
    assert await find_file(keeper.store, file.id) == file
    await drop_strays(keeper.store, NOW + timedelta(seconds=1))
    assert await find_file(keeper.store, file.id) is None
    assert await remove_unwanted(keeper.store, keeper.objects) == 1


async def test_a_file_in_a_draft_or_a_report_is_no_stray(keeper: Keeper) -> None:
    drafted, shelved, sent, stray = [await keeper.kept(text) for text in (b"satu", b"dua", b"tiga", b"empat")]
    draft = Draft(1, NOW, attachments=(Attachment(drafted.id, MediaKind.DOCUMENT),))
    put_away = Draft(1, NOW, attachments=(Attachment(shelved.id, MediaKind.DOCUMENT),))
    async with keeper.store.begin() as unit:
        owner = await complainants.of_chat(unit, BUDI, NOW)
        conversation = Conversation(draft=draft, shelf=(put_away,))
        await conversations.store(unit, [Change(owner, conversation, None)], NOW)
        ids = await reports.add(unit, [NewReport(owner, REPORT)])
        await attachments.tie(unit, [(owner, sent.id, ids[REPORT.receipt])])
    await drop_strays(keeper.store, NOW + timedelta(days=400))
    left = [await find_file(keeper.store, file.id) for file in (drafted, shelved, sent, stray)]
    assert left == [drafted, shelved, sent, None]


async def test_what_a_killed_upload_had_written_is_swept_once_it_is_old(keeper: Keeper, tmp_path: Path) -> None:
    file = await keeper.kept(picture())
    half_written = tmp_path / "attachments" / f"{file.object_key}#1"
    half_written.write_bytes(b"left behind")
    written = datetime.now(UTC)
    assert await sweep_orphans(keeper.store, keeper.objects, written - timedelta(hours=1)) == 0
    assert half_written.exists()
    assert await sweep_orphans(keeper.store, keeper.objects, written + timedelta(hours=1)) == 1
    assert not half_written.exists()
    assert keeper.keys() == {file.object_key, file.shown_key}
