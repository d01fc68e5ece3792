"""Hearing: what a visitor sends is noted in the transcript, then handed in; only then is it acknowledged."""

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from obstore.store import ObjectStore

from bot.channels.webchat.bodies import (
    ChoiceBody,
    FileBody,
    Kept,
    LocationBody,
    RefusedBody,
    TextBody,
    encoded,
    read_body,
)
from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.frames import (
    Again,
    Fields,
    Message,
    NotTaken,
    Pressed,
    SaidText,
    SentFile,
    SharedLocation,
    Taken,
    ToPage,
    WithheldFile,
)
from bot.channels.webchat.pace import Pace
from conversations.messages import (
    Chat,
    Choice,
    Command,
    Incoming,
    Location,
    Media,
    MediaKind,
    Received,
    Refusal,
    RefusedMedia,
    Text,
)
from conversations.profile import FileLimits
from handlers.attachments import find_own, keep
from handlers.errors import NotHandled, TooBusy, TryLater
from handlers.list_limits import limits_for
from storage.store import Store
from storage.transcripts import NewEntry

# a longer text is kept whole as a file, and the message has its beginning
LONGEST_MESSAGE = 8_000
BEGINNING = 4_000
LONGEST_TEXT_BYTES = 1_000_000
WHOLE_TEXT = FileLimits(max_bytes=LONGEST_TEXT_BYTES, max_files=1, media_types=("text/plain",))
WAIT_WHEN_BUSY = timedelta(seconds=3)

# line breaks and tabs are the writer's; the other control characters are an accident of copying
UNWRITTEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
COMMAND = re.compile(r"/([a-z_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)


class Intake(Protocol):
    async def take(self, received: Received) -> object: ...


@dataclass(frozen=True, slots=True)
class Visitor:
    address: str
    language: str

    @property
    def chat(self) -> Chat:
        return Chat(WebChat.name, self.address)


class CannotTake(Exception):
    """The message will never be taken; the message is the word that the page knows the reason by."""


class Hearing:
    def __init__(
        self, chat: WebChat, intake: Intake, store: Store, objects: ObjectStore, now: Callable[[], datetime]
    ) -> None:
        self._chat = chat
        self._intake = intake
        self._store = store
        self._objects = objects
        self._now = now
        self._pace = Pace()

    async def hear(self, visitor: Visitor, message: Message) -> ToPage:
        """The message is noted and committed (`Taken`), is to be sent again, or never will be taken."""
        if wait := self.wait(visitor):
            return Again(message.key, int(wait * 1_000) + 1, "slow_down")
        try:
            incoming, body = await self._read(visitor, message)
            await self.hand_in(visitor, message.key, incoming, body, timedelta(milliseconds=message.age))
        except CannotTake as reason:
            return NotTaken(message.key, str(reason))
        except (TryLater, TooBusy) as error:
            wait_for = getattr(error, "after", None) or WAIT_WHEN_BUSY
            return Again(message.key, int(wait_for.total_seconds() * 1_000), "busy")
        except NotHandled:
            return NotTaken(message.key, "failed")
        return Taken(message.key)

    def wait(self, visitor: Visitor) -> float:
        """Seconds until the visitor may send again; 0 when now, which counts as one message."""
        return self._pace.wait(visitor.address, self._now().timestamp())

    async def hand_in(
        self, visitor: Visitor, key: str, incoming: Incoming, body: Kept, age: timedelta = timedelta()
    ) -> None:
        """Shown in every open page of the visitor, and committed by the intake. Raises `TryLater` or `TooBusy`.

        `age` is how long ago it was written.
        """
        at = self._now()
        await self._chat.note(NewEntry(visitor.address, key, True, encoded(body), at))
        await self._intake.take(Received(visitor.chat, key, at - age, incoming, visitor.language))

    async def keep_file(
        self, visitor: Visitor, limits: FileLimits, content: AsyncIterator[bytes], file_name: str, fields: Fields
    ) -> Media | RefusedMedia:
        """The file is kept, to be sent by a `SentFile`; a refused one is answered in the chat, with its text kept.

        Raises `TryLater` or `TooBusy`.
        """
        kept = await keep(
            self._store,
            self._objects,
            await limits_for(self._store, visitor.chat, file_name, limits),
            visitor.chat,
            content,
            file_name=file_name,
            caption=fields.caption,
            kind_hint=fields.kind,
            now=self._now(),
        )
        if isinstance(kept, RefusedMedia):
            await self.hand_in(visitor, fields.key, *refused(kept.reason, file_name, fields.caption))
        return kept

    async def _read(self, visitor: Visitor, message: Message) -> tuple[Incoming, Kept]:
        match message:
            case SaidText():
                return await self._read_text(visitor, message)
            case Pressed(data=data, label=label, of=of):
                return Choice(data), ChoiceBody(label, of)
            case SentFile():
                return await self._read_file(visitor, message)
            case WithheldFile(file_name=file_name, caption=caption):
                return refused(Refusal.TOO_LARGE, without_controls(file_name), without_controls(caption))
            case SharedLocation(latitude=latitude, longitude=longitude):
                return Location(latitude, longitude), LocationBody(latitude, longitude)

    async def _read_text(self, visitor: Visitor, message: SaidText) -> tuple[Incoming, Kept]:
        text = without_controls(message.text).strip()
        if not text:
            raise CannotTake("empty")
        if len(text) <= LONGEST_MESSAGE:
            return text_or_command(text), TextBody(text)
        if len(text.encode()) > LONGEST_TEXT_BYTES:
            raise CannotTake("too_long")
        beginning = text[:BEGINNING]
        file_id = await self._kept_before(visitor, message.key) or await self._keep_whole(visitor, text)
        media = Media(file_id, MediaKind.DOCUMENT, beginning, is_whole_text=True)
        return media, TextBody(beginning, file_id)

    async def _kept_before(self, visitor: Visitor, key: str) -> str:
        """The file of a text that came before but was not committed."""
        entry = await self._chat.transcript.find(visitor.address, key)
        body = read_body(entry.body) if entry else None
        return body.file_id if isinstance(body, TextBody) else ""

    async def _keep_whole(self, visitor: Visitor, text: str) -> str:
        kept = await keep(
            self._store,
            self._objects,
            WHOLE_TEXT,
            visitor.chat,
            _pieces(text.encode()),
            file_name="",
            caption="",
            kind_hint=MediaKind.DOCUMENT,
            now=self._now(),
        )
        if isinstance(kept, RefusedMedia):
            raise CannotTake(kept.reason)
        return kept.file_id

    async def _read_file(self, visitor: Visitor, message: SentFile) -> tuple[Incoming, Kept]:
        file = await find_own(self._store, visitor.chat, message.file_id)
        if file is None:
            raise CannotTake("unknown_file")
        body = FileBody(file.id, file.kind, file.file_name, file.size, file.caption, bool(file.shown_key))
        return Media(file.id, file.kind, file.caption, file.file_name), body


def without_controls(text: str) -> str:
    """The text with line breaks of one kind and no control characters but tabs."""
    return UNWRITTEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_or_command(text: str) -> Incoming:
    command = COMMAND.fullmatch(text)
    if command is None:
        return Text(text)
    return Command(command[1].lower(), (command[2] or "").strip())


def refused(reason: Refusal, file_name: str, caption: str) -> tuple[RefusedMedia, RefusedBody]:
    return RefusedMedia(reason, caption, file_name), RefusedBody(reason, file_name, caption)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content
