"""The command line teaches, and says in one line what is wrong."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.settings import Settings, variable
from tests.bot.processes import ROOT, environment, pintulapor


def test_help_names_every_command_and_every_setting_with_its_default(tmp_path: Path) -> None:
    done = pintulapor("--help", folder=tmp_path)
    assert done.returncode == 0
    for command in ("run", "chat", "migrate", "doctor", "outbox list", "volunteers invite", "quarantine list"):
        assert f"pintulapor {command}" in done.stdout
    for field, about in Settings.model_fields.items():
        assert f"{variable(field)}={about.get_default() or ''}\n" in done.stdout


def test_help_loads_neither_database_nor_web_server(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "--help"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "bot.manual" in done.stderr
    assert not re.search(r"\| +(sqlalchemy|aiohttp|structlog)$", done.stderr, re.MULTILINE)


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    done = pintulapor(folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, pintulapor("--help", folder=tmp_path).stdout)


def test_the_version_is_told(tmp_path: Path) -> None:
    done = pintulapor("--version", folder=tmp_path)
    assert re.fullmatch(r"pintulapor (\d+\.\d+\.\d+|\(not installed\))\n", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu"], "pintulapor: there is no command 'rnu'; did you mean: pintulapor run\n"),
        (["docter"], "pintulapor: there is no command 'docter'; did you mean: pintulapor doctor\n"),
        (
            ["xyz"],
            "pintulapor: there is no command 'xyz'; there are run, chat, migrate, doctor, outbox, volunteers, "
            "quarantine\n",
        ),
        (["run", "--port", "1"], "pintulapor: unrecognized arguments: --port 1; see: pintulapor --help\n"),
        (
            ["quarantine", "list", "999999999999999999999"],
            "pintulapor quarantine: argument ID: must be a number that list shows; see: pintulapor --help\n",
        ),
        (
            ["volunteers", "invite", "--until", "besok"],
            "pintulapor volunteers: argument --until: must be a day such as 2026-12-31; see: pintulapor --help\n",
        ),
        (["chat", "--as"], "pintulapor chat: argument --as: expected one argument; see: pintulapor --help\n"),
    ],
)
def test_a_wrong_call_is_answered_in_one_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    done = pintulapor(*arguments, folder=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)


@pytest.mark.parametrize("command", ["run", "chat", "migrate"])
def test_a_wrong_setting_stops_every_command_with_one_line(command: str, tmp_path: Path) -> None:
    done = pintulapor(command, folder=tmp_path, http_port="80x0")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "PINTULAPOR_HTTP_PORT (now '80x0') must be a number from 0 to 65535; for example PINTULAPOR_HTTP_PORT=8080\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    done = pintulapor("migrate", folder=tmp_path, database_url="postgresql://u:s3cret@127.0.0.1:1/lapor")
    assert done.returncode == 1
    assert done.stderr.startswith("PINTULAPOR_DATABASE_URL cannot be used: PostgreSQL at 127.0.0.1:1/lapor")
    assert done.stderr.count("\n") == 1
    assert "s3cret" not in done.stderr + done.stdout


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "pintulapor.db").write_bytes(b"not a database at all, but long enough to be one" * 100)
    done = pintulapor("migrate", folder=tmp_path)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = pintulapor("migrate", folder=tmp_path, data_dir=tmp_path / "file" / "data")
    assert done.returncode == 1
    assert done.stderr.startswith("PINTULAPOR_DATA_DIR (now ")
    assert done.stderr.count("\n") == 1


def test_a_profile_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = pintulapor("chat", folder=tmp_path, profile="atlantis")
    assert done.returncode == 1
    assert done.stderr.startswith("PINTULAPOR_PROFILE (now 'atlantis') cannot be used: ")
    assert done.stderr.count("\n") == 1


def test_migrating_twice_is_as_good_as_once(tmp_path: Path) -> None:
    first, second = pintulapor("migrate", folder=tmp_path), pintulapor("migrate", folder=tmp_path)
    assert first.stdout == second.stdout == f"The database is up to date: {tmp_path}/data/pintulapor.db\n"
    assert (first.returncode, second.returncode) == (0, 0)


def test_a_database_of_a_newer_version_is_left_alone_and_said_to_be_one(tmp_path: Path) -> None:
    pintulapor("migrate", folder=tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "pintulapor.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    done = pintulapor("run", folder=tmp_path, http_port=0)
    assert done.returncode == 1
    assert done.stderr == (
        f"The database {tmp_path}/data/pintulapor.db belongs to a newer PintuLapor than this one: update the program\n"
    )


def test_a_fault_of_our_own_is_told_without_what_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "data" / "attachments").mkdir(parents=True)
    (tmp_path / "data" / "run.lock").mkdir()
    done = pintulapor("run", folder=tmp_path, http_port=0)
    assert done.returncode == 1
    assert done.stderr.startswith("pintulapor run failed: IsADirectoryError at ")
    assert str(tmp_path) not in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_readme_has_every_setting_and_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    for field in Settings.model_fields:
        assert f"| `{variable(field)}` |" in readme
    for command in ("run", "chat", "migrate", "doctor", "outbox list", "quarantine list"):
        assert f"| `pintulapor {command}` |" in readme
