"""The conversation in the terminal: readable, scriptable, and beside a running bot."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from PIL import Image

from bot import run_lock
from bot.channels.terminal import Screen, typed_lines
from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.messages import Choice, Option, Outgoing, Text, line
from tests.bot.processes import PATIENCE_SECONDS, Started, environment, pintulapor, started

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
RECEIPT = re.compile(r"KTM-\w{4}-\w{4}")
WHOLE_REPORT = """\
Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap
Setuju
1
1
Teluk Lingga, seberang gerbang sekolah
Lewati
Anonim
Kirim
"""


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def screen(written: list[str]) -> Screen:
    return Screen(load_catalogue(load_profile("kutai-timur")), written.append)


def offering(*choices: str) -> Outgoing:
    label = line("page.terminal.welcome")
    return Outgoing((label,), tuple(Option(data, label) for data in choices))


def test_options_of_all_messages_since_the_last_line_are_numbered_through(screen: Screen, written: list[str]) -> None:
    screen.show(offering("a", "b"), "id")
    screen.show(offering("c"), "id")
    assert [row[:3] for row in "".join(written).splitlines() if row.startswith("[")] == ["[1]", "[2]", "[3]"]
    assert screen.read("3") == Choice("c")


def test_after_a_line_numbers_begin_again(screen: Screen) -> None:
    screen.show(offering("a", "b"), "id")
    screen.read("1")
    screen.show(offering("c"), "id")
    assert screen.read("1") == Choice("c")
    assert screen.read("2") == Text("2")


def test_options_hold_until_there_are_others(screen: Screen) -> None:
    screen.show(offering("a"), "id")
    screen.read("halo")
    screen.show(offering(), "id")
    assert screen.read("1") == Choice("a")


def test_a_question_for_a_place_shows_how_one_is_typed(screen: Screen, written: list[str]) -> None:
    screen.show(Outgoing((line("page.terminal.welcome"),), asks_location=True), "id")
    assert "@lokasi" in written[0].rstrip().splitlines()[-1]


async def test_lines_are_read_however_they_come_in_pieces() -> None:
    reading, writing = os.pipe()
    lines = typed_lines(reading)
    os.write(writing, b"satu\nd")
    assert await anext(lines) == "satu"
    os.write(writing, "ua \N{FIRE}".encode()[:-2])
    os.write(writing, "\N{FIRE}".encode()[-2:] + b"\r\n\xff\ntiga")
    assert [await anext(lines), await anext(lines)] == ["dua \N{FIRE}\r", "\N{REPLACEMENT CHARACTER}"]
    os.close(writing)
    assert [rest async for rest in lines] == ["tiga"]
    os.close(reading)


async def test_a_plain_file_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "said.txt").write_text("satu\n\ndua\n")
    with (tmp_path / "said.txt").open() as file:
        assert [typed async for typed in typed_lines(file.fileno())] == ["satu", "", "dua"]


def test_a_whole_report_can_be_told_from_a_file(tmp_path: Path) -> None:
    done = pintulapor("chat", folder=tmp_path, typed=WHOLE_REPORT)
    assert (done.returncode, done.stderr) == (0, "")
    assert RECEIPT.search(done.stdout)
    assert "[1] " in done.stdout


def test_files_and_places_are_sent_from_a_line(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), "grey").save(tmp_path / "lampu malam.jpg")
    typed = 'Lampu jalan mati\nSetuju\n@"lampu malam.jpg" tiang yang mati\n@lokasi 0.5133, 117.5312\n/laporan\n'
    done = pintulapor("chat", folder=tmp_path, typed=typed)
    assert done.returncode == 0
    assert len([file for file in (tmp_path / "data" / "attachments").rglob("*") if file.is_file()]) == 2


def test_a_file_that_is_not_there_is_said_so_and_fails_the_script(tmp_path: Path) -> None:
    done = pintulapor("chat", folder=tmp_path, typed="@foto.jpg\n")
    assert done.returncode == 1
    assert done.stdout == "Berkas foto.jpg tidak dapat dibaca di komputer ini, jadi belum terkirim.\n\n"


def test_each_name_has_a_chat_of_its_own(tmp_path: Path) -> None:
    pintulapor("chat", "--as", "budi", folder=tmp_path, typed="Lampu jalan mati\n")
    siti = pintulapor("chat", "--as", "siti", folder=tmp_path, typed="/batal\n")
    budi = pintulapor("chat", "--as", "budi", folder=tmp_path, typed="/batal\n")
    assert siti.stdout != budi.stdout


@pytest.mark.parametrize("name", ["", " ", "a\tb", "x" * 65])
def test_a_name_that_is_none_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    done = pintulapor("chat", "--as", name, folder=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("--as must be a name")
    assert done.stderr.count("\n") == 1


def test_beside_a_running_bot_a_step_of_the_office_is_shown_when_the_chat_is_opened_again(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        told = pintulapor("chat", folder=tmp_path, typed=WHOLE_REPORT)
        receipt = RECEIPT.search(told.stdout)
        assert receipt
        verify(running, receipt[0])
        again = pintulapor("chat", folder=tmp_path)
        once_more = pintulapor("chat", folder=tmp_path)
    assert receipt[0] in again.stdout
    assert once_more.stdout == ""


def test_beside_a_running_bot_a_chat_leaves_the_forwarding_to_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with run_lock.hold(tmp_path / "data"):
        told = pintulapor("chat", folder=tmp_path, typed=WHOLE_REPORT)
    assert RECEIPT.search(told.stdout)
    assert forwardings(tmp_path) == 1

    with open_chat(tmp_path) as chat:
        while forwardings(tmp_path) and chat.poll() is None:
            time.sleep(0.1)
    assert forwardings(tmp_path) == 0


def forwardings(folder: Path) -> int:
    """How many reports the desk does not have yet."""
    with closing(sqlite3.connect(folder / "data" / "pintulapor.db")) as database:
        [(number,)] = database.execute("SELECT count(*) FROM forwardings")
    return int(number)


def test_a_step_of_the_office_is_shown_in_an_open_chat_by_itself(tmp_path: Path) -> None:
    with started(tmp_path) as running, open_chat(tmp_path) as chat:
        assert chat.stdin is not None
        chat.stdin.write(WHOLE_REPORT)
        chat.stdin.flush()
        receipt = read_until(chat, RECEIPT)
        verify(running, receipt)
        assert read_until(chat, RECEIPT) == receipt


def _as_at_a_terminal() -> None:
    """A test run that was started in the background ignores Ctrl-C, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def open_chat(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        cwd=folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_as_at_a_terminal,  # noqa: PLW1509 -- the threads of this process hold nothing that is needed there
    ) as process:
        giving_up = threading.Timer(PATIENCE_SECONDS, process.kill)
        giving_up.start()
        yield process
        giving_up.cancel()
        process.kill()


