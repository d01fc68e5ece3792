"""The bots that are measured: each a process, held to one core."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.start import ROOT
from benchmarks.telegram.api import TOKEN
from benchmarks.telegram.serving import PATH

LONGEST_START_S = 60.0


@dataclass(frozen=True, slots=True)
class Subject:
    """`module` is run with the place of the fake server; the product is told by its settings instead."""

    name: str
    module: str = ""
    answers: bool = False
    is_durable: bool = False
    settings: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_product(self) -> bool:
        return not self.module

    @property
    def replies_in_answer(self) -> bool:
        return self.answers or "answer" in self.settings.values()


AIOGRAM = Subject("(b) plain aiogram, by a call", "plain_aiogram")
AIOGRAM_ANSWERS = Subject("(b) plain aiogram, in the answer", "plain_aiogram", answers=True)
PTB = Subject("(c) plain PTB, by a call", "plain_ptb")
DURABLE = Subject("(d) plain durable bot, by a call", "plain_durable", is_durable=True)
BARE = Subject("(a) bare aiohttp, by a call", "bare")
BARE_ANSWERS = Subject("(a) bare aiohttp, in the answer", "bare", answers=True)
PRODUCT = Subject("PintuLapor, SQLite, by a call")
PRODUCT_ANSWERS = Subject("PintuLapor, SQLite, in the answer", settings={"TELEGRAM_REPLY_BY": "answer"})
PRODUCT_PTB = Subject(
    "PintuLapor with PTB, SQLite, by a call", settings={"TELEGRAM_READ_WITH": "ptb", "TELEGRAM_SEND_WITH": "ptb"}
)
PRODUCT_POSTGRES = Subject("PintuLapor, PostgreSQL, by a call")
PRODUCT_POSTGRES_ANSWERS = Subject("PintuLapor, PostgreSQL, in the answer", settings={"TELEGRAM_REPLY_BY": "answer"})


@contextmanager
def running(
    subject: Subject, api: str, port: int, folder: Path, database: str, core: int | None
) -> Iterator["subprocess.Popen[bytes]"]:
    """The process is started; `listens` says when it takes requests."""
    folder.mkdir(parents=True, exist_ok=True)
    others = {name: value for name, value in os.environ.items() if not name.upper().startswith("PINTULAPOR_")}
    process = subprocess.Popen(
        _command(subject, api, port, folder),
        cwd=ROOT,
        env=others | (_settings(subject, api, port, folder, database) if subject.is_product else {}),
        stdout=subprocess.DEVNULL,
        stderr=(folder / "stderr").open("wb"),
        preexec_fn=_held_to(core),  # noqa: PLW1509 -- this process has no threads
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _held_to(core: int | None) -> Callable[[], None] | None:
    return None if core is None else lambda: os.sched_setaffinity(0, {core})


def _command(subject: Subject, api: str, port: int, folder: Path) -> Sequence[str]:
    if subject.is_product:
        return (sys.executable, "-m", "bot", "run")
    given = ["--port", str(port), "--api", api]
    if subject.is_durable:
        given += ["--data", f"sqlite+aiosqlite:///{folder / 'plain.db'}"]
    if subject.answers:
        given.append("--answer")
    return (sys.executable, "-m", f"benchmarks.telegram.{subject.module}", *given)


def _settings(subject: Subject, api: str, port: int, folder: Path, database: str) -> dict[str, str]:
    """As in earnest, but for Telegram's limits: they would be all that is measured."""
    given = {
        "DATA_DIR": str(folder / "data"),
        "DATABASE_URL": database,
        "HTTP_PORT": str(port),
        "LOG_LEVEL": "warning",
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_MODE": "webhook",
        "TELEGRAM_API_BASE": api,
        "TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}{PATH}",
        "TELEGRAM_PER_SECOND": "0",
    }
    return {f"PINTULAPOR_{name}": value for name, value in (given | dict(subject.settings)).items()}


def listens(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(LONGEST_START_S)
        return asking.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
