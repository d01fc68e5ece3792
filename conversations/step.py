"""A turn while it is being taken: what guards ask and actions change."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation, Draft, Field
from conversations.effects import Effect
from conversations.following import Followed
from conversations.hearing import Heard
from conversations.known import NOTHING_KNOWN, Known
from conversations.messages import Edited, Line, Option, Outgoing, OutgoingFile, Overheard, Param, Received, line
from conversations.missing import what_is_missing
from conversations.profile import Profile
from conversations.status import KnownReport

LONGEST_ON_ITS_WAY = timedelta(days=30)
"""A message that says to be older is not believed."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a turn may know besides the conversation: handed in, so that a turn is a function.

    `receipt` is a fresh receipt number and `tracking_code` what goes with it, used if this turn sends a report.
    """

    now: datetime
    catalogue: Catalogue
    receipt: str
    known: Known = NOTHING_KNOWN
    heard: Heard | None = None
    """What `hear_out` made of the message, where the lookups needed it already."""
    tracking_code: str = ""
    bot_username: str | None = None
    """Of the office's bot in Telegram, without @; None where there is none, or it is not known yet."""
    one_time_code: str = ""
    """A fresh one, where this turn may make a slip."""

    @property
    def profile(self) -> Profile:
        return self.catalogue.profile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn. `replies` go to this very chat, in order."""

    conversation: Conversation
    replies: tuple[Outgoing, ...] = ()
    effects: tuple[Effect, ...] = ()


class Step:
    """One turn's working copy. `state` is what the machine moves; the rest is changed by actions only."""

    __slots__ = (
        "_lacking",
        "conversation",
        "effects",
        "file",
        "given",
        "heard",
        "lines",
        "options",
        "received",
        "state",
    )

    def __init__(self, conversation: Conversation, received: Received, heard: Heard, given: Given) -> None:
        self.conversation = conversation
        self.state = conversation.state
        self.received = received
        self.heard = heard
        self.given = given
        self.lines: list[Line] = []
        self.options: list[Option] = []
        self.effects: list[Effect] = []
        self.file: OutgoingFile | None = None
        self._lacking: tuple[Draft, Field | None] | None = None

    @property
    def draft(self) -> Draft:
        """The draft; only rows whose states have one may ask."""
        assert self.conversation.draft is not None, f"no draft in {self.state}"
        return self.conversation.draft

    @property
    def lacking(self) -> Field | None:
        """What the draft lacks, worked out once for each draft: many rows of the flow ask."""
        if self._lacking is None or self._lacking[0] is not self.draft:
            self._lacking = (self.draft, what_is_missing(self.draft, self.profile))
        return self._lacking[1]

    @property
    def received_key(self) -> str:
        """The key of the message that this turn is about: an edit is about the message that it edits."""
        incoming = self.received.incoming
        return incoming.key if isinstance(incoming, Edited | Overheard) else self.received.key

    @property
    def said_at(self) -> datetime:
        """When the person said it: a message may have been long on its way. Now, where nobody knows."""
        at, now = self.received.at, self.given.now
        return at if now - LONGEST_ON_ITS_WAY <= at <= now else now

    @property
    def today(self) -> date:
        """The day it was at the office when the person said it."""
        return self.profile.local_date(self.said_at)

    @property
    def text(self) -> str:
        return self.heard.text

    @property
    def value(self) -> str:
        return self.heard.value

    @property
    def profile(self) -> Profile:
        return self.given.profile

    def say(self, said: Line) -> None:
        self.lines.append(said)

    def offer(self, data: str, key: str, **params: Param) -> None:
        """An option that holds whatever the draft is: about a sent report, or the person."""
        self.options.append(Option(data, line(key, **params)))

    def change(self, **changes: Any) -> None:
        self.conversation = replace(self.conversation, **changes)

    def change_draft(self, **changes: Any) -> None:
        self.change(draft=replace(self.draft, **changes))

    def settle(self, field: Field, **changes: Any) -> None:
        """The answer is given (or skipped); a message that gave it is remembered, so that its edit changes it."""
        settled = (*(f for f in self.draft.settled if f != field), field)
        is_answer = self.heard.is_typed and field is not Field.DESCRIPTION
        sources = (*self.draft.sources, (self.received.key, field)) if is_answer else self.draft.sources
        self.change_draft(settled=settled, sources=sources, revising=None, misreads=0, **changes)

    def followed(self, receipt: str) -> Followed | None:
        return next((f for f in self.given.known.followed if f.report.receipt == receipt), None)

    def known(self, receipt: str) -> KnownReport | None:
        return next((r for r in self.given.known.reports if r.receipt == receipt), None)
