"""Files are kept as they came, told by their content, and shown as a cleaned copy."""

import hashlib
import zipfile
from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import obstore
import pillow_heif
import pytest
from obstore.store import LocalStore, ObjectStore
from PIL import Image

from conversations.conversation import Conversation, Draft
from conversations.messages import Chat, Media, MediaKind, Refusal, RefusedMedia
from conversations.profile import FileLimits, Profile
from conversations.report import Attachment
from handlers.attachments import OpenedFile, find_file, find_own, keep, open_original, open_shown
from handlers.errors import TryLater
from handlers.file_removal import drop_strays, remove_unwanted, sweep_orphans
from handlers.pictures import MAX_EDGE
from storage import attachments, conversations, file_owners, reports
from storage.attachments import StoredFile
from storage.conversations import Change
from storage.reports import NewReport
from storage.store import Store
from tests.filed import REPORT

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BUDI = Chat("webchat", "budi")
SARI = Chat("webchat", "sari")
# the beginning of what a browser's MediaRecorder writes: EBML head, doctype webm, and the track's codec
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm" + bytes(
    20
)
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(40)


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return LocalStore(tmp_path / "attachments", mkdir=True)


@pytest.fixture
def limits(profile: Profile) -> FileLimits:
    return profile.files


class Keeper:
    """Keeps files as a channel does."""

    def __init__(self, store: Store, objects: ObjectStore, limits: FileLimits) -> None:
        self.store, self.objects, self.limits = store, objects, limits

    async def keep(
        self,
        content: bytes | AsyncIterator[bytes],
        name: str = "",
        hint: MediaKind | None = None,
        chat: Chat = BUDI,
        caption: str = "",
        max_bytes: int | None = None,
    ) -> Media | RefusedMedia:
        limits = replace(self.limits, max_bytes=max_bytes) if max_bytes else self.limits
        pieces = in_pieces(content) if isinstance(content, bytes) else content
        return await keep(self.store, self.objects, limits, chat, pieces, name, caption, hint, NOW)

    async def kept(self, content: bytes, name: str = "", hint: MediaKind | None = None) -> StoredFile:
        media = await self.keep(content, name, hint)
        assert isinstance(media, Media), media
        file = await find_file(self.store, media.file_id)
        assert file is not None
        return file

    async def reason(self, content: bytes | AsyncIterator[bytes], max_bytes: int | None = None) -> Refusal:
        refused = await self.keep(content, max_bytes=max_bytes)
        assert isinstance(refused, RefusedMedia), refused
        return refused.reason

    def keys(self) -> set[str]:
        return {str(each["path"]) for page in obstore.list(self.objects) for each in page}


@pytest.fixture
def keeper(store: Store, objects: ObjectStore, limits: FileLimits) -> Keeper:
    return Keeper(store, objects, limits)


async def in_pieces(content: bytes, size: int = 1_000) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), size):
        yield content[begin : begin + size]


async def read(opened: OpenedFile | None) -> bytes:
    assert opened is not None
    return b"".join([bytes(piece) async for piece in opened.content])


