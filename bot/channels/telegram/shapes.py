"""What is read of an update, as the models of both libraries have it. https://core.telegram.org/bots/api#update"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.channels.telegram.files import SentFile


class User(Protocol):
    id: int
    is_bot: bool
    first_name: str
    last_name: str | None
    language_code: str | None


class Room(Protocol):
    """A chat; Telegram's own word is taken by `conversations.messages.Chat`."""

    id: int
    type: str


class Entity(Protocol):
    """`offset` and `length` are in UTF-16 code units."""

    type: str
    offset: int
    length: int

    @property
    def user(self) -> User | None: ...


class Picture(SentFile, Protocol):
    width: int
    height: int


class Point(Protocol):
    latitude: float
    longitude: float


class Venue(Protocol):
    title: str

    @property
    def location(self) -> Point: ...


class SharedContact(Protocol):
    phone_number: str
    first_name: str
    last_name: str | None


class Message(Protocol):
    message_id: int
    date: datetime
    text: str | None
    caption: str | None
    media_group_id: str | None

    @property
    def chat(self) -> Room: ...

    @property
    def from_user(self) -> User | None: ...

    @property
    def entities(self) -> Sequence[Entity] | None: ...

    @property
    def caption_entities(self) -> Sequence[Entity] | None: ...

    @property
    def reply_to_message(self) -> "Message | None": ...

    @property
    def photo(self) -> Sequence[Picture] | None: ...

    @property
    def animation(self) -> SentFile | None: ...

    @property
    def video(self) -> SentFile | None: ...

    @property
    def video_note(self) -> SentFile | None: ...

    @property
    def voice(self) -> SentFile | None: ...

    @property
    def audio(self) -> SentFile | None: ...

    @property
    def document(self) -> SentFile | None: ...

    @property
    def venue(self) -> Venue | None: ...

    @property
    def location(self) -> Point | None: ...

    @property
    def contact(self) -> SharedContact | None: ...


class Prompt(Protocol):
    """The message with the button that was pressed."""

    @property
    def chat(self) -> Room: ...


class Press(Protocol):
    id: str
    data: str | None

    @property
    def from_user(self) -> User: ...

    @property
    def message(self) -> Prompt | None: ...


class Member(Protocol):
    @property
    def status(self) -> str: ...


class Membership(Protocol):
    date: datetime

    @property
    def chat(self) -> Room: ...

    @property
    def from_user(self) -> User: ...

    @property
    def new_chat_member(self) -> Member: ...
