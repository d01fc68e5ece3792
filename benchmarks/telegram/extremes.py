"""What one bot takes: memory with many open conversations, and time until it is ready."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.process import cpu_seconds, resident_mib
from benchmarks.telegram.measure import bench
from benchmarks.telegram.subjects import Subject

OPEN_AFTER = 2
"""Messages: the story is told and consent given."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Ready:
    """Seconds from the start of the process until it takes updates, and what the library's own import takes alone."""

    seconds: float
    cpu_s: float
    library: float


async def resident_with(subject: Subject, conversations: int, folder: Path, core: int | None) -> tuple[float, float]:
    """MiB with nobody there yet, and with so many open conversations."""
    async with bench(subject, 0, folder, "", core) as each:
        empty = resident_mib(each.pid)
        for _ in range(conversations // AT_ONCE):
            await each.crowd.arrive(AT_ONCE, OPEN_AFTER)
        return empty, resident_mib(each.pid)


async def ready(subject: Subject, times: int, folder: Path, core: int | None) -> Ready:
    """Medians. The folder is there from the second time on, as after any restart."""
    seconds, cpu = [], []
    for _ in range(times + 1):
        async with bench(subject, 0, folder, "", core) as each:
            seconds.append(each.measured.ready_s)
            cpu.append(cpu_seconds(each.pid))
    library = "telegram" if "ptb" in subject.settings.values() else "aiogram, aiogram.methods, aiogram.types"
    loaded = median(_import_s(library, core) for _ in range(times))
    return Ready(median(seconds[1:]), median(cpu[1:]), loaded)


def _import_s(modules: str, core: int | None) -> float:
    """Beyond what Python itself takes to start."""
    took = []
    for code in ("pass", f"import {modules}"):
        began = perf_counter()
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            preexec_fn=None if core is None else lambda: os.sched_setaffinity(0, {core}),
        )
        took.append(perf_counter() - began)
    return took[1] - took[0]
