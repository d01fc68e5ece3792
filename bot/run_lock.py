"""One `run` per data folder: two would send every message of the outbox twice."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AlreadyRunning

FILE_NAME = "run.lock"


@contextmanager
def hold(data_dir: Path) -> Iterator[None]:
    """The data folder is ours until the block ends. Raises `AlreadyRunning`."""
    descriptor = os.open(data_dir / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning from None
    else:
        yield
    finally:
        os.close(descriptor)


def is_held(data_dir: Path) -> bool:
    """Whether a `run` has this data folder in hand just now."""
    if not (data_dir / FILE_NAME).exists():
        return False
    try:
        with hold(data_dir):
            return False
    except AlreadyRunning:
        return True
