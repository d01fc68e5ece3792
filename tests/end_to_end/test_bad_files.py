"""What the chat does with files that it cannot take, or must not show: a clear answer, and the words are kept.

That the product goes on, and that its log tells nothing of it, is looked at after each test (`house`).
"""

import re
import zlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import psutil  # type: ignore[import-untyped]
import pytest
from aiohttp import ClientSession
from PIL import Image

from tests.end_to_end.guest import Guest
from tests.end_to_end.house import House

CAPTION = "Jembatan gantung menuju sekolah putus talinya"
REST = ("Setuju", "Tidak tahu", "kemarin", "Teluk Lingga, dekat musala", "Anonim", "Kirim")
RECEIPT = re.compile(r"KTM-[0-9A-Z]{4}-[0-9A-Z]{4}")
MEGABYTE = 1_000_000
MOST_MEMORY = 250 * MEGABYTE
"""More than the product should take whatever comes: its own, a picture being cleaned, and pieces of a few files."""
MULTIPART = {"Content-Type": "multipart/form-data; boundary=x"}
GZIP = 31
NO_SUCH_FILE = {"type": "refused", "key": "", "reason": "unknown_file"}
FORM = b'--x\r\nContent-Disposition: form-data; name="key"\r\n\r\n%s\r\n' + (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="catatan.txt"\r\n\r\n'
)
SCRIPT = b"<script>document.title='terbaca'</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!doctype html><title>surat</title>" + SCRIPT


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    written = BytesIO()
    Image.new("1", size).save(written, kind)
    return written.getvalue()


def kept(house: House) -> set[Path]:
    return set(house.folder.glob("data/attachments/*/*"))


def memory(house: House) -> int:
    return int(psutil.Process(house.running.process.pid).memory_info().rss)


async def receipt_of(guest: Guest) -> str:
    """The rest of the report is told: its number."""
    found = RECEIPT.search(await guest.tells(REST))
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ\x90\x00" + bytes(500), "pemandangan.jpg", "Jenis berkas itu belum bisa saya terima."),
        (b"\x7fELF" + bytes(500), "pemandangan.png", "Jenis berkas itu belum bisa saya terima."),
        (b"PK\x03\x04" + bytes(500), "rekaman.pdf", "Jenis berkas itu belum bisa saya terima."),
        (b"", "kosong.jpg", "Berkas itu kosong."),
        (picture() + bytes(20 * 1024 * 1024), "pemandangan.jpg", "Berkas itu terlalu besar: paling besar 20 MB."),
    ],
    ids=["a program as a photo", "another one", "an archive as a document", "nothing", "too large"],
)
async def test_a_refused_file_is_explained_and_its_words_become_the_report(
    house: House, content: bytes, name: str, words: str
) -> None:
    budi = await house.guest()
    before = kept(house)
    status, answer = await budi.uploads(content, name, CAPTION)
    assert (status >= 400, "refused" in answer) == (True, True)
    reply = (await budi.reply())["body"]["text"]
    assert (words in reply, f"“{CAPTION}”" in reply) == (True, True)
    assert kept(house) == before


async def test_a_file_that_the_page_found_too_large_is_explained_and_its_words_are_the_report(
    house: House,
) -> None:
    budi = await house.guest()
    reply = await budi.posts("too_large", file_name="pemandangan.mp4", caption=CAPTION)
    assert "Berkas itu terlalu besar: paling besar 20 MB." in reply
    assert f"“{CAPTION}”" in reply


async def test_a_file_without_end_is_refused_while_it_comes(house: House) -> None:
    budi, sent = await house.guest(), 0

    async def without_end() -> AsyncIterator[bytes]:
        nonlocal sent
        yield FORM % str(uuid4()).encode()
        while True:
            sent += MEGABYTE
            yield b"a" * MEGABYTE

    async with budi.session.post("/chat/upload", data=without_end(), headers=MULTIPART) as response:
        assert (response.status, await response.json()) == (413, {"refused": "too_large"})
    assert "Berkas itu terlalu besar" in (await budi.reply())["body"]["text"]
    assert sent < 100 * MEGABYTE


