"""`pintulapor volunteers` as the office uses it."""

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conversations.one_time_code import read_one_time_code
from conversations.volunteering import Standing
from storage import channels
from storage.migrate import upgrade
from storage.store import Store
from tests.bot.processes import pintulapor
from tests.volunteering import RAHMA, make_volunteer

INVITE = ("invite", "--group", "KIM Sangatta Utara", "--area", "64.08.04")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The database of a `pintulapor` in this folder."""
    (tmp_path / "data").mkdir()
    url = f"sqlite+aiosqlite:///{tmp_path}/data/pintulapor.db"
    asyncio.run(upgrade(url))
    return url


async def _with_asking(url: str) -> None:
    store = Store(url)
    await make_volunteer(store, volunteering=replace(RAHMA, standing=Standing.ASKED))
    async with store.begin() as unit:
        await channels.note_introduction(unit, "telegram", "123:lapor_kutim_bot:")
    await store.close()


def volunteers(folder: Path, *arguments: str, token: str = "") -> tuple[int, str, str]:
    settings = {"telegram_token": token} if token else {}
    done = pintulapor("volunteers", *arguments, folder=folder, typed="", **settings)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.usefixtures("url")
def test_an_invitation_is_a_code_for_one_person_and_two_weeks(tmp_path: Path) -> None:
    code, said, _ = volunteers(tmp_path, *INVITE)
    invited = re.search(r"code  (\S+)\n", said)
    assert code == 0
    assert invited
    assert read_one_time_code(invited[1])
    assert said.startswith("KIM Sangatta Utara, Sangatta Utara: for 1, until 20")
    assert "t.me" not in said


def test_the_link_is_printed_where_the_bots_name_is_known(tmp_path: Path, url: str) -> None:
    asyncio.run(_with_asking(url))
    _, said, _ = volunteers(tmp_path, *INVITE, token=f"123:{'A' * 35}")
    assert re.search(r"link  https://t\.me/lapor_kutim_bot\?start=kim_[0-9A-Z]{12}\n", said)


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("invite",), "--group must be given"),
        (("invite", "--group", "KIM", "--area", "99"), "--area must be the code"),
        (("invite", "--group", "KIM", "--count", "0"), "--count must be"),
        (("invite", "--group", "KIM", "--until", "2020-01-01"), "--until must lie ahead"),
        (("approve",), "name the numbers"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, arguments: tuple[str, ...], problem: str) -> None:
    code, said, complaint = volunteers(tmp_path, *arguments)
    assert (code, said, complaint.count("\n")) == (2, "", 1)
    assert problem in complaint


def test_a_volunteer_is_approved_suspended_let_go_on_and_ended_once(tmp_path: Path, url: str) -> None:
    asyncio.run(_with_asking(url))
    for decision in ("approve", "suspend", "resume", "end"):
        assert volunteers(tmp_path, decision, "1")[:2] == (0, "    1  done\n")
    assert volunteers(tmp_path, "approve", "1")[:2] == (1, "    1  nothing to approve: see the list\n")
    assert volunteers(tmp_path, "list")[1] == "There are no volunteers, and nobody is invited.\n"


def test_the_list_says_who_waits_and_what_is_open(tmp_path: Path, url: str) -> None:
    asyncio.run(_with_asking(url))
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    volunteers(tmp_path, *INVITE, "--count", "3", "--until", until)
    code, said, _ = volunteers(tmp_path, "list")
    assert code == 0
    assert "    1  2026-11-20 09:00  asked  Rahmawati  KIM Sangatta Utara  Sangatta Utara\n" in said
    assert f"invitation 1: KIM Sangatta Utara, Sangatta Utara: 3 more, until {until} 23:59, code " in said


@pytest.mark.usefixtures("url")
def test_an_invitation_is_revoked_by_its_number(tmp_path: Path) -> None:
    volunteers(tmp_path, *INVITE)
    code, said, _ = volunteers(tmp_path, "revoke", "1", "2")
    assert (code, said) == (1, "    1  done\n    2  nothing to revoke: see the list\n")
    assert volunteers(tmp_path, "list")[1] == "There are no volunteers, and nobody is invited.\n"
