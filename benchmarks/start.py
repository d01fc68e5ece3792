"""How long the product takes from its start until `/readyz` answers 200, as a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.office import empty_folder
from benchmarks.process import cpu_seconds, resident_mib

ROOT = Path(__file__).parent.parent
LONGEST_S = 60.0
ASK_EVERY_S = 0.005
OK = 200


@dataclass(frozen=True, slots=True)
class Started:
    """`cpu_s` is what of the time was the product's own work: it stays the same on a busy machine, or nearly so."""

    seconds: float
    cpu_s: float
    resident_mib: float


@dataclass(frozen=True, slots=True)
class Starts:
    """On a folder that is not there yet (the database is made), and again on the same one."""

    fresh: list[Started]
    again: list[Started]


def measure_starts(times: int) -> Starts:
    starts = Starts([], [])
    for _ in range(times):
        with empty_folder() as folder:
            starts.fresh.append(_start(folder / "data"))
            starts.again.append(_start(folder / "data"))
    return starts


def _start(data: Path) -> Started:
    port, began = _free_port(), time.perf_counter()
    with _running(data, port) as process:
        while not _is_ready(port):
            assert process.poll() is None, "the product ended before it was ready"
            assert time.perf_counter() - began < LONGEST_S, "the product is never ready"
            time.sleep(ASK_EVERY_S)
        seconds = time.perf_counter() - began
        return Started(seconds, cpu_seconds(process.pid), resident_mib(process.pid))


@contextmanager
def _running(data: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    own = {"PINTULAPOR_DATA_DIR": str(data), "PINTULAPOR_HTTP_PORT": str(port)}
    others = {name: value for name, value in os.environ.items() if not name.upper().startswith("PINTULAPOR_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env=others | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _is_ready(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=LONGEST_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
