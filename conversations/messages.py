"""What goes in and out of a conversation, in the same words for every messaging app. All values are frozen."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Param = str | int | float | bool | None


class MediaKind(StrEnum):
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"


class Refusal(StrEnum):
    """Why a file could not be taken."""

    TOO_LARGE = "too_large"
    WRONG_TYPE = "wrong_type"
    EMPTY = "empty"
    GONE = "gone"


# --- incoming: what a person sent ---


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A pressed option: the `data` that its `Option` carried."""

    data: str


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`, the name in lower case without slash and without `@bot`."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that the channel can name: its `file_id` is the attachment's id, or the messaging app's."""

    file_id: str
    kind: MediaKind
    caption: str = ""
    file_name: str = ""
    is_whole_text: bool = False
    """True for a text too long for a message, which the channel has kept as a file; the caption has its start."""
    album: str = ""
    """The same for all files that were sent as one set: they are answered once."""
    source: str = ""
    """What the messaging app calls the file, when it has yet to be fetched; empty when it is kept already."""


@dataclass(frozen=True, slots=True)
class RefusedMedia:
    """A file that the channel would not take; the text sent with it is still good."""

    reason: Refusal
    caption: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """WGS 84, degrees; with the name of the place when the app gave one."""

    latitude: float
    longitude: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A new text for the message that had the key `key`."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person no longer wants messages from us."""


@dataclass(frozen=True, slots=True)
class Unblocked:
    """The person lets us write again."""


@dataclass(frozen=True, slots=True)
class InGroup:
    """Somebody called the bot where others read along: nothing is taken in there, the private chat is pointed to."""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that cannot be part of a report; `kind` is the messaging app's word for it (`sticker`, `poll`)."""

    kind: str


Incoming = (
    Text
    | Choice
    | Command
    | Media
    | RefusedMedia
    | Location
    | Contact
    | Edited
    | Blocked
    | Unblocked
    | InGroup
    | Unsupported
)


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a person is reached: the channel's name and its own address for the chat."""

    channel: str
    address: str


@dataclass(frozen=True, slots=True)
class Received:
    """One message as a channel hands it in. `key` is the same whenever the same message comes again."""

    chat: Chat
    key: str
    at: datetime
    incoming: Incoming
    language: str = ""
    """The language that the app says the person uses, two letters, or empty."""
    name: str = ""
    """What the app says the person is called: proposed, never used unasked."""
    about: str = ""
    """The text of our own message that this one replies to, when it does."""


# --- outgoing: what is said ---


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: a key of the catalogue and what goes into its places."""

    key: str
    params: dict[str, Param] = field(default_factory=dict)


def line(key: str, **params: Param) -> Line:
    """A `Line`; the catalogues are checked against every literal key given here."""
    return Line(key, params)


@dataclass(frozen=True, slots=True)
class Option:
    """A button. `data` is at most 64 bytes (Telegram's limit); a quiet one leads back or out and is shown smaller."""

    data: str
    label: Line
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A document that goes with a message. It is made when it is sent or fetched: `kind` says how, `ref` of what."""

    name: str
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: lines under each other, and the options below them."""

    lines: tuple[Line, ...]
    options: tuple[Option, ...] = ()
    asks_location: bool = False
    closes_prompt: bool = True
    """Whether the options of the message before no longer count: False for a notice that comes in between."""
    progress: tuple[int, int] = (0, 0)
    """Which of how many questions this is, counted from 1; (0, 0) for none of them."""
    file: OutgoingFile | None = None


@dataclass(frozen=True, slots=True)
class RenderedOption:
    data: str
    label: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """An `Outgoing` in a person's language: plain text, never markup."""

    text: str
    options: tuple[RenderedOption, ...] = ()
    asks_location: bool = False
    closes_prompt: bool = True
    progress: str = ""
    """How far it is to the end, in words: shown beside the text, and not part of it."""
    language: str = ""
    """The language that it is in, for what a channel adds of its own."""
    file: OutgoingFile | None = None