async def test_a_form_that_would_unpack_to_gigabytes_is_not_unpacked(house: House) -> None:
    budi, packer = await house.guest(), zlib.compressobj(wbits=GZIP)
    packed = packer.compress(FORM % str(uuid4()).encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += (packer.compress(b"a" * 10 * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)) * 500
    headers = {**MULTIPART, "Content-Encoding": "gzip"}
    async with budi.session.post("/chat/upload", data=BytesIO(packed), headers=headers) as response:
        assert response.status == 400
        assert "Permintaan ini tidak kami pahami." in await response.text()
    assert memory(house) < MOST_MEMORY


@pytest.mark.parametrize(
    "content",
    [picture("PNG", (30_000, 30_000)), picture()[:200], b"GIF89a\x00\x00" + SCRIPT],
    ids=["of a billion pixels", "torn", "with a script in it"],
)
async def test_a_picture_that_cannot_be_shown_is_kept_and_saved_rather_than_opened(
    house: House, content: bytes
) -> None:
    budi = await house.guest()
    file_id, reply = await budi.sends_file(content, "pemandangan.jpg", CAPTION)
    assert f"“{CAPTION}”" in reply
    receipt = await receipt_of(budi)
    async with budi.session.get(f"/chat/files/{file_id}") as response:
        assert await response.read() == content
        assert response.headers["Content-Disposition"].startswith("attachment;")
        assert "sandbox" in response.headers["Content-Security-Policy"]
    assert f"/desk/attachments/{file_id}" in await house.case(receipt)
    status, page = await house.desk(f"/desk/attachments/{file_id}")
    assert (status, "Berkas ini tidak ada" in page) == (404, True)
    assert memory(house) < MOST_MEMORY


@pytest.mark.parametrize(("content", "name"), [(SVG, "pemandangan.svg"), (HTML, "surat.html"), (HTML, "laporan.jpg")])
async def test_what_a_browser_would_run_is_a_plain_text_to_citizen_and_officer(
    house: House, content: bytes, name: str
) -> None:
    budi = await house.guest()
    file_id, reply = await budi.sends_file(content, name, CAPTION)
    assert f"“{CAPTION}”" in reply
    receipt = await receipt_of(budi)
    await house.case(receipt)
    as_officer = {"Cookie": house.desk_cookie}
    ways: tuple[tuple[str, dict[str, str], str], ...] = (
        (f"/chat/files/{file_id}", {}, f"{name}.txt"),
        (f"/desk/attachments/{file_id}", as_officer, f"{receipt}.txt"),  # an anonymous reporter's name for it is hidden
    )
    for path, headers, saved_as in ways:
        async with budi.session.get(path, headers=headers) as response:
            assert (response.status, await response.read()) == (200, content)
            assert response.content_type == "text/plain"
            assert response.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{saved_as}"
            assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_name_that_is_a_path_leads_nowhere(house: House) -> None:
    budi, name = await house.guest(), "../../../../pintu\\..\\%0d%0aX-Jahat: ya%00\u202egpj.catatan"
    file_id, _ = await budi.sends_file(b"OggS\x00\x02" + bytes(100), name, CAPTION)
    async with budi.session.get(f"/chat/files/{file_id}") as response:
        assert response.status == 200
        assert "X-Jahat" not in response.headers
    assert not [file for file in house.folder.rglob("*") if "gpj" in file.name or "catatan" in file.name]


@pytest.mark.parametrize("name", [b'Pak "RT"; Bu RW; foto.jpg', b"a" * 20_000 + b"jpg"])
async def test_a_form_that_cannot_be_read_is_refused_with_a_word_and_the_draft_is_still_there(
    house: House, name: bytes
) -> None:
    budi = await house.guest()
    await budi.says(CAPTION)
    budi.secrets.append(name.decode("latin-1"))
    form = (FORM % str(uuid4()).encode()).replace(b"catatan.txt", name) + picture() + b"\r\n--x--\r\n"
    async with budi.session.post("/chat/upload", data=form, headers=MULTIPART) as response:
        assert response.status == 400
        assert "Permintaan ini tidak kami pahami." in await response.text()
    assert "Ini soal apa?" in await budi.says("Setuju")


# --- somebody else's file ---


async def test_nobody_gets_at_a_file_of_somebody_else(house: House) -> None:
    siti, budi = await house.guest(), await house.guest()
    file_id, _ = await siti.sends_file(picture(), "rumah.jpg", CAPTION)
    await budi.says("Selokan tersumbat di Kabo Jaya")
    assert await budi.tries("media", file_id=file_id) | {"key": ""} == NO_SUCH_FILE
    assert await budi.tries("media", file_id="f" * 32) | {"key": ""} == NO_SUCH_FILE
    await house.case(await receipt_of(siti))
    async with ClientSession(house.url) as stranger:
        for session, path, status in (
            (budi.session, f"/chat/files/{file_id}", 404),
            (stranger, f"/chat/files/{file_id}", 404),
            (budi.session, f"/desk/attachments/{file_id}", 403),
            (siti.session, f"/desk/attachments/{file_id}", 403),
        ):
            async with session.get(path) as response:
                assert response.status == status
                assert response.content_type in ("text/plain", "text/html")
    async with siti.session.get(f"/chat/files/{file_id}") as response:
        assert (response.status, response.content_type) == (200, "image/jpeg")


async def test_a_file_of_a_draft_is_not_at_the_desk(house: House) -> None:
    siti = await house.guest()
    file_id, _ = await siti.sends_file(picture(), "rumah.jpg", CAPTION)
    status, page = await house.desk(f"/desk/attachments/{file_id}")
    assert (status, "Berkas ini tidak ada" in page) == (404, True)
