"""A report's files, as its page shows and hands them out."""

import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from conversations.messages import Media, MediaKind, Refusal
from conversations.report import Visibility
from handlers.attachments import keep
from storage import attachments, fetches
from tests.bot.desk_office import PROFILE, Office, Officer
from tests.filed import NOW, RECEIPT, Filed


def photo() -> bytes:
    """A picture with the camera's name in it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    written = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(written, "JPEG", exif=exif)
    return written.getvalue()


async def with_file(office: Office, content: bytes, name: str, **changed: Any) -> tuple[Filed, str]:
    """A report at the desk with this file."""

    async def whole() -> AsyncIterator[bytes]:
        yield content

    filed = await office.receive(**changed)
    kept = await keep(office.store, office.objects, PROFILE.files, filed.chat, whole(), name, "", None, NOW)
    id = getattr(kept, "file_id", "")
    async with office.store.begin() as unit:
        await attachments.tie(unit, [(filed.complainant_id, id, filed.id)])
    return filed, id


async def test_a_picture_is_shown_without_what_the_camera_wrote_into_it(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, photo(), "IMG_1.jpg")
    async with rina.session.get(f"{office.url}/desk/attachments/{id}") as answer:
        content = await answer.read()
    assert answer.content_type == "image/jpeg"
    assert Image.open(BytesIO(content)).size == (64, 48)
    assert b"SECRETCAM" in photo()
    assert b"SECRETCAM" not in content


async def test_a_document_is_downloaded_under_its_own_name_and_never_opened_here(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, b"Jalan rusak\n", "surat <RT> é.txt")
    page = await rina.get(f"/desk/attachments/{id}")
    assert page.text == "Jalan rusak\n"
    assert page.headers["Content-Disposition"] == "attachment; filename*=UTF-8''surat%20%3CRT%3E%20%C3%A9.txt"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name", "saved"),
    [(b"Jalan rusak\n", "surat Siti Aminah.txt", f"{RECEIPT}.txt"), (photo(), "Siti Aminah.jpg", f"{RECEIPT}.jpg")],
)
async def test_a_file_of_an_anonymous_report_is_saved_under_the_receipt_number(
    office: Office, rina: Officer, content: bytes, name: str, saved: str
) -> None:
    _, id = await with_file(office, content, name, visibility=Visibility.ANONYMOUS)
    async with rina.session.get(f"{office.url}/desk/attachments/{id}") as answer:
        assert answer.headers["Content-Disposition"].endswith(f"; filename*=UTF-8''{saved}")


async def test_a_player_gets_the_part_that_it_asks_for(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, b"0123456789", "a.txt")
    part = await rina.get(f"/desk/attachments/{id}", Range="bytes=2-4")
    assert (part.status, part.text, part.headers["Content-Range"]) == (206, "234", "bytes 2-4/10")
    last = await rina.get(f"/desk/attachments/{id}", Range="bytes=-3")
    assert (last.status, last.text) == (206, "789")
    for odd in ("bytes=50-60", "bytes=x", "lines=1-2"):
        assert (await rina.get(f"/desk/attachments/{id}", Range=odd)).text == "0123456789"


async def test_a_file_of_no_report_at_the_desk_is_not_shown(office: Office, rina: Officer) -> None:
    async def whole() -> AsyncIterator[bytes]:
        yield b"belum dikirim\n"

    filed = await office.receive()
    kept = await keep(office.store, office.objects, PROFILE.files, filed.chat, whole(), "a.txt", "", None, NOW)
    page = await rina.get(f"/desk/attachments/{getattr(kept, 'file_id', '')}")
    assert page.status == 404
    assert "belum dikirim" not in page.text


async def test_a_file_that_is_yet_to_come_or_never_will_is_spoken_of_in_its_place(
    office: Office, rina: Officer
) -> None:
    come, pending, lost = (Media(f"{n}" * 32, MediaKind.PHOTO, f"dari sisi {n}", source="there") for n in "123")
    await office.receive_without(come, pending, lost)
    await office.fetch(come, photo())
    async with office.store.begin() as unit:
        await fetches.lose(unit, lost.file_id, Refusal.GONE, NOW)

    page = await rina.open()
    assert f'<img src="/desk/attachments/{come.file_id}"' in page.text
    assert page.text.count("<img") == 1
    assert "Foto sedang diambil dari aplikasi pesan dari sisi 2" in page.words
    assert "Foto tidak bisa diambil dari sisi 3" in page.words
    assert (await rina.get(f"/desk/attachments/{pending.file_id}")).status == 404
    assert (await rina.get(f"/desk/attachments/{come.file_id}")).status == 200
    steps = await rina.get(f"/desk/reports/{RECEIPT}/steps")
    assert json.loads(steps.text) == {"steps": 0, "pending": 1}
