"""A bot's account at Telegram: who writes to it, what it wrote, what waits for it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from tests.telegram.bell import Bell
from tests.telegram.chats import Chats
from tests.telegram.files import Files
from tests.telegram.limits import Limits
from tests.telegram.pending import Pending
from tests.telegram.schema import DEFINITIONS, Json, checked
from tests.telegram.webhook import Webhook

KINDS = frozenset(DEFINITIONS["Update"]["properties"]) - {"update_id"}
# The bot gets them only where it asks for them by name.
ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person sees for a moment after pressing a button."""

    query_id: str
    text: str
    is_alert: bool


@dataclass(slots=True)
class Profile:
    """What the bot says of itself, by language ("" for all others); commands by scope too."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Account:
    user: Json
    now: Callable[[], float] = time.time
    limits: Limits | None = None
    bell: Bell = field(default_factory=Bell)
    chats: Chats = field(default_factory=Chats)
    files: Files = field(default_factory=Files)
    pending: Pending = field(default_factory=Pending)
    profile: Profile = field(default_factory=Profile)
    webhook: Webhook | None = None
    allowed_updates: frozenset[str] = KINDS - ASKED_FOR
    queries: dict[str, int] = field(default_factory=dict)
    toasts: list[Toast] = field(default_factory=list)
    _message_ids: "count[int]" = field(default_factory=lambda: count(101))
    _query_ids: "count[int]" = field(default_factory=lambda: count(4_382_500_001))

    @property
    def id(self) -> int:
        return int(self.user["id"])

    @property
    def date(self) -> int:
        return int(self.now())

    def next_message_id(self) -> int:
        return next(self._message_ids)

    def next_query_id(self, chat_id: int) -> str:
        query_id = str(next(self._query_ids))
        self.queries[query_id] = chat_id
        return query_id

    def deliver(self, kind: str, payload: Json) -> Json:
        """The update waits for the bot, unless it did not ask for its kind."""
        update = checked("Update", {"update_id": self.pending.next_id(), kind: payload})
        if kind in self.allowed_updates:
            self.deliver_as_is(update)
        return update

    def deliver_as_is(self, update: Json) -> None:
        """It waits for the bot, whether it is valid or not, and however often it came already."""
        self.pending.add(update)
        if self.webhook is not None:
            self.webhook.offer(update)
        self.bell.ring()

    def allow(self, kinds: list[str] | None) -> None:
        """None: as before; an empty list: the kinds that come without asking."""
        if kinds is not None:
            self.allowed_updates = frozenset(kinds) & KINDS or KINDS - ASKED_FOR
