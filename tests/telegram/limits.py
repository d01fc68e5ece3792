"""How many messages Telegram takes: 30 a second in all, one a second in a private chat, 20 a minute in a group."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.telegram.refusals import Refused, too_many_requests

# A message that was sent a second after another may arrive a little less than a second after it.
LENIENCE = 0.95


@dataclass(slots=True)
class Limits:
    """`second` shortens time itself, for tests that cannot wait: 0.05 makes a minute three seconds long."""

    in_all: int = 30
    in_private_chat: int = 1
    in_group_a_minute: int = 20
    second: float = 1.0
    _sent: dict[int | None, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, chat_id: int, now: float) -> None:
        """The message counts, at monotonic time `now`; one too many is refused with 429, and does not count."""
        minute = 60 * self.second
        in_chat = (self.in_private_chat, self.second) if chat_id > 0 else (self.in_group_a_minute, minute)
        bounds: list[tuple[int | None, int, float]] = [(None, self.in_all, self.second), (chat_id, *in_chat)]
        for key, allowed, span in bounds:
            self._refuse_beyond(key, allowed, span, now)
        for key, _, _ in bounds:
            self._sent[key].append(now)

    def _refuse_beyond(self, key: int | None, allowed: int, span: float, now: float) -> None:
        recent = self._sent[key]
        while recent and recent[0] <= now - span * LENIENCE:
            recent.popleft()
        if len(recent) >= allowed:
            raise Refused(too_many_requests(max(1, math.ceil(recent[0] + span - now))))
