"""What the system counts of a process. Needs `/proc`."""

import os
from pathlib import Path


def resident_mib(process: int | None = None) -> float:
    """Resident memory of this process, or of another one."""
    status = Path(f"/proc/{process or os.getpid()}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1]) / 1024


def cpu_seconds(process: int) -> float:
    """Spent so far, in the process and in the kernel for it."""
    after_name = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
