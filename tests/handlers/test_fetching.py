"""Files that a messaging app has are fetched, each once, whatever happens on the way."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import obstore
import pytest
from obstore.store import LocalStore
from PIL import Image

from bot.backends.desk import DeskBackend
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Media, MediaKind
from handlers.attachments import find_own, open_shown
from handlers.desk import Desk
from handlers.fetching import AT_ONCE, CLAIM_LASTS
from handlers.file_removal import remove_unwanted, sweep_orphans
from handlers.forwarding import Forwarder
from storage import fetch_claims, fetches
from storage.desk_queue import Tab
from storage.fetches import FileState
from storage.store import Store
from tests.forwarded import forward_due
from tests.handlers.house import TELLING, running
from tests.handlers.lab import BUDI, SITI, UNTIL_NEXT_TRY, Downloads, Lab, T, until
from tests.telegram.faults import BAD_GATEWAY, Cut, Slow
from tests.telegram.files import a_picture
from tests.telegram.server import BotApi

A_LONG_TIME = Slow(60.0)


def photo_with_secrets() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Siti's phone"
    written = BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, "JPEG", exif=exif.tobytes())
    return written.getvalue()


async def test_a_photo_is_fetched_byte_for_byte_and_shown_cleaned(lab: Lab) -> None:
    content = photo_with_secrets()
    id = await lab.send(content, caption="gelap", name="jalan.jpg")
    assert await find_own(lab.store, SITI, id) is None
    assert lab.house.fetching.rung == 1

    async with running(lab.fetching.run()):
        file = await lab.kept(id)
    assert (file.media_type, file.kind, file.size) == ("image/jpeg", MediaKind.PHOTO, len(content))
    assert (file.sha256, file.file_name) == (hashlib.sha256(content).hexdigest(), "jalan.jpg")
    assert (file.caption, await lab.content(file)) == ("gelap", content)
    shown = await open_shown(lab.objects, file)
    assert shown is not None
    assert b"phone" not in b"".join([bytes(piece) async for piece in shown.content])


async def test_a_message_without_a_file_to_fetch_wakes_nobody(lab: Lab) -> None:
    await lab.house.say(SITI, TELLING[0], Media("kept already", MediaKind.PHOTO))
    assert lab.house.fetching.rung == 0


async def test_what_a_file_is_is_told_by_its_content(lab: Lab) -> None:
    id = await lab.send(a_picture(), kind=MediaKind.DOCUMENT, name="surat.pdf")
    async with running(lab.fetching.run()):
        assert (await lab.kept(id)).kind is MediaKind.PHOTO


async def test_a_file_that_breaks_off_is_gone_on_with_where_it_did(lab: Lab) -> None:
    content = b"satu dua tiga\n" * 50_000
    id = await lab.send(content, kind=MediaKind.DOCUMENT)
    lab.fail_next(Cut(after_bytes=200_000), times=2)
    async with running(lab.fetching.run()):
        assert await lab.content(await lab.kept(id)) == content
    starts = [start for _, start in lab.downloads.asked]
    assert starts[0] == 0 < starts[1] < starts[2]


async def test_while_the_app_is_away_a_file_waits_and_is_tried_again(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.fail_next(BAD_GATEWAY, times=2)
    async with running(lab.fetching.run()):
        for times in (1, 2):
            await lab.tried(times)
            assert await find_own(lab.store, SITI, id) is None
            lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)
    assert len(lab.downloads.asked) == 3


async def test_a_slow_file_holds_up_no_other(lab: Lab) -> None:
    lab.fail_next(A_LONG_TIME)
    slow = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.api.faults.are_over))
        other = await lab.send(a_picture(), BUDI)
        lab.fetching.wake()
        await lab.kept(other, BUDI)
        assert await find_own(lab.store, SITI, slow) is None


async def _as_future(value: T) -> T:
    return value


async def test_only_so_many_files_are_fetched_at_once(lab: Lab) -> None:
    ids = [await lab.send(a_picture(), Chat("telegram", str(n))) for n in range(3 * AT_ONCE)]
    async with running(lab.fetching.run()):
        for n, id in enumerate(ids):
            await lab.kept(id, Chat("telegram", str(n)))
    assert lab.downloads.most_open == AT_ONCE


async def test_a_report_goes_to_the_desk_without_waiting_for_its_files(lab: Lab) -> None:
    receipt, (lost, kept) = await lab.file_a_report(a_picture(64, 48), a_picture())
    profile, clock = lab.catalogue.profile, lab.clock
    desk = Desk(lab.store, profile, lab.house.delivery, clock)
    await forward_due(Forwarder(lab.store, DeskBackend(desk), profile, lab.house.delivery, clock, lambda: 0.0))
    [case] = (await desk.queue(Tab.NEWEST)).cases
    assert [file.id for file in case.report.attachments] == [lost, kept]
    async with lab.store.read() as unit:
        assert await fetches.states(unit, receipt) == {lost: FileState.PENDING, kept: FileState.PENDING}

    lab.api.lose_file(lab.sources[lost])
    async with running(lab.fetching.run()):
        await lab.kept(kept)
        await lab.tried(2)
        told = await lab.told_of_a_loss()
    assert f"Laporan {receipt} tetap berjalan" in told
    async with lab.store.read() as unit:
        assert await fetches.states(unit, receipt) == {lost: FileState.LOST, kept: FileState.KEPT}


async def test_a_file_that_is_dropped_while_it_is_fetched_leaves_nothing(lab: Lab) -> None:
    await lab.send(a_picture(), caption="Lampu jalan depan pasar mati")
    lab.fail_next(Slow(0.5))
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.downloads.open))
        await lab.discard(SITI)
        await until(lambda: _as_future(lab.removal.rung))
    await remove_unwanted(lab.store, lab.objects)
    assert lab.objects_there() == set()


async def test_a_fetch_that_an_end_cuts_short_is_made_anew(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.fail_next(A_LONG_TIME)
    async with running(lab.fetching.run()):
        await until(lambda: _as_future(lab.api.faults.are_over))  # else the next process meets it, a long time
    await until(lambda: _as_future(lab.downloads.open == 0))
    assert lab.objects_there() == set()
    async with running(lab.process().run()):
        await lab.kept(id)


async def test_a_fetch_that_a_crash_cut_short_is_made_anew(lab: Lab) -> None:
    id = await lab.send(a_picture())
    async with lab.store.begin() as unit:
        now = lab.clock()
        assert await fetch_claims.claim(unit, ["telegram"], now, now + CLAIM_LASTS, 1)
    if lab.store.is_postgres:  # where the one that claimed it might be another process, and well
        lab.clock.at += CLAIM_LASTS
    async with running(lab.process().run()):
        await lab.kept(id)


@pytest.mark.postgres
async def test_two_processes_fetch_each_file_once(postgres_url: str, catalogue: Catalogue, tmp_path: Path) -> None:
    store, objects = Store(postgres_url), LocalStore(tmp_path / "attachments", mkdir=True)
    async with BotApi() as api, aiohttp.ClientSession() as session:
        lab = Lab(store, objects, catalogue, api, Downloads(api, session))
        async with running(lab.house.intake.run()):
            ids = [await lab.send(a_picture(), Chat("telegram", str(n))) for n in range(20)]
            async with running(lab.process().run(), lab.process().run()):
                for n, id in enumerate(ids):
                    await lab.kept(id, Chat("telegram", str(n)))
    assert len(lab.downloads.asked) == 20
    await store.close()


async def test_an_unforeseen_error_puts_a_file_off(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.downloads.fails_with = ZeroDivisionError()
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.downloads.fails_with = None
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)


async def test_files_of_a_channel_without_a_source_wait_for_a_process_that_has_one(lab: Lab) -> None:
    id = await lab.send(a_picture(), Chat("line", "1"))
    other = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        await lab.kept(other)
    assert await find_own(lab.store, Chat("line", "1"), id) is None
    assert len(lab.downloads.asked) == 1


async def test_what_a_try_left_behind_is_swept_and_what_was_fetched_stays(lab: Lab) -> None:
    id = await lab.send(a_picture())
    async with running(lab.fetching.run()):
        file = await lab.kept(id)
    await obstore.put_async(lab.objects, f"{id[:2]}/{id}.{'0' * 32}", b"left behind")
    newest = max(each["last_modified"] for page in obstore.list(lab.objects) for each in page)
    assert await sweep_orphans(lab.store, lab.objects, newest + timedelta(hours=1)) == 1
    assert lab.objects_there() == {file.object_key, file.shown_key}
