"""Updates that Telegram was told to bring again. No later one of the same chat is taken before them.

Telegram brings the messages of a chat one after the other, but its pressed buttons in a queue of their own: a button
overtakes a message that has to come again, and the next message a button. Source: `webhook_queue_id` in
https://github.com/tdlib/telegram-bot-api/blob/master/telegram-bot-api/Client.cpp.
"""

from collections.abc import Callable
from time import monotonic

from conversations.messages import Chat

LONGEST_SECONDS = 20.0
"""It comes again after a second or two, and then it is noted anew. If it does not, the others go on: Telegram gives a
press up after 150 s.
"""
MOST_CHATS = 10_000


class TurnedAway:
    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._chats: dict[Chat, dict[int, float]] = {}

    def is_next(self, chat: Chat, id: int) -> bool:
        """Whether no earlier update of the chat is still to come again."""
        now = self._clock()
        waiting = self._chats.get(chat, {})
        return not any(other < id and now - since < LONGEST_SECONDS for other, since in waiting.items())

    def note(self, chat: Chat, id: int) -> None:
        """This one is to come again."""
        if len(self._chats) >= MOST_CHATS:
            self._chats.clear()  # in trouble of this size order is the lesser thing
        self._chats.setdefault(chat, {})[id] = self._clock()

    def taken(self, chat: Chat, id: int) -> None:
        """This one needs not come again."""
        waiting = self._chats.get(chat)
        if waiting and waiting.pop(id, None) is not None and not waiting:
            del self._chats[chat]
