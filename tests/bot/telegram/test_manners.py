"""What Telegram may expect of a bot, and people of somebody who writes to them."""

import asyncio
import subprocess
import sys
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import bot.telegram
from bot.channels.telegram import channel
from bot.pacing import Limits as OurLimits
from bot.wiring import now
from conversations.messages import Chat, Outgoing, line
from storage import conversations, outbox
from storage.outbox import NewMessage
from tests.bot.processes import environment
from tests.bot.telegram.office import PATIENCE, Office, opened
from tests.bot.telegram.talk import SAID, all_converse, converse, crowd, heard, undisturbed
from tests.telegram import refusals
from tests.telegram.faults import Slow
from tests.telegram.limits import Limits
from tests.telegram.server import TOKEN, BotApi

A_SECOND = 0.05
"""How long a second of Telegram's limits takes here."""


async def notify(office: Office, address: int, *texts: str) -> None:
    """Somebody at the desk did something."""
    chat = Chat("telegram", str(address))
    async with office.store.begin() as unit:
        person = (await conversations.load(unit, [chat]))[chat]
        news = [NewMessage(person.id, Outgoing((line(text),)), is_notice=True) for text in texts]
        await outbox.add(unit, news, now())


async def test_telegram_is_never_written_to_faster_than_it_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_all = 5
    limits = OurLimits(in_all, A_SECOND, A_SECOND, 3 * A_SECOND)
    monkeypatch.setattr(bot.telegram, "TELEGRAM", limits)
    async with BotApi(limits=Limits(in_all=in_all, second=A_SECOND)) as api:
        people, group = crowd(api, 12), api.group(-5)
        async with opened(api, tmp_path, telegram_per_second=in_all):
            await all_converse(people, SAID[:4])
            for person in people:
                await person.says(SAID[4])
        async with opened(api, tmp_path, telegram_per_second=in_all) as office:
            for person in people:
                await person.reads(PATIENCE)
            await all_converse(people, SAID[5:])
            for person in people:
                await notify(office, person.id, "a", "b", "c")
            for _ in range(25):
                await group.member(people[0]).says("/lapor")
            await api.settled()
            await office.all_is_sent()
        assert len(api.sent(group.id)) == 25
        assert not [call for call in api.calls if call.is_refused]
    expected = [*await undisturbed(tmp_path), "a", "b", "c"]
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_a_flood_that_telegram_complains_of_stops_the_whole_bot_for_as_long_as_it_says(
    api: BotApi, tmp_path: Path
) -> None:
    people = crowd(api, 6)
    async with opened(api, tmp_path) as office:
        await all_converse(people, SAID[:1])
        api.fail_next("sendMessage", refusals.too_many_requests(1))
        before = len(api.called("sendMessage"))
        await all_converse(people[:1], SAID[1:2])
        for person in people[1:]:
            await person.says(SAID[1])
        await office.all_is_sent()
        assert len(api.called("sendMessage")) == before + len(people) + 1


async def test_what_telegram_wants_no_more_of_for_a_while_waits_as_long_after_a_restart(
    api: BotApi, tmp_path: Path
) -> None:
    sari, tono = crowd(api, 2)
    async with opened(api, tmp_path):
        await all_converse([sari, tono], SAID[:1])
        api.fail_next("sendMessage", refusals.too_many_requests(2))
        await sari.says(SAID[1])
        await api.until(lambda: any(call.fault for call in api.calls))
        refused_at = monotonic()
    async with opened(api, tmp_path):
        await tono.says(SAID[1])
        await tono.reads()
        assert monotonic() - refused_at > 1.9
        await sari.reads()


async def test_people_see_that_somebody_is_at_it_when_an_answer_takes_long(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "TYPES_AFTER_SECONDS", 0.3)
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:1])
        async with office.store.begin():
            await sari.says(SAID[1])
            await api.until(lambda: api.called("sendChatAction"))
        await sari.reads()
    assert {"chat_id": sari.id, "action": "typing"} in api.called("sendChatAction")


async def test_whoever_blocked_the_bot_gets_one_digest_on_return(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:2])
        await sari.blocks()
        while not await office.is_blocked(sari.id):  # noqa: ASYNC110 -- what is in a database rings no bell
            await asyncio.sleep(0.01)
        await notify(office, sari.id, "kabar satu", "kabar dua", "kabar tiga")
        await sari.unblocks()
        digest = await sari.reads()
        await office.all_is_sent()
    assert all(text in digest.text for text in ("kabar satu", "kabar dua", "kabar tiga"))
    assert not [text for text in heard(sari) if "kabar" in text and text != digest.text]
    assert not [call for call in api.calls if call.is_refused and call.method == "sendMessage"]


