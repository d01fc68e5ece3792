"""Files that came with a message: what they are called here, and which are too large to be fetched."""

import hmac
from typing import Protocol

from conversations.messages import Media, MediaKind, Refusal, RefusedMedia
from conversations.wording import clean

LARGEST = 20 * 1024 * 1024
"""Bytes: what `getFile` gives (https://core.telegram.org/bots/api#getfile)."""
LONGEST_NAME = 255


class SentFile(Protocol):
    """A file as both libraries describe it; the size is in bytes, where Telegram knows it."""

    @property
    def file_id(self) -> str: ...

    @property
    def file_unique_id(self) -> str: ...

    @property
    def file_size(self) -> int | None: ...


def attachment_id(key: bytes, chat_id: int, message_id: int, unique_id: str) -> str:
    """32 hexadecimal characters, the same whenever the same message comes again, for this chat alone.

    Without the key nobody can try out whose chat an id comes from: officers see the ids of anonymous reports' files.
    """
    return hmac.digest(key, f"{chat_id} {message_id} {unique_id}".encode(), "sha256").hex()[:32]


def media(
    key: bytes, file: SentFile, kind: MediaKind, chat_id: int, message_id: int, caption: str, album: str
) -> Media | RefusedMedia:
    name = clean(getattr(file, "file_name", None) or "", LONGEST_NAME)
    if (file.file_size or 0) > LARGEST:
        return RefusedMedia(Refusal.TOO_LARGE, caption, name)
    id = attachment_id(key, chat_id, message_id, file.file_unique_id)
    return Media(id, kind, caption, name, album=album, source=file.file_id)
