"""The bot's own name, which the links into its chat are made of."""

import asyncio
import re
from pathlib import Path

import aiohttp
import pytest

from bot import wiring
from bot.channels.telegram.introduced import Introduced, read_introduced, username_in
from conversations.tracking import tracking_path
from handlers.channel_memory import ChannelMemory
from tests.bot.processes import pintulapor
from tests.bot.telegram.office import Office, opened, settings_for
from tests.bot.telegram.talk import SAID, converse, crowd
from tests.filed import file_report
from tests.following import CODE, give_code
from tests.telegram import refusals
from tests.telegram.server import BotApi

RECEIPT = "KTM-7F3K-9Q2D"
PAYLOAD = f"ikuti_{RECEIPT}_{CODE}"
LINK = f"https://t.me/pintulapor_bot?start={PAYLOAD}"
OTHER_TOKEN = "7100000002:AAFakeTokenForTestsOnly-0123456789abcdef"
OTHER_LINK = f"https://t.me/lapor_lain_bot?start={PAYLOAD}"


async def file_one(office: Office) -> None:
    await give_code(office.store, await file_report(office.store, RECEIPT))


async def page_of(office: Office) -> str:
    url = office.url + tracking_path(RECEIPT, CODE)
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


async def page_shows(office: Office, words: str) -> None:
    while words not in await page_of(office):  # noqa: ASYNC110 -- a page rings no bell
        await asyncio.sleep(0.01)


async def name_is_kept(office: Office) -> None:
    memory = ChannelMemory(office.store, "telegram")
    while read_introduced(await memory.introduced()) is None:  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.01)


async def test_the_tracking_page_leads_into_the_chat_where_the_report_is_followed(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await file_one(office)
        await page_shows(office, f'href="{LINK}"')
        await converse(sari, [f"/start {PAYLOAD}"])
    assert f"Anda sekarang mengikuti laporan {RECEIPT}." in api.sent(sari.id)[0].text


async def test_whoever_shares_a_report_hands_on_a_link_that_is_followed_from(api: BotApi, tmp_path: Path) -> None:
    sari, tono = crowd(api, 2)
    async with opened(api, tmp_path):
        await converse(sari, [*SAID, "Kirim"])
        await sari.presses("Lihat laporan")
        await sari.reads()
        await sari.presses("Bagikan")
        shared = await sari.reads()
        [payload] = re.findall(r"https://t\.me/pintulapor_bot\?start=(\S+)", shared.text)
        await converse(tono, [f"/start {payload}"])
    assert api.sent(tono.id)[0].text.startswith("Anda sekarang mengikuti laporan KTM-")


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_name_is_known_after_a_restart_while_telegram_is_away(api: BotApi, tmp_path: Path, mode: str) -> None:
    async with opened(api, tmp_path, telegram_mode=mode) as office:
        await file_one(office)
        await name_is_kept(office)
    async with api.down(), opened(api, tmp_path, telegram_mode=mode) as office:
        await page_shows(office, LINK)


async def test_the_name_is_kept_though_telegram_takes_no_introduction(api: BotApi, tmp_path: Path) -> None:
    api.fail_next("setMyCommands", refusals.SERVER_ERROR, None)
    async with opened(api, tmp_path) as office:
        await file_one(office)
        await name_is_kept(office)
    async with api.down(), opened(api, tmp_path) as office:
        await page_shows(office, LINK)
    api.heal()
    async with opened(api, tmp_path):
        await api.until(lambda: api.called("setChatMenuButton"))


async def test_a_new_bot_is_not_taken_for_the_one_before(api: BotApi, tmp_path: Path) -> None:
    async with opened(api, tmp_path) as office:
        await file_one(office)
        await name_is_kept(office)
    async with BotApi(OTHER_TOKEN, username="lapor_lain_bot") as other:
        other.fail_next("getMe", refusals.SERVER_ERROR, None)
        async with opened(other, tmp_path) as office:
            await other.until(lambda: other.called("getMe"))
            assert "t.me" not in await page_of(office)
            other.heal()
            await page_shows(office, OTHER_LINK)


async def test_in_the_terminal_a_shared_report_has_the_link_too(api: BotApi, tmp_path: Path) -> None:
    async with opened(api, tmp_path) as office:
        await name_is_kept(office)
    typed = "\n".join([*SAID, "Kirim", "1", "4", ""])
    told = await asyncio.to_thread(pintulapor, "chat", folder=tmp_path, typed=typed, telegram_token=api.token)
    assert re.search(r"https://t\.me/pintulapor_bot\?start=ikuti_KTM-\w{4}-\w{4}_\w{10}\n", told.stdout)


async def test_a_process_without_a_token_or_with_another_bots_knows_no_name(api: BotApi, tmp_path: Path) -> None:
    async with opened(api, tmp_path) as office:
        await name_is_kept(office)
    names = []
    for token in (api.token, OTHER_TOKEN, None):
        ground = wiring.lay_ground(settings_for(api, tmp_path, telegram_token=token))
        names.append((await wiring.kept_bot_username(ground))())
        await ground.store.close()
    assert names == ["pintulapor_bot", None, None]


@pytest.mark.parametrize("kept", [Introduced(9 * 10**18, "a" * 32, "0" * 10), Introduced(1, "", "")])
def test_what_is_kept_of_a_bot_is_read_as_it_was_written(kept: Introduced) -> None:
    assert read_introduced(str(kept)) == kept
    assert len(str(kept)) <= 64


@pytest.mark.parametrize("kept", ["", "a" * 64, "1:a b:", "x:pintulapor_bot:00"])
def test_what_another_version_kept_says_nothing(kept: str) -> None:
    assert read_introduced(kept) is None


@pytest.mark.parametrize("me", [None, [], {}, {"username": 1}, {"username": "a" * 33}, {"username": "x?y"}])
def test_what_is_no_name_is_not_taken_for_one(me: object) -> None:
    assert username_in(me) == ""