def read_until(chat: "subprocess.Popen[str]", wanted: re.Pattern[str]) -> str:
    assert chat.stdout is not None
    return next(found[0] for row in chat.stdout if (found := wanted.search(row)))


def verify(running: Started, receipt: str) -> None:
    """An officer takes the first step at the desk, as soon as the report is there."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.open(running.address + "/desk/sign-in", urlencode({"code": running.desk_link.rpartition("=")[2]}).encode())
    case = f"{running.address}/desk/reports/{receipt}"
    while not (page := shown(browser, case)):
        time.sleep(0.1)
    fields = dict(HIDDEN.findall(page.partition('data-step="verify"')[2])[:4])
    browser.open(case, urlencode(fields).encode())


def shown(browser: OpenerDirector, address: str) -> str:
    """The page, or nothing as long as it is not there."""
    with suppress(HTTPError), browser.open(address) as answer:
        return str(answer.read().decode())
    return ""


def test_without_any_input_it_ends_at_once(tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m bot chat <&-"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_an_interrupt_ends_it_without_a_word(tmp_path: Path) -> None:
    with open_chat(tmp_path) as chat:
        assert chat.stdin is not None
        assert chat.stderr is not None
        chat.stdin.write("Lampu jalan mati\n")
        chat.stdin.flush()
        read_until(chat, re.compile("Lampu jalan mati"))
        chat.send_signal(signal.SIGINT)
        assert chat.wait() == 130
        assert chat.stderr.read() == ""


def test_whoever_reads_along_may_stop_reading(tmp_path: Path) -> None:
    chat = f"{sys.executable} -m bot chat"
    done = subprocess.run(
        ["sh", "-c", f"yes halo | head -n 50 | {chat} | head -n 1"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    assert done.stderr == ""
