"""The doctor says what to mend in plain words, changes nothing, and shows no password."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import doctor
from bot.doctor import Grade
from bot.environment import load_settings
from bot.listening import listen
from tests.bot.processes import pintulapor, started

NOBODY = 65534


def findings(stdout: str, grade: Grade) -> list[str]:
    return [row[6:] for row in stdout.splitlines() if row.startswith(f"{grade:5} ")]


def test_on_a_fresh_machine_all_is_well_and_nothing_is_made(tmp_path: Path) -> None:
    done = pintulapor("doctor", folder=tmp_path, http_port=0)
    assert done.returncode == 0
    assert findings(done.stdout, Grade.MEND) == []
    assert "pintulapor run does so by itself" in done.stdout
    assert done.stdout.endswith("\nAll is well.\n")
    assert list(tmp_path.iterdir()) == []


def test_beside_a_running_one_all_is_well_too(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        port = running.address.rpartition(":")[2]
        done = pintulapor("doctor", folder=tmp_path, http_port=port)
    assert done.returncode == 0
    assert f"port {port}: pintulapor run has it" in done.stdout
    assert "pintulapor.db: up to date" in done.stdout


def test_a_port_that_another_program_has_must_be_mended(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        done = pintulapor("doctor", folder=tmp_path, http_port=taken.getsockname()[1])
    assert done.returncode == 1
    (finding,) = findings(done.stdout, Grade.MEND)
    assert finding.startswith("PINTULAPOR_HTTP_PORT (now ")
    assert done.stdout.endswith("\nOne thing must be mended.\n")


def test_everything_that_is_wrong_is_found_at_once(tmp_path: Path) -> None:
    done = pintulapor(
        "doctor",
        folder=tmp_path,
        http_port=0,
        profile="atlantis",
        database_url="postgresql://u:s3cret@127.0.0.1:1/lapor",
        htp_port=1,
    )
    assert done.returncode == 1
    profile, database = findings(done.stdout, Grade.MEND)
    assert profile.startswith("PINTULAPOR_PROFILE (now 'atlantis')")
    assert database.startswith("PINTULAPOR_DATABASE_URL cannot be used: PostgreSQL at 127.0.0.1:1/lapor")
    assert findings(done.stdout, Grade.ADVICE) == [
        "PINTULAPOR_HTP_PORT is no setting: did you mean PINTULAPOR_HTTP_PORT?"
    ]
    assert "s3cret" not in done.stdout + done.stderr


def test_a_wrong_setting_is_something_to_mend(tmp_path: Path) -> None:
    done = pintulapor("doctor", folder=tmp_path, http_host="0.0.0.0")
    assert done.returncode == 1
    assert "PINTULAPOR_HTTP_HOST" in done.stderr


@contextmanager
def somebody_else() -> Iterator[None]:
    """Root may write everywhere, so here root is nobody for a while."""
    user = os.geteuid()
    os.seteuid(NOBODY if user == 0 else user)
    yield
    os.seteuid(user)


def test_a_backend_that_there_is_not_must_be_mended(tmp_path: Path) -> None:
    done = pintulapor("doctor", folder=tmp_path, http_port=0, backend="desk,fax")
    assert done.returncode == 1
    [problem] = findings(done.stdout, Grade.MEND)
    assert problem.startswith("PINTULAPOR_BACKEND (now 'desk,fax') names 'fax'")


def test_a_folder_that_cannot_be_written_must_be_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir(mode=0o500)
    monkeypatch.setenv("PINTULAPOR_DATA_DIR", str(tmp_path / "data"))
    settings = load_settings()
    with somebody_else():
        (finding,) = doctor.look_at_folder(settings)
    assert finding.grade is Grade.MEND
    assert finding.text.startswith("PINTULAPOR_DATA_DIR (now ")
    assert "cannot be written by this user" in finding.text


def test_a_data_folder_that_is_a_file_must_be_mended(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    done = pintulapor("doctor", folder=tmp_path, http_port=0)
    assert done.returncode == 1
    assert "is a file, and must be a folder" in done.stdout


def test_a_clock_that_is_behind_our_own_files_must_be_set() -> None:
    (finding,) = doctor.look_at_clock(datetime(1970, 1, 1, tzinfo=UTC))
    assert finding.grade is Grade.MEND
    assert "set this machine's clock" in finding.text
    (finding,) = doctor.look_at_clock(datetime.now(UTC) + timedelta(minutes=1))
    assert finding.grade is Grade.GOOD
