"""The product as its users start it: real processes, in a folder of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60
"""Only what hangs takes as long."""
ADDRESS = re.compile(r"chat  (http://\S+)/\n")
LINK = re.compile(r"desk  (http://\S+/desk/sign-in\?code=\S+)\n")


def environment(**settings: object) -> dict[str, str]:
    """Ours without any setting of the product, but with these (`http_port=0`)."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PINTULAPOR_")}
    given = {f"PINTULAPOR_{name.upper()}": str(value) for name, value in settings.items()}
    return inherited | {"PYTHONPATH": str(ROOT)} | given


def pintulapor(*arguments: str, folder: Path, typed: str = "", **settings: object) -> subprocess.CompletedProcess[str]:
    """The command has ended."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class Started:
    """A `pintulapor run` that is ready."""

    process: "subprocess.Popen[str]"
    said: str

    @property
    def address(self) -> str:
        found = ADDRESS.search(self.said)
        assert found
        return found[1]

    @property
    def desk_link(self) -> str:
        found = LINK.search(self.said)
        assert found
        return found[1]

    def stop(self, signal: int) -> int:
        """The exit code."""
        self.process.send_signal(signal)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def started(folder: Path, **settings: object) -> Iterator[Started]:
    """`pintulapor run` in this folder, on a free port; it is killed at the end if it still runs."""
    with (
        (folder / "log").open("a") as log,
        subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            cwd=folder,
            env=environment(**{"http_port": 0} | settings),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            yield Started(process, "".join(_until_ready(process, folder)))
        finally:
            process.kill()


def _until_ready(process: "subprocess.Popen[str]", folder: Path) -> Iterator[str]:
    assert process.stdout is not None
    for row in process.stdout:
        yield row
        if LINK.search(row):
            return
    raise AssertionError((folder / "log").read_text())
