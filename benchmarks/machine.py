"""The machine in one line, without anything that names it."""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from benchmarks.disk import DiskRates


def describe_machine(disks: Sequence[DiskRates]) -> str:
    """`disks` are probes at different times: the disk may be shared."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()},"
        f" uvloop {version('uvloop')}, SQLite {sqlite3.sqlite_version}, SQLAlchemy {version('sqlalchemy')}.\n"
        f"The disk, before and after: {_rates(d.syncs for d in disks)} syncs/s of 4 KiB added to a file,"
        f" {_rates(d.commits for d in disks)} bare SQLite commits/s (one row, WAL, FULL), one after the other."
    )


def _rates(rates: Iterable[float]) -> str:
    return " and ".join(f"{rate:,.0f}" for rate in rates)
