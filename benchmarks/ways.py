"""What every way of taking messages offers to be measured."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from benchmarks.crowd import Phones, Take
from conversations.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Taking:
    """It runs. `take` returns when the message is committed; `commits` says how many transactions there were so far."""

    take: Take
    commits: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Way:
    """`open(url, phones, catalogue)` has it running on that database while the context lasts."""

    name: str
    open: Callable[[str, Phones, Catalogue], AbstractAsyncContextManager[Taking]]
