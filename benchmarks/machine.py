"""The machine in one line, without anything that names it."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks.disk import DiskRates


def describe_machine(disks: Sequence[DiskRates]) -> str:
    """`disks` are probes at different times: others may be using it."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()},"
        f" uvloop {version('uvloop')}, SQLite {sqlite3.sqlite_version}, SQLAlchemy {version('sqlalchemy')}.\n"
        f"The disk, at {len(disks)} times during the measurement: {_range([d.syncs for d in disks])} syncs/s of 4 KiB"
        f" added to a file, {_range([d.commits for d in disks])} bare SQLite commits/s (one row, WAL, FULL), each after"
        " the one before."
    )


def _range(rates: Sequence[float]) -> str:
    return f"{min(rates):,.0f} to {max(rates):,.0f}"
