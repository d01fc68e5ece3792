"""Resident memory, as the system counts it."""

import os
import subprocess
from pathlib import Path


def resident_mib(process: int | None = None) -> float:
    """Of this process, or another one."""
    process = process or os.getpid()
    try:
        status = Path(f"/proc/{process}/status").read_text()
        kib = next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]
    except FileNotFoundError:
        kib = subprocess.run(
            ["/bin/ps", "-o", "rss=", "-p", str(process)], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
    return int(kib) / 1024
