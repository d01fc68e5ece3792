"""A Bot API to test against, over real HTTP: `async with BotApi() as api:`, and give the bot `api.base`."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Self

from tests.telegram import people, places
from tests.telegram.account import Account, Toast
from tests.telegram.bell import PATIENCE
from tests.telegram.calls import Call, Desk
from tests.telegram.chats import Shown
from tests.telegram.faults import Fault, Faults
from tests.telegram.front import Front
from tests.telegram.limits import Limits
from tests.telegram.schema import Json
from tests.telegram.webhook import Post

TOKEN = "7100000001:AAFakeTokenForTestsOnly-0123456789abcdef"


class BotApi:
    """Telegram, as far as one bot can see it.

    At the end of `async with` it is an AssertionError that the bot made a call which Telegram's own description
    does not allow, or which Telegram would have swallowed without a word; a test that means it empties
    `violations`. `now` dates the messages, `limits` refuses what comes too fast (None: nothing does).
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        username: str = "pintulapor_bot",
        now: Callable[[], float] = time.time,
        limits: Limits | None = None,
    ) -> None:
        self.token = token
        user = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "PintuLapor", "username": username}
        rights = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
        self.account = Account({**user, **rights}, now, limits)
        self.faults = Faults()
        self.desk = Desk(self.account, self.faults)
        self._front = Front(self.desk, token)

    async def __aenter__(self) -> Self:
        await self._front.start()
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if self.account.webhook is not None:
            await self.account.webhook.close()
        await self._front.stop()
        assert error is not None or not self.violations, self.violations

    @property
    def base(self) -> str:
        return self._front.address

    # What the bot did.

    @property
    def calls(self) -> list[Call]:
        """Every call that named this bot's token, the ones that failed too, in order."""
        return self.desk.calls

    @property
    def violations(self) -> list[str]:
        return self.desk.violations

    @property
    def posts(self) -> list[Post]:
        """Every attempt to hand an update to the webhook that is set."""
        return [] if self.account.webhook is None else self.account.webhook.posts

    @property
    def toasts(self) -> list[Toast]:
        return self.account.toasts

    @property
    def unanswered(self) -> set[str]:
        """The ids of the pressed buttons on whose presser's screen it still turns."""
        return set(self.account.queries)

    def called(self, method: str) -> list[Json]:
        """The parameters of the calls of one method, in order."""
        return [call.parameters for call in self.calls if call.method == method]

    def sent(self, chat_id: int) -> list[Shown]:
        """The bot's messages in a chat as people there see them now: edits applied, without the deleted ones."""
        return self.account.chats.get(chat_id).shown(self.account.id)

    async def until(self, holds: Callable[[], object], seconds: float = PATIENCE) -> None:
        """`holds()` is true, or TimeoutError: it is looked at again after every call, update and answer."""
        await self.account.bell.until(holds, seconds)

    async def settled(self, seconds: float = PATIENCE) -> None:
        """The bot confirmed every update."""
        await self.until(lambda: not len(self.account.pending), seconds)

    # What others do.

    def person(
        self, user_id: int, first_name: str = "Sari", language_code: str | None = "id", **more: Any
    ) -> people.Person:
        """Somebody in a private chat with the bot; `has_started=False`: who never wrote to it."""
        return people.person(self.account, user_id, first_name, language_code, **more)

    def group(self, chat_id: int, title: str = "Warga RT 3") -> places.Group:
        return places.Group(self.account, chat_id, title)

    def channel(self, chat_id: int, title: str = "Kabar Desa") -> places.Channel:
        return places.Channel(self.account, chat_id, title)

    def deliver(self, kind: str, payload: Json) -> Json:
        """An update of any kind, which must be valid; returned with its id."""
        return self.account.deliver(kind, payload)

    def deliver_as_is(self, update: Json) -> None:
        """Any update at all: a broken one, one of a kind that does not exist yet, one that came before."""
        self.account.deliver_as_is(update)

    # What goes wrong.

    def fail_next(
        self, method: str, fault: Fault, times: int | None = 1, *, chat_id: int | None = None, is_done: bool = False
    ) -> None:
        """The next `times` calls of `method` go wrong (None: until `heal`); see `Faults.order`."""
        self.faults.order(method, fault, times, chat_id, is_done)

    def heal(self) -> None:
        self.faults.heal()

    def lose_file(self, file_id: str) -> None:
        self.account.files.lose(file_id)

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Nobody listens at the address for a while; afterwards everything is as before."""
        await self._front.stop()
        try:
            yield
        finally:
            await self._front.start()
