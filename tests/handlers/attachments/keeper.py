"""What keeps files as a channel does, and what it is given."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import obstore
from obstore.store import ObjectStore
from PIL import Image

from conversations.messages import Chat, Media, MediaKind, Refusal, RefusedMedia
from conversations.profile import FileLimits
from handlers.attachments import OpenedFile, find_file, keep
from storage.attachments import StoredFile
from storage.store import Store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
BUDI = Chat("webchat", "budi")
SARI = Chat("webchat", "sari")


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
