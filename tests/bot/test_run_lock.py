"""One `run` per data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot import run_lock
from bot.errors import AlreadyRunning


def test_a_second_one_is_refused_while_the_first_holds_the_folder(tmp_path: Path) -> None:
    with run_lock.hold(tmp_path), pytest.raises(AlreadyRunning), run_lock.hold(tmp_path):
        pass


def test_the_folder_is_free_again_afterwards(tmp_path: Path) -> None:
    with run_lock.hold(tmp_path):
        assert run_lock.is_held(tmp_path)
    assert not run_lock.is_held(tmp_path)
    with run_lock.hold(tmp_path):
        pass


def test_looking_leaves_an_unused_folder_as_it_is(tmp_path: Path) -> None:
    assert not run_lock.is_held(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from bot import run_lock\n"
        "with run_lock.hold(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, stdin=subprocess.PIPE, cwd=Path.cwd()
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        assert run_lock.is_held(tmp_path)
        process.kill()
    assert not run_lock.is_held(tmp_path)
