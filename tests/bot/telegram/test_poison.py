"""One update that cannot be handled stands aside; it stops nothing, and shows nothing of what was written."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage import quarantine
from storage.quarantine import Quarantined
from tests.bot.processes import pintulapor
from tests.bot.telegram.office import Office, opened
from tests.bot.telegram.talk import SAID, all_converse, converse, crowd, heard, undisturbed
from tests.telegram.server import BotApi

WAYS = ({"telegram_mode": "polling"}, {"telegram_mode": "webhook"})
SECRET_WORDS = "nama saya Siti Aminah"


def poison(api: BotApi) -> dict[str, Any]:
    chat = {"id": 5, "type": "private", "first_name": "Tono"}
    message = {"message_id": 1, "chat": chat, "date": "nonsense", "text": SECRET_WORDS}
    return {"update_id": api.account.pending.next_id(), "message": message}


async def quarantined(office: Office) -> list[Quarantined]:
    async with office.store.read() as unit:
        return await quarantine.listed(unit)


async def break_conversation(office: Office, body: bytes) -> None:
    async with office.store.begin() as unit:
        await unit.connection.execute(text("UPDATE conversations SET body = :body"), {"body": body})


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
async def test_the_next_ones_go_on(
    api: BotApi, tmp_path: Path, way: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    people = crowd(api, 3)
    async with opened(api, tmp_path, **way) as office:
        await all_converse(people, SAID[:2])
        for _ in range(3):
            api.deliver_as_is(poison(api))
        api.deliver_as_is({"update_id": api.account.pending.next_id(), "kind_of_tomorrow": {"text": SECRET_WORDS}})
        await all_converse(people, SAID[2:])
        await api.settled()
        kept = await quarantined(office)
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)
    assert [(each.poison.kind, each.poison.address) for each in kept] == [("message", "5")] * 3
    said = "".join(capsys.readouterr())
    assert said.count("update put into quarantine") == 3
    assert SECRET_WORDS not in said


async def test_one_that_meets_a_fault_of_ours_is_handled_once_that_is_mended(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:1])
        async with office.store.read() as unit:
            whole = await unit.connection.scalar(text("SELECT body FROM conversations"))
        await break_conversation(office, b'{"state": "tomorrow"}')
        await sari.says(SAID[1])
        await api.settled()
        [kept] = await quarantined(office)
        assert kept.poison.address == str(sari.id)
        await break_conversation(office, whole)
    command: dict[str, Any] = {
        "data_dir": tmp_path / "data",
        "telegram_token": api.token,
        "telegram_api_base": api.base,
    }
    command |= {"telegram_read_with": "ptb", "log_format": "console"}
    listed = pintulapor("quarantine", "list", folder=tmp_path, **command)
    assert [f"{kept.id}", "message", kept.poison.key] == [listed.stdout.split()[place] for place in (0, 4, 5)]
    replayed = pintulapor("quarantine", "replay", folder=tmp_path, **command)
    assert (replayed.stdout.split(), replayed.returncode) == ([f"{kept.id}", "handled"], 0)
    assert pintulapor("quarantine", "list", folder=tmp_path, **command).stdout == "Nothing is in quarantine.\n"
    async with opened(api, tmp_path) as office:
        await sari.reads()
        await converse(sari, SAID[2:])
    assert heard(sari) == await undisturbed(tmp_path)


async def test_it_is_handled_anew_while_the_bot_runs_which_then_answers(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    command: dict[str, Any] = {"data_dir": tmp_path / "data", "telegram_token": api.token, "telegram_read_with": "ptb"}
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:1])
        async with office.store.read() as unit:
            whole = await unit.connection.scalar(text("SELECT body FROM conversations"))
        await break_conversation(office, b'{"state": "tomorrow"}')
        await sari.says(SAID[1])
        await api.settled()
        await break_conversation(office, whole)
        replayed = await asyncio.to_thread(pintulapor, "quarantine", "replay", folder=tmp_path, **command)
        assert replayed.returncode == 0
        await sari.reads()
        await converse(sari, SAID[2:])
    assert heard(sari) == await undisturbed(tmp_path)


async def test_one_that_still_cannot_be_handled_stays_until_it_is_dropped(api: BotApi, tmp_path: Path) -> None:
    async with opened(api, tmp_path) as office:
        api.deliver_as_is(poison(api))
        await api.settled()
        [kept] = await quarantined(office)
    command: dict[str, Any] = {"data_dir": tmp_path / "data", "telegram_token": api.token, "telegram_read_with": "ptb"}
    replayed = pintulapor("quarantine", "replay", str(kept.id), folder=tmp_path, **command)
    assert replayed.returncode == 1
    assert replayed.stdout.split()[1:4] == ["still", "not", "handled:"]
    assert SECRET_WORDS not in replayed.stdout + replayed.stderr
    assert pintulapor("quarantine", "drop", folder=tmp_path, **command).returncode == 2
    assert pintulapor("quarantine", "drop", "99", folder=tmp_path, **command).returncode == 2
    assert pintulapor("quarantine", "drop", str(kept.id), folder=tmp_path, **command).returncode == 0
    assert pintulapor("quarantine", "list", folder=tmp_path, **command).stdout == "Nothing is in quarantine.\n"