async def test_whoever_is_found_to_have_blocked_the_bot_gets_what_waited_on_return(api: BotApi, tmp_path: Path) -> None:
    """Telegram tells of it only when it is written to."""
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:2])
        sari.chat.is_blocked = True
        await notify(office, sari.id, "kabar satu", "kabar dua")
        while not await office.is_blocked(sari.id):  # noqa: ASYNC110 -- the same
            await asyncio.sleep(0.01)
        sari.chat.is_blocked = False
        await sari.says(SAID[2])
        digest, reply = await sari.reads(), await sari.reads()
        await office.all_is_sent()
    assert "kabar satu" in digest.text
    assert "kabar dua" in digest.text
    assert reply.text == (await undisturbed(tmp_path))[2]


async def test_a_group_that_became_a_supergroup_is_written_to_there(api: BotApi, tmp_path: Path) -> None:
    group, [sari] = api.group(-5), crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await group.member(sari).says("/lapor")
        await api.until(lambda: api.sent(group.id))
        successor = await group.migrates(-100_5, sari)
        await notify(office, group.id, "kabar satu", "kabar dua")
        await office.all_is_sent()
    assert [shown.text for shown in api.sent(successor.id)] == ["kabar satu", "kabar dua"]


async def test_a_long_message_that_breaks_off_goes_on_with_the_part_that_failed(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    parts = ["a" * 4_000, "b" * 4_000, "c" * 4_000]
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:1])
        for fault in (Slow(0.01), refusals.SERVER_ERROR, Slow(0.01), refusals.SERVER_ERROR):
            api.fail_next("sendMessage", fault)
        await notify(office, sari.id, "\n".join(parts))
        await office.all_is_sent()
    assert heard(sari)[1:] == parts


async def test_another_process_that_takes_the_updates_is_said_loudly_and_outlasted(
    api: BotApi, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [sari] = crowd(api, 1)
    api.fail_next("getUpdates", refusals.CONFLICT, 3)
    async with opened(api, tmp_path):
        await converse(sari, SAID[:1])
    said = capsys.readouterr().out
    assert said.count("[error") == 3
    assert "another process, or a webhook, takes this bot's updates" in said
    assert TOKEN.partition(":")[2] not in said


async def test_the_web_chat_is_ready_while_telegram_cannot_be_reached(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    await sari.says(SAID[0])
    async with api.down():
        running = opened(api, tmp_path)
        office = await running.__aenter__()
        async with aiohttp.ClientSession() as session:
            for page in ("/", "/readyz"):
                async with session.get(office.url + page) as answer:
                    assert answer.status == 200
    await sari.reads()
    await running.__aexit__(None, None, None)


@pytest.mark.parametrize("mode", ["polling", "webhook"])
@pytest.mark.parametrize("answer", [{"ok": True, "result": []}, {"ok": True, "result": [{}, 1]}, {"hello": "world"}])
async def test_a_server_that_is_no_telegram_harms_nobody(tmp_path: Path, mode: str, answer: Any) -> None:
    asked = []

    async def handle(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response(answer)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", handle)
    async with TestServer(app) as server, BotApi() as api:
        base = f"http://127.0.0.1:{server.port}"
        async with opened(api, tmp_path, telegram_api_base=base, telegram_mode=mode) as office:
            while len(asked) < 4:  # noqa: ASYNC110 -- it rings no bell
                await asyncio.sleep(0.01)
            async with aiohttp.ClientSession() as session, session.get(office.url + "/readyz") as ready:
                assert ready.status == 200


@pytest.mark.parametrize(("chosen", "other"), [("aiogram", {"telegram"}), ("ptb", {"aiogram"})], ids=["aiogram", "ptb"])
def test_a_library_that_is_not_chosen_is_not_loaded(chosen: str, other: set[str], tmp_path: Path) -> None:
    code = (
        "import sys; from bot.environment import load_settings; from bot.wiring import build\n"
        "import asyncio; from bot.preparing import prepare\n"
        "async def main():\n"
        "    settings = load_settings(); await prepare(settings); build(settings, print)\n"
        "asyncio.run(main()); print(*sys.modules)"
    )
    settings = {"telegram_token": TOKEN, "telegram_read_with": chosen, "telegram_send_with": chosen}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=environment(**settings),
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.isdisjoint(done.stdout.split())
