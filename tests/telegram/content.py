"""What a message can hold beside text, as Telegram describes it."""

from collections.abc import Callable, Sequence

from tests.telegram.files import Files, a_picture
from tests.telegram.schema import Json

FRAME = {"width": 320, "height": 240}


class Content:
    """Each method keeps the file and returns the fields of a Message that describe it."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def of_kind(self, kind: str, content: bytes | None) -> Json:
        makers: dict[str, Callable[[bytes | None], Json]] = {
            "photo": self.photo,
            "video": lambda given: self.video(given or b"ftyp"),
            "document": lambda given: self.document(given or b"%PDF-1.7", "surat.pdf", "application/pdf"),
            "audio": lambda given: self.audio(given or b"ID3"),
        }
        return makers[kind](content)

    def photo(self, content: bytes | None) -> Json:
        """Three sizes, the smallest first; only the largest has the whole content."""
        whole = a_picture() if content is None else content
        sizes = [(90, 67, a_picture(90, 67)), (320, 240, a_picture()), (800, 600, whole)]
        return {
            "photo": [
                {**self._files.keep("photo", picture).reference, "width": width, "height": height}
                for width, height, picture in sizes
            ]
        }

    def document(self, content: bytes, file_name: str, mime_type: str, size: int | None = None) -> Json:
        stored = self._files.keep("document", content, size, file_name)
        return {"document": {**stored.reference, "file_name": file_name, "mime_type": mime_type}}

    def voice(self, content: bytes, seconds: int, size: int | None = None) -> Json:
        stored = self._files.keep("voice", content, size)
        return {"voice": {**stored.reference, "duration": seconds, "mime_type": "audio/ogg"}}

    def audio(self, content: bytes) -> Json:
        described = {"duration": 30, "file_name": "rekaman.mp3", "mime_type": "audio/mpeg"}
        return {"audio": {**self._files.keep("audio", content).reference, **described}}

    def video(self, content: bytes, size: int | None = None) -> Json:
        stored = self._files.keep("video", content, size)
        return {"video": {**stored.reference, **FRAME, "duration": 12, "mime_type": "video/mp4"}}

    def video_note(self, content: bytes) -> Json:
        return {"video_note": {**self._files.keep("video_note", content).reference, "length": 240, "duration": 5}}

    def animation(self, content: bytes) -> Json:
        """Telegram describes it as a document too, for programs that do not know animations."""
        stored = self._files.keep("animation", content)
        described = {"file_name": "lucu.mp4", "mime_type": "video/mp4"}
        return {
            "animation": {**stored.reference, **FRAME, "duration": 3, **described},
            "document": {**stored.reference, **described},
        }

    def sticker(self, emoji: str) -> Json:
        stored = self._files.keep("sticker", b"RIFF")
        form = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**stored.reference, **form, "emoji": emoji}}

    def poll(self, question: str, options: Sequence[str]) -> Json:
        """One that nobody voted in yet."""
        texts = options or ("Ya", "Tidak")
        rules = dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting", "members_only"), False)
        return {
            "id": "5170000000000000001",
            "question": question,
            "options": [{"persistent_id": str(at), "text": text, "voter_count": 0} for at, text in enumerate(texts)],
            "total_voter_count": 0,
            "is_anonymous": True,
            "type": "regular",
            **rules,
        }
