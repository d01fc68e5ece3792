"""A file is told by its content."""

import zipfile
from io import BytesIO

import pytest

from conversations.messages import MediaKind, Refusal, RefusedMedia
from tests.handlers.attachments.keeper import Keeper, picture

# the beginning of what a browser's MediaRecorder writes: EBML head, doctype webm, and the track's codec
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + bytes(
    20
)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(40)


def document(*names: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>" * 20)
    return written.getvalue()


async def test_a_file_is_what_its_content_says_not_its_name(keeper: Keeper) -> None:
    assert (await keeper.kept(picture(format="PNG"), "surat.pdf")).media_type == "image/png"
    assert (await keeper.kept(b"%PDF-1.4\nall in plain letters", "foto.jpg")).media_type == "application/pdf"


async def test_a_programme_or_an_archive_is_refused_whatever_it_is_called(keeper: Keeper) -> None:
    for content in (b"MZ" + bytes(400), b"\x7fELF" + bytes(400), document("a.txt"), b"\x00\x01\x02" * 50):
        refused = await keeper.keep(content, "foto.jpg", caption="lihat ini")
        assert refused == RefusedMedia(Refusal.WRONG_TYPE, "lihat ini", "foto.jpg")
    assert keeper.keys() == set()


async def test_office_documents_are_told_from_other_archives(keeper: Keeper) -> None:
    word = await keeper.kept(document("[Content_Types].xml", "_rels/.rels", "word/document.xml"))
    sheet = await keeper.kept(document("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"))
    assert (word.media_type.endswith("wordprocessingml.document"), word.kind) == (True, MediaKind.DOCUMENT)
    assert sheet.media_type.endswith("spreadsheetml.sheet")


async def test_plain_text_is_what_stays_readable_to_its_end(keeper: Keeper) -> None:
    text = "BMKG: hujan lebat di Sangatta 🌧️\n" * 400  # begins like a bitmap; its letters lie across pieces
    file = await keeper.kept(text.encode())
    assert (file.media_type, file.kind) == ("text/plain", MediaKind.DOCUMENT)
    for spoilt in (text.encode() + b"\xff", text.encode() + b"\x00", text.encode() + "🌧".encode()[:2]):
        assert await keeper.reason(spoilt) is Refusal.WRONG_TYPE


async def test_a_web_page_or_drawing_is_plain_text_and_nothing_more(keeper: Keeper) -> None:
    for content in (b"<!doctype html><script>alert(1)</script>", b'<svg xmlns="http://www.w3.org/2000/svg"/>'):
        file = await keeper.kept(content, "foto.svg", MediaKind.PHOTO)
        assert (file.media_type, file.kind, file.shown_key) == ("text/plain", MediaKind.DOCUMENT, "")


@pytest.mark.parametrize(
    ("content", "hint", "media_type"),
    [
        (WEBM + b"A_OPUS" + bytes(50), None, "audio/webm"),
        (WEBM + b"V_VP9 A_OPUS" + bytes(50), MediaKind.VOICE, "video/webm"),
        (MP4, MediaKind.VOICE, "audio/mp4"),
        (MP4, None, "video/mp4"),
        (b"OggS\x00\x02" + bytes(60), None, "audio/ogg"),
    ],
)
async def test_a_voice_note_is_told_from_a_film(
    keeper: Keeper, content: bytes, hint: MediaKind | None, media_type: str
) -> None:
    file = await keeper.kept(content, hint=hint)
    assert file.media_type == media_type
    assert file.kind is (MediaKind.VOICE if media_type.startswith("audio/") else MediaKind.VIDEO)
