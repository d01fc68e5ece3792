"""How many files go along with what is sent: fewer after each try that took too long with them.

On a slow line a large film would else be sent for ever, and the report would never be there.
"""

from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager

from handlers.errors import TakesNothing, TryLater

SLOW_TRIES = 3
"""After so many nothing goes along."""
FEWER = 4
"""Of so many bytes one goes along after a slow try."""


class TookTooLong(TakesNothing):
    """There was no answer in time: the line may be slow, or what was sent too much for it."""


class Uploads:
    """What took too long is known to this process alone: another one begins with all files again."""

    def __init__(self) -> None:
        self._slow: dict[str, int] = {}

    def room(self, key: str, most_bytes: int) -> int:
        """Bytes that may go along with it now, of `most_bytes` at first."""
        tries = self._slow.get(key, 0)
        return most_bytes // FEWER**tries if tries < SLOW_TRIES else 0

    def forget(self, key: str) -> None:
        """All may go along the next time."""
        self._slow.pop(key, None)

    @contextmanager
    def watched(self, key: str) -> Iterator[None]:
        """Inside it is sent: one that takes too long, or is given up, is a slow try."""
        try:
            yield
        except (TookTooLong, CancelledError):
            self._slow[key] = self._slow.get(key, 0) + 1
            raise
        except TryLater:
            raise
        except BaseException:
            self.forget(key)
            raise
        self.forget(key)
