"""How often the disk says that something is safe: what one transaction per message depends on most."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from benchmarks.office import empty_folder

PAGE = b"x" * 4096


@dataclass(frozen=True, slots=True)
class DiskRates:
    """Per second, one after the other: 4 KiB added to a file and synced; one row committed to SQLite (WAL, FULL)."""

    syncs: float
    commits: float


def probe_disk(seconds: float) -> DiskRates:
    with empty_folder() as folder:
        file = os.open(folder / "synced", os.O_CREAT | os.O_WRONLY)

        def sync() -> None:
            os.write(file, PAGE)
            os.fsync(file)

        try:
            syncs = _per_second(sync, seconds)
        finally:
            os.close(file)
        with closing(sqlite3.connect(folder / "committed.db", isolation_level=None)) as database:
            database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (body)")
            commits = _per_second(lambda: database.execute("INSERT INTO rows VALUES (?)", (PAGE[:256],)), seconds)
    return DiskRates(syncs, commits)


def _per_second(work: Callable[[], object], seconds: float) -> float:
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        work()
        done += 1
    return done / took
