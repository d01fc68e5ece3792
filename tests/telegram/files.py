"""The files that people sent: what getFile tells of them, and their content over HTTP."""

import asyncio
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from aiohttp import web
from PIL import Image

from tests.telegram.faults import Cut, Fault, Slow
from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json, checked

DOWNLOAD_LIMIT = 20 * 1024 * 1024
CHUNK = 64 * 1024

FOLDERS = {
    "photo": "photos", "document": "documents", "video": "videos", "audio": "music", "voice": "voice",
    "video_note": "video_notes", "sticker": "stickers", "animation": "animations",
}  # fmt: skip
ENDINGS = {
    "photo": "jpg", "video": "mp4", "audio": "mp3", "voice": "oga", "video_note": "mp4", "sticker": "webp",
    "animation": "mp4", "document": "bin",
}  # fmt: skip


@dataclass(slots=True)
class StoredFile:
    """`size` may pretend more than `content` has: then zeros follow. `is_gone`: Telegram no longer has it."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    size: int
    is_gone: bool = False

    @property
    def reference(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def chunks(self, start: int) -> Iterator[bytes]:
        for at in range(start, self.size, CHUNK):
            end = min(at + CHUNK, self.size)
            yield self.content[at:end].ljust(end - at, b"\0")


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, content: bytes, size: int | None = None, file_name: str = "") -> StoredFile:
        """A new file; two with the same content differ in `file_id`, not in `file_unique_id`."""
        number = len(self._by_id)
        ending = file_name.rpartition(".")[2] if "." in file_name else ENDINGS[kind]
        digest = hashlib.sha256(content + str(size).encode()).hexdigest()
        stored = StoredFile(
            file_id=f"AgACAgUAAxkBAAI{number:05}{digest[:24]}",
            unique_id=f"AQAD{digest[:12]}",
            path=f"{FOLDERS[kind]}/file_{number}.{ending}",
            content=content,
            size=len(content) if size is None else size,
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def lose(self, file_id: str) -> None:
        """Telegram no longer has it: getFile and the download are refused."""
        self._by_id[file_id].is_gone = True

    def has(self, file_id: str) -> bool:
        return file_id in self._by_id

    def content_of(self, file_id: str) -> bytes:
        return self._by_id[file_id].content

    def described(self, file_id: str) -> Json:
        stored = self._by_id.get(file_id)
        if stored is None:
            raise Refused(bad_request("invalid file_id"))
        if stored.is_gone:
            raise Refused(bad_request("wrong file_id or the file is temporarily unavailable"))
        if stored.size > DOWNLOAD_LIMIT:
            raise Refused(bad_request("file is too big"))
        return checked("File", {**stored.reference, "file_path": stored.path})

    def at(self, path: str) -> StoredFile | None:
        stored = self._by_path.get(path)
        return None if stored is None or stored.is_gone or stored.size > DOWNLOAD_LIMIT else stored


async def send(request: web.Request, stored: StoredFile, fault: Fault | None) -> web.StreamResponse:
    """The content, from where `Range: bytes=N-` says; cut or slow where the fault says so."""
    wanted = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
    start = min(int(wanted[1]), stored.size) if wanted else 0
    response = web.StreamResponse(status=206 if wanted else 200)
    response.content_type = "application/octet-stream"
    response.content_length = stored.size - start
    response.headers["Accept-Ranges"] = "bytes"
    if wanted:
        response.headers["Content-Range"] = f"bytes {start}-{stored.size - 1}/{stored.size}"
    await response.prepare(request)
    left = fault.after_bytes if isinstance(fault, Cut) else None
    pause = fault.seconds / (1 + (stored.size - start) // CHUNK) if isinstance(fault, Slow) else 0.0
    for chunk in stored.chunks(start):
        await asyncio.sleep(pause)
        await response.write(chunk if left is None else chunk[:left])
        if left is not None:
            left -= len(chunk)
            if left <= 0:
                break
    if isinstance(fault, Cut) and request.transport is not None:
        request.transport.close()
    return response


@cache
def a_picture(width: int = 320, height: int = 240) -> bytes:
    """A JPEG that any program can open."""
    drawn = io.BytesIO()
    Image.new("RGB", (width, height), (90, 140, 70)).save(drawn, "JPEG")
    return drawn.getvalue()
