"""The doctor asks Telegram whether all is well with the bot, and says in plain words what is not."""

import asyncio
import subprocess
from pathlib import Path
from typing import Any

from tests.bot.processes import pintulapor
from tests.telegram import refusals
from tests.telegram.faults import BAD_GATEWAY
from tests.telegram.server import BotApi

OTHER_TOKEN = "7100000002:AnotherTokenForTestsOnly-0123456789abc"


async def doctor(api: BotApi, folder: Path, **settings: Any) -> "subprocess.CompletedProcess[str]":
    given: dict[str, Any] = {
        "http_port": 0,
        "telegram_token": api.token,
        "telegram_api_base": api.base,
        "telegram_send_with": "ptb",
    }
    return await asyncio.to_thread(pintulapor, "doctor", folder=folder, **given | settings)


async def test_a_bot_that_telegram_knows_is_named(api: BotApi, tmp_path: Path) -> None:
    done = await doctor(api, tmp_path)
    assert done.returncode == 0
    assert "ok    telegram: the bot is @pintulapor_bot, by polling\n" in done.stdout


async def test_a_token_that_telegram_does_not_know_must_be_mended_and_is_not_shown(api: BotApi, tmp_path: Path) -> None:
    done = await doctor(api, tmp_path, telegram_token=OTHER_TOKEN)
    assert done.returncode == 1
    assert "mend  PINTULAPOR_TELEGRAM_TOKEN is of no use: Telegram does not know the bot's token" in done.stdout
    assert OTHER_TOKEN.partition(":")[2] not in done.stdout + done.stderr


async def test_a_telegram_that_cannot_be_reached_is_said_to_be(api: BotApi, tmp_path: Path) -> None:
    for fault in (BAD_GATEWAY, refusals.SERVER_ERROR):
        api.fail_next("getMe", fault)
        done = await doctor(api, tmp_path)
        assert done.returncode == 1
        assert "mend  telegram: 127.0.0.1 cannot be asked" in done.stdout
        assert api.token.partition(":")[2] not in done.stdout + done.stderr


async def test_a_webhook_that_somebody_else_set_is_pointed_out(api: BotApi, tmp_path: Path) -> None:
    from tests.telegram.asking import ask

    await ask(api, "setWebhook", url="https://other.example.com/bot")
    done = await doctor(api, tmp_path)
    assert "note  telegram: a webhook is set, at other.example.com: pintulapor run takes it away" in done.stdout


async def test_a_webhook_that_telegram_cannot_reach_must_be_mended(api: BotApi, tmp_path: Path) -> None:
    from tests.telegram.asking import ask

    url = "http://127.0.0.1:9/telegram/webhook"
    webhook = {"telegram_mode": "webhook", "telegram_webhook_url": url}
    assert "the webhook is not set as it should be" in (await doctor(api, tmp_path, **webhook)).stdout
    await ask(api, "setWebhook", url=url)
    await api.person(7).says("halo")
    await api.until(lambda: api.posts)
    done = await doctor(api, tmp_path, **webhook)
    assert done.returncode == 1
    assert "mend  PINTULAPOR_TELEGRAM_WEBHOOK_URL was not reached of late" in done.stdout


def test_without_a_token_there_is_nothing_to_ask(tmp_path: Path) -> None:
    assert "ok    telegram: not in use" in pintulapor("doctor", folder=tmp_path, http_port=0).stdout
