"""What people photographed goes along, as others may see it; and nothing waits for long for what is not here yet."""

import io
from pathlib import Path

import pytest
from obstore.store import ObjectStore
from PIL import Image

from storage import fetches
from tests.bot.open311.files import LETTER, PHOTO, attach, await_file, stored
from tests.bot.open311.house import House, file_report
from tests.bot.open311.placed import with_updates
from tests.end_to_end.picture import take
from tests.filed import RECEIPT, respond, response
from tests.open311.server import Open311Server

pytestmark = pytest.mark.asyncio


async def test_photos_go_without_what_the_camera_wrote_and_no_name_tells_who_sent_them(
    house: House, server: Open311Server, objects: ObjectStore, tmp_path: Path
) -> None:
    taken = take(tmp_path / "photo.jpg").read_bytes()
    assert Image.open(io.BytesIO(taken)).getexif()
    filed = await file_report(house.store, attachments=(PHOTO, LETTER))
    await attach(house, filed, await stored(house, objects, PHOTO, taken))
    await attach(house, filed, await stored(house, objects, LETTER, b"Mohon diperbaiki."))

    await house.forward()

    (name, kind, content), letter = server.kept[0].media
    assert (name, kind) == (f"{RECEIPT}-1.jpg", "image/jpeg")
    assert not Image.open(io.BytesIO(content)).getexif()
    assert letter == (f"{RECEIPT}-2.txt", "text/plain", b"Mohon diperbaiki.")
    assert "budi" not in str(server.kept[0].fields)


async def test_a_report_waits_for_a_file_that_is_being_fetched(
    house: House, server: Open311Server, objects: ObjectStore
) -> None:
    filed = await file_report(house.store, attachments=(LETTER,))
    await await_file(house, filed, LETTER)
    await house.forward()
    assert server.kept == []
    async with house.store.begin() as unit:
        assert await fetches.complete(unit, await stored(house, objects, LETTER, b"Mohon diperbaiki."))
    house.clock.move(seconds=10)

    await house.forward()

    assert len(server.kept[0].media) == 1


async def test_a_report_does_not_wait_for_ever_and_says_what_is_missing(house: House, server: Open311Server) -> None:
    filed = await file_report(house.store, attachments=(LETTER, PHOTO))
    await await_file(house, filed, LETTER)

    await house.forward_for_an_hour()

    [kept] = server.kept
    assert kept.media == []
    assert "Lampiran yang tidak terkirim: 2" in kept.fields["description"]


@with_updates
async def test_the_files_of_a_response_go_with_it(house: House, server: Open311Server, objects: ObjectStore) -> None:
    filed = await file_report(house.store)
    await attach(house, filed, await stored(house, objects, LETTER, b"Ini suratnya."))
    await respond(house.store, filed, response(attachments=(LETTER,)))

    await house.forward()

    assert server.posted_updates[0].media == [(f"{RECEIPT}-1.txt", "text/plain", b"Ini suratnya.")]
