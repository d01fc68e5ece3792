"""The process is killed with `kill -9` while it talks: what was committed is sent after the next start."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.telegram.process import UNLIMITED, running
from tests.bot.telegram.talk import SAID, all_converse, crowd, heard, undisturbed
from tests.telegram.faults import NO_ANSWER
from tests.telegram.server import BotApi

PATIENCE = 60.0


async def written_down(folder: Path) -> None:
    """What was sent is no longer in the outbox: until then a kill would make a repeat of it."""
    with closing(sqlite3.connect(folder / "data" / "pintulapor.db")) as database:
        while database.execute("SELECT count(*) FROM outbox").fetchone() != (0,):  # noqa: ASYNC110 -- it rings no bell
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("is_done", [False, True], ids=["before it was sent", "after it was sent"])
async def test_killed_between_commit_and_the_end_of_a_send_each_chat_has_at_most_one_repeat(
    api: BotApi, tmp_path: Path, is_done: bool
) -> None:
    people = crowd(api, 4)
    async with running(api, tmp_path, **UNLIMITED) as process:
        await all_converse(people, SAID[:2])
        await written_down(tmp_path)
        api.fail_next("sendMessage", NO_ANSWER, times=None, is_done=is_done)
        for person in people:
            await person.says(SAID[2])
        await api.until(lambda: len(api.called("sendMessage")) == 3 * len(people))
        process.stop(signal.SIGKILL)
    api.heal()
    async with running(api, tmp_path, **UNLIMITED):
        for person in people:
            for _ in range(1 + is_done):
                await person.reads(PATIENCE)
        await all_converse(people, SAID[3:])
    expected = await undisturbed(tmp_path)
    repeated = [*expected[:3], *([expected[2]] if is_done else []), *expected[3:]]
    assert [heard(person) for person in people] == [repeated] * len(people)
