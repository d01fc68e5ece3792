"""What somebody does in the chat, as a transcript has it."""

import re
from collections.abc import Sequence

from conversations import messages as m
from conversations.messages import Rendered

KINDS = {
    "foto": m.MediaKind.PHOTO,
    "video": m.MediaKind.VIDEO,
    "suara": m.MediaKind.VOICE,
    "berkas": m.MediaKind.DOCUMENT,
}


def gesture(words: str, said: Sequence[Rendered], file_id: str) -> m.Incoming:
    """`[Setuju]` is pressed on what the bot `said`, `(foto)` is sent; the rest is written."""
    if pressed := re.fullmatch(r"\[(.+?)(?: ↑(\d+))?\]", words):
        label, message = pressed[1], said[int(pressed[2]) - 1 if pressed[2] else -1]
        return m.Choice(next(o.data for o in message.options if o.label == label))
    if done := re.fullmatch(r"\((\w+) ?([^:]*)(?:: (.*))?\)", words, re.DOTALL):
        return _sent(done[1], done[2].strip(), done[3] or "", file_id)
    if words.startswith("/"):
        name, _, argument = words[1:].partition(" ")
        return m.Command(name, argument)
    return m.Text(words)


def _sent(what: str, detail: str, words: str, file_id: str) -> m.Incoming:
    if what in KINDS:
        file_name, _, album = detail.partition("@")
        return m.Media(file_id, KINDS[what], words, file_name, album=album)
    match what:
        case "panjang":
            return m.Media(file_id, m.MediaKind.DOCUMENT, words, "tulisan.txt", is_whole_text=True)
        case "ditolak":
            return m.RefusedMedia(m.Refusal(detail), words)
        case "lokasi":
            latitude, longitude = detail.split(",")
            return m.Location(float(latitude), float(longitude))
        case "kontak":
            return m.Contact(words, detail)
        case "sunting":
            return m.Edited(detail, words)
        case "blokir":
            return m.Blocked()
        case "buka":
            return m.Unblocked()
        case "stiker":
            return m.Unsupported("sticker")
    return m.Unsupported(what)
