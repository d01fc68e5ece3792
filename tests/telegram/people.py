"""The people who write to the bot. What they do becomes an update as Telegram sends it."""

from tests.telegram.account import Account
from tests.telegram.bell import PATIENCE
from tests.telegram.chats import Chat, Shown
from tests.telegram.keyboards import actions_of, text_of
from tests.telegram.schema import Json, checked
from tests.telegram.writers import Writer, id_of

NEVER = 0


def person(
    account: Account,
    user_id: int,
    first_name: str,
    language_code: str | None,
    *,
    last_name: str | None = None,
    username: str | None = None,
    has_started: bool = True,
) -> "Person":
    named = {"first_name": first_name, "last_name": last_name, "username": username}
    known = {key: value for key, value in named.items() if value is not None}
    language = {} if language_code is None else {"language_code": language_code}
    user = checked("User", {"id": user_id, "is_bot": False, **known, **language})
    chat = account.chats.open({"id": user_id, "type": "private", **known}, has_started)
    return Person(account, user, chat)


class Person(Writer):
    """Somebody in a chat: in the private one, or by `within` in a group."""

    def __init__(self, account: Account, user: Json, chat: Chat) -> None:
        super().__init__(account, user, chat)
        self._read = 0

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def within(self, chat: Chat) -> "Person":
        return Person(self.account, self.user, chat)

    async def presses(self, label: str, on: Shown | None = None) -> Json:
        """The newest button with this label (or that of `on`): its callback query, or the message it sends."""
        for shown in [on] if on is not None else reversed(self.chat.shown(self.account.id)):
            button = _button(shown.raw.get("reply_markup", {}).get("inline_keyboard", []), label)
            if button is not None:
                return self._query(shown, button)
        button = _button((self.chat.keyboard or {}).get("keyboard", []), label)
        if button is not None:
            assert not actions_of(button), f"{label!r} shares something: use `shares_location` or `shares_contact`"
            return await self.says(label)
        visible = [label for shown in self.chat.shown(self.account.id) for label in shown.labels]
        raise AssertionError(f"there is no button {label!r} in chat {self.chat.id}, only {visible}")

    async def presses_data(self, data: str, on: Shown) -> Json:
        """A button that is no longer there, or never was: a client sends what it likes."""
        return self._query(on, {"callback_data": data})

    async def reacts(self, message: Json | Shown, emoji: str = "👍") -> Json:
        reaction = [{"type": "emoji", "emoji": emoji}]
        head = {"chat": self.chat.info, "message_id": id_of(message), "user": self.user, "date": self.account.date}
        return self.account.deliver("message_reaction", {**head, "old_reaction": [], "new_reaction": reaction})

    async def blocks(self) -> Json:
        return self._membership(is_blocked=True)

    async def unblocks(self) -> Json:
        return self._membership(is_blocked=False)

    @property
    def sees(self) -> list[Shown]:
        """The bot's messages in this chat as they are now."""
        return self.chat.shown(self.account.id)

    async def reads(self, seconds: float = PATIENCE) -> Shown:
        """The bot's next message that this person did not read yet; waits for it."""
        await self.account.bell.until(self._unread, seconds)
        shown = self._unread()[0]
        self._read = shown.message_id
        return shown

    def _unread(self) -> list[Shown]:
        return [shown for shown in self.sees if shown.message_id > self._read]

    def _query(self, shown: Shown, button: Json) -> Json:
        query = {
            "id": self.account.next_query_id(self.chat.id),
            "from": self.user,
            "chat_instance": str(-7_000_000_000_000_000_000 - self.chat.id),
            "message": shown.raw,
            "data": button["callback_data"],
        }
        self.account.deliver("callback_query", query)
        return query

    def _membership(self, is_blocked: bool) -> Json:
        self.chat.is_blocked = is_blocked
        kicked = {"status": "kicked", "user": self.account.user, "until_date": NEVER}
        member = {"status": "member", "user": self.account.user}
        old, new = (member, kicked) if is_blocked else (kicked, member)
        head = {"chat": self.chat.info, "from": self.user, "date": self.account.date}
        return self.account.deliver("my_chat_member", {**head, "old_chat_member": old, "new_chat_member": new})


def _button(rows: list[list[Json]], label: str) -> Json | None:
    return next((button for row in rows for button in row if text_of(button) == label), None)
