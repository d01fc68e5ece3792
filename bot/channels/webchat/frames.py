"""What goes over the web chat's socket: JSON objects told apart by their `type`."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta, Raw, Struct

from conversations.messages import MediaKind

# --- from the page ---

# the page's own random UUID: it cannot be taken for one of our keys ("o17")
Key = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
# Telegram's limit, which options keep to in every channel
OptionData = Annotated[str, Meta(min_length=1, max_length=64)]
Label = Annotated[str, Meta(max_length=300)]
FileId = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
EntryId = Annotated[int, Meta(ge=0, le=2**53)]
Caption = Annotated[str, Meta(max_length=4_000)]
FileName = Annotated[str, Meta(max_length=255)]
# Milliseconds between writing and sending, by the clock of the telephone: that may be wrong, but not in a difference
Age = Annotated[int, Meta(ge=0, le=10**12)]


class FromPage(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    pass


class Hello(FromPage, frozen=True, tag="hello"):
    """The page is here (again), and has everything up to `last_id`. `language` is the one it is shown in."""

    last_id: EntryId = 0
    language: Annotated[str, Meta(max_length=2)] = ""


class Older(FromPage, frozen=True, tag="older"):
    before: EntryId


class SaidText(FromPage, frozen=True, tag="text"):
    key: Key
    text: str
    age: Age = 0


class Pressed(FromPage, frozen=True, tag="choice"):
    """The option with `data` and `label` of the entry `of`."""

    key: Key
    data: OptionData
    label: Label
    of: EntryId
    age: Age = 0


class SentFile(FromPage, frozen=True, tag="media"):
    """A file that the same visitor has uploaded."""

    key: Key
    file_id: FileId
    age: Age = 0


class WithheldFile(FromPage, frozen=True, tag="too_large"):
    """A file that the page did not even upload, because it is larger than the office takes."""

    key: Key
    file_name: FileName
    caption: Caption = ""
    age: Age = 0


class SharedLocation(FromPage, frozen=True, tag="location"):
    key: Key
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    age: Age = 0


Message = SaidText | Pressed | SentFile | WithheldFile | SharedLocation
Frame = Hello | Older | Message


class Fields(Struct, frozen=True):
    """What comes with an uploaded file. `key` is the page's own for this upload: a repeat has the same."""

    key: Key
    caption: Caption = ""
    kind: MediaKind | None = None


# --- to the page ---


class ToPage(Struct, frozen=True, omit_defaults=True, tag_field="type"):
    pass


class Shown(Struct, frozen=True):
    """An entry of the transcript: `body` is one of those below, as it is kept. `at` is in milliseconds since 1970."""

    id: int
    key: str
    own: bool
    at: int
    body: Raw


class Welcome(ToPage, frozen=True, tag="welcome"):
    """The answer to `Hello`: what was missed; or, when that is too much or everything, the end of it (`is_fresh`)."""

    entries: list[Shown]
    first_id: int
    language: str
    is_fresh: bool = False
    has_older: bool = False


class OlderEntries(ToPage, frozen=True, tag="older"):
    entries: list[Shown]
    has_older: bool = False


class News(ToPage, frozen=True, tag="entry"):
    """Something was said. The page drops whatever it shows from before `first_id`: it was deleted."""

    entry: Shown
    first_id: int
    language: str = ""


class Taken(ToPage, frozen=True, tag="ack"):
    """The message is committed: the page may forget that it sent it."""

    key: str


class Again(ToPage, frozen=True, tag="retry"):
    """The message could not be taken now: send it again, not before so many milliseconds."""

    key: str
    after_ms: int
    reason: str


class NotTaken(ToPage, frozen=True, tag="refused"):
    """The message will never be taken; sending it again is no use."""

    key: str
    reason: str


class Unreadable(ToPage, frozen=True, tag="error"):
    """The last frame could not be read."""

    reason: str


class BrokenFrame(Exception):
    """Not a frame of ours. The message says what is wrong with its form, without its content."""


_frames: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)
QUOTED = re.compile("'.*'")


def read_frame(raw: str) -> Frame:
    """Raises `BrokenFrame`."""
    try:
        return _frames.decode(raw)
    except msgspec.DecodeError as error:
        raise BrokenFrame(QUOTED.sub("…", str(error))[:120]) from None
    except (UnicodeError, RecursionError):
        raise BrokenFrame("unreadable") from None


def written(frame: ToPage) -> str:
    return msgspec.json.encode(frame).decode()
