"""How fast a messaging app may be written to: decisions and bookkeeping only, no clock and no I/O.

All moments are seconds of one clock that never goes back.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `in_all` messages within any `seconds` (0: any number); in one chat, so many seconds between two."""

    in_all: int = 30
    seconds: float = 1.0
    in_private_chat: float = 1.0
    in_group: float = 3.0


UNLIMITED = Limits(0, 0.0, 0.0, 0.0)
TELEGRAM = Limits()
"""https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this

A group's twenty messages a minute go one every three seconds: so nothing needs to be known of the minute before.
"""


def next_slot(sent: Sequence[float], under_way: int, messages: int, seconds: float) -> float:
    """The first moment for one more where at most `messages` go within any `seconds`.

    `sent` are the moments by which those before it were there; those `under_way` may be there at any moment from now
    on. With too many of them no moment can be told yet: infinity.
    """
    room = messages - under_way
    if room <= 0:
        return inf
    return sent[-room] + seconds if len(sent) >= room else -inf


class Pace:
    """The `handlers.ports.Pace` of one bot. A chat is a group when its address is a negative number.

    It survives a restart, and a kill, without being stored: at its beginning every limit counts as just used up, so
    whatever was sent before is out of sight when the first message goes. Only a pause must be told.
    """

    def __init__(self, limits: Limits = TELEGRAM) -> None:
        self._limits = limits
        self._began = self._paused_until = -inf
        self._in_all: deque[float] = deque(maxlen=limits.in_all)
        self._under_way = 0
        self._last: dict[str, float] = {}

    def begin(self, now: float, paused_for: float = 0.0) -> None:
        self._began, self._paused_until = now, now + paused_for
        self._in_all.extend([now] * self._limits.in_all)
        self._last.clear()

    def free_at(self) -> float:
        limits = self._limits
        slot = next_slot(self._in_all, self._under_way, limits.in_all, limits.seconds) if limits.in_all else -inf
        return max(slot, self._paused_until)

    def is_paused(self, now: float) -> bool:
        return now < self._paused_until

    def chat_free_at(self, address: str) -> float:
        gap = self._limits.in_group if address.startswith("-") else self._limits.in_private_chat
        return self._last.get(address, self._began) + gap

    def take(self, address: str, now: float) -> None:
        self._under_way += 1
        self._note(address, now)

    def ended(self, address: str, now: float) -> None:
        self._under_way -= 1
        self._in_all.append(now)
        self._note(address, now)

    def pause(self, until: float) -> None:
        self._paused_until = max(self._paused_until, until)

    def _note(self, address: str, now: float) -> None:
        self._last.pop(address, None)
        self._last[address] = now  # behind all others, which were noted before
        longest = max(self._limits.in_private_chat, self._limits.in_group)
        while self._last[earliest := next(iter(self._last))] + longest < now:
            del self._last[earliest]
