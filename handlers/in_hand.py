"""The messages that a process has in hand: which may be sent next, in order for each chat. Bookkeeping only, no I/O.

What is in hand of a chat is always the beginning of what the outbox has for it. So a message is taken over only when
the one that it follows is or was here; and with one that cannot be sent now, all after it are let go.
"""

from bisect import insort
from collections import deque
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from itertools import takewhile
from operator import attrgetter

from storage.outbox import DueMessage

REMEMBERED = 10_000
"""Ids still known after their rows are gone: a message may be found, and sent, before it is handed over."""

_id = attrgetter("id")


@dataclass(slots=True)
class _Line:
    """One person's messages by id. The first is under way when `is_busy`; a stopped line waits to be let go."""

    messages: list[DueMessage] = field(default_factory=list)
    is_busy: bool = False
    is_stopped: bool = False


class InHand:
    """Lists that its methods return are of messages whose people may be written to now, and could not before.

    Or it matters more now: a reply came behind notices, and somebody is waiting for it.
    """

    def __init__(self) -> None:
        self._lines: dict[int, _Line] = {}
        self._ids: set[int] = set()
        self._gone: deque[int] = deque()
        self._were_here: set[int] = set()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def ids(self) -> frozenset[int]:
        """Messages that wait here, are under way, or were sent and still have their rows."""
        return frozenset(self._ids)

    def find(self, messages: Iterable[DueMessage]) -> list[DueMessage]:
        """These were found in the outbox, and so were all that come before them in their chats."""
        return [message for message in messages if self._take(message)]

    def take_over(self, messages: Iterable[DueMessage]) -> tuple[list[DueMessage], bool]:
        """These were just committed. False when one of them must be found instead, since another comes before it."""
        ready, is_complete = [], True
        for message in messages:
            if message.follows and not self._knows(message.follows):
                is_complete = False
            elif self._take(message):
                ready.append(message)
        return ready, is_complete

    def is_awaited(self, complainant_id: int) -> bool:
        """Whether a reply is among the person's messages."""
        line = self._lines.get(complainant_id)
        return line is not None and not all(message.is_notice for message in line.messages)

    def begin(self, complainant_id: int) -> DueMessage | None:
        """The person's first message is under way; None when there is nothing to send now after all."""
        line = self._lines.get(complainant_id)
        if line is None or line.is_busy or line.is_stopped:
            return None
        line.is_busy = True
        return line.messages[0]

    def sent(self, message: DueMessage) -> list[DueMessage]:
        """It needs no more sending; its id stays known, and its row is there until `cleared`."""
        line = self._lines[message.complainant_id]
        line.messages.remove(message)
        line.is_busy = False
        if line.messages:
            return line.messages[:1]
        del self._lines[message.complainant_id]
        return []

    def stop(self, complainant_id: int) -> None:
        """The person's first message could not be sent: nothing more is, until they are let go."""
        line = self._lines[complainant_id]
        line.is_busy, line.is_stopped = False, True

    @property
    def editions(self) -> dict[int, int]:
        """Of the messages that wait to be sent, by their ids: not of those that are under way, or were sent."""
        waiting = (line.messages[line.is_busy :] for line in self._lines.values() if not line.is_stopped)
        return {message.id: message.edition for messages in waiting for message in messages}

    def take_back(self, ids: Set[int]) -> None:
        """These are not to be sent as they are here. They and what comes after them are left to be found again.

        What is stopped stays until it is let go: found before that, it would be under way when it is.
        """
        for complainant_id, line in list(self._lines.items()):
            waiting = line.messages[line.is_busy :]
            if line.is_stopped or ids.isdisjoint(message.id for message in waiting):
                continue
            kept = line.messages[: line.is_busy] + list(takewhile(lambda message: message.id not in ids, waiting))
            self._ids.difference_update(message.id for message in line.messages[len(kept) :])
            line.messages = kept
            if not kept:
                del self._lines[complainant_id]

    def let_go(self, complainant_ids: Iterable[int]) -> None:
        """The messages of these people are left to be found again."""
        for id in complainant_ids:
            line = self._lines.pop(id, _Line())
            self._ids.difference_update(message.id for message in line.messages)

    def let_go_of_channel(self, channel: str) -> None:
        """So are all of this channel, but for people who are being written to."""
        lines = self._lines.items()
        self.let_go([id for id, line in lines if line.messages[0].chat.channel == channel and not line.is_busy])

    def cleared(self, ids: Sequence[int]) -> None:
        """The rows of these are gone."""
        self._ids.difference_update(ids)
        self._gone.extend(ids)
        self._were_here.update(ids)
        while len(self._gone) > REMEMBERED:
            self._were_here.discard(self._gone.popleft())

    def begin_anew(self) -> list[DueMessage]:
        """Nothing is under way any more."""
        for line in self._lines.values():
            line.is_busy = False
        return [line.messages[0] for line in self._lines.values() if not line.is_stopped]

    def _knows(self, id: int) -> bool:
        return id in self._ids or id in self._were_here

    def _take(self, message: DueMessage) -> bool:
        """Whether the person may be written to now and could not before, or are awaiting it only now."""
        if self._knows(message.id):
            return False
        line = self._lines.setdefault(message.complainant_id, _Line())
        is_first_reply = not message.is_notice and all(other.is_notice for other in line.messages)
        insort(line.messages, message, key=_id)
        self._ids.add(message.id)
        return not line.is_stopped and not line.is_busy and (len(line.messages) == 1 or is_first_reply)
