"""`pintulapor run` as an office starts it that has nothing but a bot's token."""

import asyncio
import json
import signal
from pathlib import Path

from tests.bot.telegram.process import running
from tests.bot.telegram.talk import SAID, converse, crowd, heard, undisturbed
from tests.telegram.server import BotApi


async def test_a_token_is_enough_and_ctrl_c_ends_it_in_order(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with running(api, tmp_path) as process:
        await converse(sari, SAID[:2])
        await api.until(lambda: api.called("setChatMenuButton"))
        assert await asyncio.to_thread(process.stop, signal.SIGINT) == 0
    assert heard(sari) == (await undisturbed(tmp_path))[:2]
    log = [json.loads(row) for row in (tmp_path / "log").read_text().splitlines()]
    assert [event["event"] for event in log] == ["ready", "telegram is reached", "ending", "ended"]
    assert {event["level"] for event in log} == {"info"}
