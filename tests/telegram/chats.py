"""The chats of a bot's account, as Telegram keeps them and as the people in them see them."""

from dataclasses import dataclass, field

from tests.telegram.keyboards import text_of
from tests.telegram.refusals import BLOCKED, CHAT_NOT_FOUND, KICKED, Refused, bad_request, migrated
from tests.telegram.schema import Json

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot as a person sees it now: markup become plain, edits applied, buttons by their labels.

    `keyboard` is the reply keyboard that came with it; `raw` the Bot API's Message.
    """

    message_id: int
    text: str
    buttons: Rows
    keyboard: Rows
    is_edited: bool
    raw: Json

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in (*self.buttons, *self.keyboard) for label in row)


@dataclass(slots=True)
class Chat:
    """`info` is the Bot API's Chat; `messages` are everybody's, by id, in order."""

    info: Json
    is_known: bool = True
    is_blocked: bool = False
    moved_to: int | None = None
    keyboard: Json | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    markups: dict[int, Json] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return int(self.info["id"])

    @property
    def is_private(self) -> bool:
        return bool(self.info["type"] == "private")

    def refuse_if_closed(self) -> None:
        if not self.is_known:
            raise Refused(CHAT_NOT_FOUND)
        if self.moved_to is not None:
            raise Refused(migrated(self.moved_to))
        if self.is_blocked:
            raise Refused(BLOCKED if self.is_private else KICKED)

    def of_bot(self, message_id: int, bot_id: int, words: str) -> Json:
        message = self.messages.get(message_id)
        if message is None or message.get("from", {}).get("id") != bot_id:
            raise Refused(bad_request(words))
        return message

    def shown(self, bot_id: int) -> list[Shown]:
        """What the bot wrote here and did not delete, in order."""
        written = [message for message in self.messages.values() if message.get("from", {}).get("id") == bot_id]
        return [self._as_shown(message) for message in written]

    def _as_shown(self, message: Json) -> Shown:
        markup = self.markups.get(message["message_id"], {})
        return Shown(
            message_id=message["message_id"],
            text=message.get("text") or message.get("caption") or "",
            buttons=rows_of(message.get("reply_markup", {}).get("inline_keyboard", [])),
            keyboard=rows_of(markup.get("keyboard", [])),
            is_edited="edit_date" in message,
            raw=message,
        )


def rows_of(keyboard: list[list[Json]]) -> Rows:
    return tuple(tuple(text_of(button) for button in row) for row in keyboard)


class Chats:
    def __init__(self) -> None:
        self._by_id: dict[int, Chat] = {}

    def open(self, info: Json, is_known: bool = True) -> Chat:
        return self._by_id.setdefault(info["id"], Chat(info, is_known))

    def get(self, chat_id: object) -> Chat:
        """The chat; raises KeyError where there is none."""
        return self._by_id[int(str(chat_id))]

    def reachable(self, chat_id: object) -> Chat:
        """The chat, as a method names it; refused where the bot cannot write to it."""
        if chat_id in (None, ""):
            raise Refused(bad_request("chat_id is empty"))
        chat = self._by_id.get(chat_id) if isinstance(chat_id, int) else self._by_name(str(chat_id))
        if chat is None:
            raise Refused(CHAT_NOT_FOUND)
        chat.refuse_if_closed()
        return chat

    def _by_name(self, name: str) -> Chat | None:
        public = (chat for chat in self._by_id.values() if not chat.is_private and "username" in chat.info)
        return next((chat for chat in public if f"@{chat.info['username']}" == name), None)