def picture(size: tuple[int, int] = (60, 40), format: str = "JPEG", mode: str = "RGB", **options: object) -> bytes:
    """Red on the left, blue on the right."""
    drawn = Image.new(mode, size, "red")
    drawn.paste("blue", (size[0] // 2, 0, *size))
    written = BytesIO()
    drawn.save(written, format, **options)
    return written.getvalue()


def photo_with_secrets() -> bytes:
    """As a phone held upright takes it: lying on its side, with the place and the phone's name in it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to show
    exif[0x010F] = "Budi's phone"
    exif.get_ifd(0x8825)[2] = (0.0, 31.0, 12.0)
    return picture(exif=exif.tobytes(), comment=b"Budi was here")


def document(*names: str) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>" * 20)
    return written.getvalue()


async def test_a_file_is_kept_byte_for_byte_with_what_is_known_of_it(keeper: Keeper) -> None:
    content = photo_with_secrets()
    media = await keeper.keep(content, "jalan.jpg", MediaKind.PHOTO, caption="berlubang")
    assert isinstance(media, Media)
    assert (media.kind, media.caption, media.file_name) == (MediaKind.PHOTO, "berlubang", "jalan.jpg")
    file = await find_own(keeper.store, BUDI, media.file_id)
    assert file is not None
    assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (file.media_type, file.file_name, file.caption) == ("image/jpeg", "jalan.jpg", "berlubang")
    assert await read(await open_original(keeper.objects, file)) == content


async def test_a_picture_is_shown_upright_and_without_what_the_camera_wrote(keeper: Keeper) -> None:
    file = await keeper.kept(photo_with_secrets(), "jalan.JPEG")
    opened = await open_shown(keeper.objects, file)
    assert opened is not None
    assert (opened.media_type, opened.file_name) == ("image/jpeg", "jalan.jpg")
    content = await read(opened)
    shown = Image.open(BytesIO(content))
    assert shown.size == (40, 60)
    assert [round(c / 255) for c in shown.getpixel((20, 5))] == [1, 0, 0]  # type: ignore[union-attr]
    assert not shown.getexif()
    assert b"Budi" not in content


async def test_a_large_picture_is_shown_smaller(keeper: Keeper) -> None:
    file = await keeper.kept(picture((4_000, 1_000)))
    shown = Image.open(BytesIO(await read(await open_shown(keeper.objects, file))))
    assert shown.size == (MAX_EDGE, MAX_EDGE // 4)


@pytest.mark.parametrize("format", ["PNG", "WEBP", "GIF", "HEIF"])
async def test_every_kind_of_picture_has_a_shown_copy(keeper: Keeper, format: str) -> None:
    if format == "HEIF":
        pillow_heif.register_heif_opener()
    file = await keeper.kept(picture(format=format))
    assert file.kind is MediaKind.PHOTO
    assert Image.open(BytesIO(await read(await open_shown(keeper.objects, file)))).size == (60, 40)


async def test_what_is_transparent_is_shown_on_white(keeper: Keeper) -> None:
    written = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    file = await keeper.kept(written.getvalue())
    shown = Image.open(BytesIO(await read(await open_shown(keeper.objects, file))))
    assert shown.getpixel((5, 5)) == (255, 255, 255)


async def test_a_broken_picture_is_kept_but_not_shown(keeper: Keeper) -> None:
    content = picture((400, 400))[:2_000]
    file = await keeper.kept(content)
    assert file.shown_key == ""
    assert await open_shown(keeper.objects, file) is None
    assert await read(await open_original(keeper.objects, file)) == content


async def test_a_picture_that_would_unpack_to_gigabytes_is_kept_but_not_unpacked(keeper: Keeper) -> None:
    written = BytesIO()
    Image.new("1", (30_000, 30_000)).save(written, "PNG")
    file = await keeper.kept(written.getvalue())
    assert file.shown_key == ""


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


async def test_reading_ends_as_soon_as_a_file_is_too_large(keeper: Keeper) -> None:
    asked = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            asked.append(1)
            yield b"x" * 1_000

    assert await keeper.reason(endless(), max_bytes=10_000) is Refusal.TOO_LARGE
    assert len(asked) == 11
    assert keeper.keys() == set()


async def test_a_file_of_just_the_right_size_is_taken(keeper: Keeper) -> None:
    assert isinstance(await keeper.keep(b"x" * 10_000, max_bytes=10_000), Media)


async def test_an_empty_file_is_refused(keeper: Keeper) -> None:
    assert await keeper.reason(b"") is Refusal.EMPTY
    assert keeper.keys() == set()


async def test_of_a_file_whose_sender_goes_away_nothing_is_kept(keeper: Keeper) -> None:
    async def broken_off() -> AsyncIterator[bytes]:
        yield picture()[:100]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await keeper.keep(broken_off())
    assert keeper.keys() == set()


async def test_without_room_for_the_bytes_the_sender_is_asked_to_try_later(keeper: Keeper, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    keeper.objects = LocalStore(tmp_path / "full")
    (tmp_path / "full").rmdir()
    (tmp_path / "full").touch()
    with pytest.raises(TryLater):
        await keeper.keep(picture())


async def test_without_a_database_the_sender_is_asked_to_try_later(keeper: Keeper) -> None:
    keeper.store = Store("postgresql+asyncpg://127.0.0.1:1/nowhere")
    with pytest.raises(TryLater):
        await keeper.keep(picture())
    await keeper.store.close()


async def test_a_file_is_found_only_by_who_sent_it(keeper: Keeper) -> None:
    file = await keeper.kept(picture())
    assert await find_own(keeper.store, BUDI, file.id) == file
    assert await find_own(keeper.store, SARI, file.id) is None
    assert await find_own(keeper.store, BUDI, "f" * 32) is None


async def test_a_part_of_a_file_can_be_read(keeper: Keeper) -> None:
    file = await keeper.kept(b"0123456789")
    opened = await open_original(keeper.objects, file, range(3, 6))
    assert opened is not None
    assert (opened.size, opened.part) == (10, range(3, 6))
    assert await read(opened) == b"345"


@pytest.mark.parametrize(
    ("content", "name", "saved"),
    [
        (b"del /q *.*", "surat.bat", "surat.bat.txt"),
        (b"<script>alert(1)</script>", "surat.html", "surat.html.txt"),
        (b"Kepada Yth.", "SURAT.TXT", "SURAT.TXT"),
        (b"%PDF-1.4\n", "surat", "surat.pdf"),
        (b"OggS\x00\x02" + bytes(60), "suara.opus", "suara.opus"),
        (b"Kepada Yth.", "", ""),
    ],
)
async def test_a_file_is_saved_with_an_ending_of_its_type_so_that_opening_it_runs_nothing(
    keeper: Keeper, content: bytes, name: str, saved: str
) -> None:
    opened = await open_original(keeper.objects, await keeper.kept(content, name))
    assert opened is not None
    assert opened.file_name == saved


async def test_a_file_whose_bytes_are_gone_is_not_opened(keeper: Keeper) -> None:
    file = await keeper.kept(picture())
    await obstore.delete_async(keeper.objects, [file.object_key, file.shown_key])
    assert await open_original(keeper.objects, file) is None
    assert await open_shown(keeper.objects, file) is None


async def drop(keeper: Keeper, files: Iterable[StoredFile]) -> None:
    async with keeper.store.begin() as unit:
        owner = await file_owners.owner(unit, BUDI, NOW)
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
        owner = await file_owners.owner(unit, BUDI, NOW)
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
