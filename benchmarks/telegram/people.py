"""People with Telegram: what they write and press, as the updates that Telegram makes of it."""

import time
from typing import Any

import msgspec

from benchmarks.dialogue import LENGTH, Press, acts

FIRST_CHAT = 700_000_000


class Person:
    """Somebody telling a report (`benchmarks.dialogue`), who reads each reply before they go on."""

    def __init__(self, number: int) -> None:
        self.chat_id = FIRST_CHAT + number
        self.done = 0
        self._acts = acts(number)
        self._latest: dict[str, Any] = {}
        who = {"id": self.chat_id, "first_name": "Warga", "last_name": f"Nomor {number}", "username": f"warga{number}"}
        self._sender = who | {"is_bot": False, "language_code": "id"}
        self._chat = who | {"type": "private"}

    @property
    def is_done(self) -> bool:
        """Whether they have their receipt."""
        return self.done == LENGTH

    def next_update(self, update_id: int, message_id: int) -> bytes:
        act = self._acts[self.done]
        return msgspec.json.encode(
            {"update_id": update_id, "callback_query": self._press(act, update_id)}
            if isinstance(act, Press)
            else {"update_id": update_id, "message": self._message(act, message_id)}
        )

    def read(self, message: dict[str, Any]) -> None:
        """The reply came. Raises `AssertionError` when it is not what the dialogue leads to."""
        self._latest = message
        self.done += 1
        if self.is_done:
            self._option("status:")

    def _message(self, text: str, message_id: int) -> dict[str, Any]:
        about = {"message_id": message_id, "from": self._sender, "chat": self._chat, "date": int(time.time())}
        return about | {"text": text}

    def _press(self, press: Press, update_id: int) -> dict[str, Any]:
        asked = {"id": f"44{update_id:016d}", "from": self._sender, "chat_instance": "-3300000000000000000"}
        return asked | {"message": self._latest | {"chat": self._chat}, "data": self._option(press.data)}

    def _option(self, data: str) -> str:
        rows = self._latest.get("reply_markup", {}).get("inline_keyboard", ())
        found = (button["callback_data"] for row in rows for button in row)
        chosen = next((each for each in found if each.startswith(data)), None)
        assert chosen, f"no option {data} after {self.done} messages"
        return str(chosen)
