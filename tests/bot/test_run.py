"""`pintulapor run` as its users start and stop it."""

import asyncio
import json
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener, urlopen
from uuid import uuid4

import aiohttp
import pytest

from bot.listening import listen
from tests.bot.processes import PATIENCE_SECONDS, Started, environment, pintulapor, started

LONGEST_END_SECONDS = 5
"""What the product promises. The process gives up by itself before that, so this can only be missed by a hang."""
INTERRUPTED = 130


def status(address: str) -> int:
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def log_of(folder: Path) -> list[dict[str, object]]:
    return [json.loads(row) for row in (folder / "log").read_text().splitlines()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_fresh_folder_is_set_up_served_and_left_in_order(number: int, tmp_path: Path) -> None:
    with started(tmp_path) as running:
        assert [status(running.address + path) for path in ("/", "/healthz", "/readyz", "/nowhere")] == [
            200,
            200,
            200,
            404,
        ]
        assert running.stop(number) == 0
    events = [event["event"] for event in log_of(tmp_path)]
    assert (events[0], events[-1]) == ("ready", "ended")
    assert not [event for event in log_of(tmp_path) if event["level"] != "info"]


def test_a_second_start_still_has_everything(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        pintulapor("chat", folder=tmp_path, typed="Lampu jalan di depan SMPN 1 mati\n")
        running.stop(signal.SIGINT)
    with started(tmp_path) as running:
        assert status(running.address + "/readyz") == 200
        again = pintulapor("chat", folder=tmp_path, typed="/batal\n")
    assert "[1]" in again.stdout
    assert again.returncode == 0


def test_either_database_carries_it(empty_database_url: str, tmp_path: Path) -> None:
    with started(tmp_path, database_url=empty_database_url) as running:
        assert status(running.address + "/readyz") == 200
        told = pintulapor("chat", folder=tmp_path, typed="Lampu jalan mati\n", database_url=empty_database_url)
        assert running.stop(signal.SIGTERM) == 0
    assert (told.returncode, told.stderr) == (0, "")
    assert "Lampu jalan mati" in told.stdout
    assert not [event for event in log_of(tmp_path) if event["level"] != "info"]


def test_the_desk_link_signs_one_browser_in_and_the_next_one_is_printed(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        assert status(running.address + "/desk") == 403
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        code = running.desk_link.rpartition("=")[2]
        with browser.open(running.address + "/desk/sign-in", data=f"code={code}".encode()) as desk:
            assert desk.url == running.address + "/desk"
        assert status(running.desk_link) == 403
        assert running.process.stdout is not None
        said = running.process.stdout.readline()
        assert said.startswith(f"desk, for one more browser: {running.address}/desk/sign-in?code=")
        assert status(said.split()[-1]) == 200


def test_a_taken_port_is_named_in_one_line(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = pintulapor("run", folder=tmp_path, http_port=port)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"PINTULAPOR_HTTP_PORT (now '{port}') is taken by another program")
    assert done.stderr.count("\n") == 1


def test_a_second_one_on_the_same_data_is_refused_in_one_line(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        done = pintulapor("run", folder=tmp_path, http_port=0)
        assert status(running.address + "/readyz") == 200
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"PINTULAPOR_DATA_DIR (now '{tmp_path}/data') is in use by another pintulapor run")
    assert done.stderr.count("\n") == 1


def test_after_a_kill_it_starts_again_by_itself(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        running.stop(signal.SIGKILL)
    with started(tmp_path) as running:
        assert status(running.address + "/readyz") == 200


def test_a_second_interrupt_ends_at_once(tmp_path: Path) -> None:
    """A stopped process gets both when it goes on."""
    with started(tmp_path) as running:
        running.process.send_signal(signal.SIGSTOP)
        running.process.send_signal(signal.SIGINT)
        running.process.send_signal(signal.SIGTERM)
        assert running.stop(signal.SIGCONT) == INTERRUPTED


def test_another_address_is_refused_while_the_desk_has_no_sign_in(tmp_path: Path) -> None:
    done = pintulapor("run", folder=tmp_path, http_host="0.0.0.0")
    assert done.returncode == 2
    assert done.stderr.startswith("PINTULAPOR_HTTP_HOST (now '0.0.0.0') must be this machine's own address")
    assert done.stderr.count("\n") == 1


def test_a_misspelt_setting_is_pointed_out(tmp_path: Path) -> None:
    with started(tmp_path, htp_port=1):
        pass
    assert log_of(tmp_path)[0] | {"timestamp": ""} == {
        "event": "no such setting",
        "level": "warning",
        "name": "PINTULAPOR_HTP_PORT",
        "nearest": "PINTULAPOR_HTTP_PORT",
        "timestamp": "",
    }


async def talk(running: Started, acknowledged: set[str], enough: asyncio.Event) -> None:
    """Writes message after message, until the server goes."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        async with session.get(running.address) as page:
            assert page.status == 200
        async with session.ws_connect(running.address + "/chat/socket") as socket:
            await socket.send_json({"type": "hello"})
            await socket.send_json({"type": "text", "key": str(uuid4()), "text": "Lampu jalan mati"})
            async for message in socket:
                frame = json.loads(message.data)
                if frame["type"] == "ack":
                    acknowledged.add(frame["key"])
                    if len(acknowledged) >= 20:
                        enough.set()
                    await socket.send_json({"type": "text", "key": str(uuid4()), "text": "di Teluk Lingga"})


async def test_stopped_in_the_middle_of_talk_it_ends_in_time_and_keeps_what_it_acknowledged(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    enough = asyncio.Event()
    with started(tmp_path) as running:
        talks = [asyncio.create_task(talk(running, acknowledged, enough)) for _ in range(8)]
        await asyncio.wait_for(enough.wait(), PATIENCE_SECONDS)
        running.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(running.process.wait, LONGEST_END_SECONDS) == 0
        await asyncio.gather(*talks, return_exceptions=True)
    with closing(sqlite3.connect(tmp_path / "data" / "pintulapor.db")) as database:
        kept = {key for (key,) in database.execute("SELECT key FROM inbox")}
    assert acknowledged <= kept
    assert not [event for event in log_of(tmp_path) if event["level"] == "error"]
    assert "Lampu" not in (tmp_path / "log").read_text()


def test_an_upload_that_hangs_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        with urlopen(running.address) as page:
            cookie = page.headers["Set-Cookie"].partition(";")[0]
        place = urlsplit(running.address)
        with socket.create_connection((place.hostname, place.port)) as visitor:
            head = f"POST /chat/upload HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\n"
            form = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n"
            visitor.sendall((head + form).encode())
            running.process.send_signal(signal.SIGTERM)
            assert running.process.wait(LONGEST_END_SECONDS) == 0


def test_what_is_slow_the_first_time_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    code = (
        "import sys; from datetime import date; from bot.profile import load_profile; from bot.warming import warm_up\n"
        "warm_up(load_profile('kutai-timur'), date(2026, 11, 21))\n"
        "print(*[name for name in ('holidays', 'dateparser', 'PIL.Image') if name not in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
