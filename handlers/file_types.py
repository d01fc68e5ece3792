"""What a file is, told by its content. Its name and what the sender says it is are not believed."""

import codecs
import mimetypes
import re

import filetype

from conversations.messages import MediaKind

# as much as `filetype` looks at
HEAD_BYTES = 8_192
CONTROL_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Matroska's names of video codecs: https://www.matroska.org/technical/codec_specs.html
VIDEO_CODEC = re.compile(rb"V_(?:VP[89]|AV1|MPEG|MJPEG|MS/VFW|THEORA|UNCOMPRESSED)")
# where a type has more than the ending that Python knows for it, or Python knows one that a computer may run
ENDINGS = {
    "text/plain": (".txt",),
    "image/jpeg": (".jpg", ".jpeg"),
    "image/heic": (".heic",),
    "image/heif": (".heif", ".heic"),
    "video/mp4": (".mp4", ".m4v"),
    "video/3gpp": (".3gp", ".3gpp"),
    "video/webm": (".webm",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/opus": (".opus", ".ogg"),
    "audio/mp4": (".m4a", ".mp4"),
    "audio/aac": (".aac",),
    "audio/amr": (".amr",),
    "audio/webm": (".webm",),
}
# the sound of a voice note comes in containers that are a film's too
SOUND_IN = {"video/webm": "audio/webm", "video/mp4": "audio/mp4", "video/3gpp": "audio/3gpp"}


class TypeReader:
    """Fed a file in pieces, it tells the media type, or "" where nobody knows it.

    Plain text has no signature: it is whatever stays valid UTF-8 without control characters to the end.
    """

    def __init__(self, kind_hint: MediaKind | None = None) -> None:
        self._kind_hint = kind_hint
        self._head = b""
        self._text_decoder = codecs.getincrementaldecoder("utf-8")()
        self._is_text = True

    def feed(self, piece: bytes) -> None:
        if len(self._head) < HEAD_BYTES:
            self._head += piece[: HEAD_BYTES - len(self._head)]
        self._read_text(piece, final=False)

    @property
    def is_told_early(self) -> bool:
        """Whether the head is whole, so that `media_type` is not "" later when it is "" now."""
        return len(self._head) == HEAD_BYTES

    def media_type(self) -> str:
        if self._is_text and not self._head.startswith(b"%PDF-"):
            return "text/plain"
        found: str = filetype.guess_mime(self._head) or ""
        return SOUND_IN.get(found, found) if self._is_sound(found) else found

    def finish(self) -> str:
        """The media type, now that the file has ended."""
        self._read_text(b"", final=True)
        return self.media_type()

    def _read_text(self, piece: bytes, final: bool) -> None:
        if not self._is_text:
            return
        try:
            text = self._text_decoder.decode(piece, final)
        except UnicodeDecodeError:
            self._is_text = False
        else:
            self._is_text = CONTROL_CHARACTER.search(text) is None

    def _is_sound(self, container: str) -> bool:
        if container == "video/webm":
            return VIDEO_CODEC.search(self._head) is None
        return self._kind_hint is MediaKind.VOICE


def saved_as(file_name: str, media_type: str) -> str:
    """The name to save the file under: with an ending of its type, so that no computer takes a text for a program."""
    endings = ENDINGS.get(media_type) or (mimetypes.guess_extension(media_type) or ".bin",)
    return file_name if not file_name or file_name.lower().endswith(endings) else file_name + endings[0]


def kind_of(media_type: str) -> MediaKind:
    match media_type.partition("/")[0]:
        case "image":
            return MediaKind.PHOTO
        case "video":
            return MediaKind.VIDEO
        case "audio":
            return MediaKind.VOICE
        case _:
            return MediaKind.DOCUMENT
