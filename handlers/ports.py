"""The doors to the outside: a messaging app (`Channel`) and the system that owns the case (`Backend`)."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from conversations.messages import Chat, Rendered
from conversations.report import Attachment, Report, Visibility
from conversations.status import ResponseKind

BotUsername = Callable[[], str | None]
"""By what name, without @, the office's bot is found in Telegram; None without a bot, or before its name is known."""


def no_bot() -> None:
    """The `BotUsername` of an office without one."""


class Channel(Protocol):
    """A messaging app, as far as sending goes. `name` is the `Chat.channel` of its chats."""

    name: str

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        """The message is with the messaging app. `message_id` is the outbox row's id: the same for a repeat.

        Raises `TryLater`, `Undeliverable`, `Moved`, `Rejected` or `Misconfigured`.
        """
        ...


class Pace(Protocol):
    """How fast a messaging app may be written to. Moments are seconds of one clock that never goes back."""

    def begin(self, now: float, paused_for: float) -> None:
        """From now on this process sends; another may have sent until now. Nothing goes for `paused_for` seconds."""
        ...

    def free_at(self) -> float:
        """When the next message may go, wherever it goes: infinity while that depends on those on their way."""
        ...

    def chat_free_at(self, address: str) -> float:
        """When the next message may go to this chat."""
        ...

    def take(self, address: str, now: float) -> None:
        """A message to this chat is on its way, until `ended`."""
        ...

    def ended(self, address: str, now: float) -> None:
        """It is there, or never will be: the messaging app has counted it by now, if at all."""
        ...

    def pause(self, until: float) -> None:
        """Nothing may go before: the messaging app has said so."""
        ...


class FileSource(Protocol):
    """A messaging app, as far as it keeps the files that people send."""

    def fetch(self, source: str, start: int = 0) -> AsyncIterator[bytes]:
        """The file that the app calls `source` (`Media.source`), piece by piece from byte `start` to its end.

        Raises `FileRefused` where the app will never give it; `TryLater`, also where it breaks off; or `Misconfigured`.
        """
        ...


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A document of our own making."""

    name: str
    media_type: str
    content: bytes


class FileMaker(Protocol):
    """Whoever makes the documents of one kind (`OutgoingFile.kind`)."""

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        """The document for whoever is in this chat now; None where there is nothing for them any more.

        Raises `TryLater`.
        """
        ...


FileMakers = Mapping[str, FileMaker]
"""By the kind of what they make."""
NO_MAKERS: FileMakers = {}


@dataclass(frozen=True, slots=True)
class ReportForwarding:
    """A report for the routing backend. The reporter's name and contact are empty when they asked to be anonymous."""

    key: str
    report: Report


@dataclass(frozen=True, slots=True)
class ResponseForwarding:
    """What the complainant said of a report that the backend has."""

    key: str
    receipt: str
    kind: ResponseKind
    text: str
    attachments: tuple[Attachment, ...]
    at: datetime
    visibility: Visibility | None = None
    """How the report is to be seen from now on, where it is hidden more."""


Forwarding = ReportForwarding | ResponseForwarding


class Backend(Protocol):
    """The system that owns the case."""

    name: str

    async def deliver(self, forwarding: Forwarding) -> None:
        """The backend has it. A repeat with the same `key` changes nothing more.

        Raises `TryLater`, `Rejected` or `Misconfigured`.
        """
        ...
