"""What all measurements share: the office of the bundled profile, empty databases, and the product's event loop."""

import asyncio
import gc
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import uvloop
from sqlalchemy import make_url

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import Catalogue
from storage.migrate import upgrade

T = TypeVar("T")
FOLDER = Path(__file__).parent.parent / "build" / "benchmarks"
"""On the disk on which the product's own `data` folder would be."""


def load_office() -> Catalogue:
    """What is loaded by then is not looked through for garbage any more, as in the running product (`bot.loading`)."""
    catalogue = load_catalogue(load_profile("kutai-timur"))
    gc.collect()
    gc.freeze()
    return catalogue


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


@contextmanager
def empty_folder() -> Iterator[Path]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=FOLDER) as folder:
        yield Path(folder)


@contextmanager
def sqlite_database() -> Iterator[str]:
    """A database with all tables and no rows."""
    with empty_folder() as folder:
        url = f"sqlite+aiosqlite:///{folder / 'pintulapor.db'}"
        run(upgrade(url))
        yield url


def database_bytes(url: str) -> int:
    """The size of an SQLite database that nobody has open."""
    return Path(make_url(url).database or "").stat().st_size
