"""`kill -9` in the middle of many conversations: nothing is lost, nothing is doubled, nobody is stuck.

`PINTULAPOR_TEST_SEED` repeats an earlier run, as far as the machine's own timing lets it.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random, randrange
from typing import Any

import pytest
import pytest_asyncio

from conversations.status import Status
from tests.bot.processes import PATIENCE_SECONDS
from tests.end_to_end.chat_page import ChatPage, Entry
from tests.end_to_end.crowd import RECEIPT, Person, notices, replies
from tests.end_to_end.desk_page import DeskPage
from tests.end_to_end.kept import Kept, kept
from tests.end_to_end.server import Server

PEOPLE = 40
KILLS_ON_SQLITE, KILLS_ON_POSTGRES = 20, 10
STARTS_KILLED, ENDS_KILLED = 0.25, 0.15
"""How often a kill comes while the process starts, or while it ends in an orderly way."""
LONGEST_START_SECONDS, LONGEST_END_SECONDS = 1.0, 0.1
MOST_MESSAGES = 80
LONGEST_WAIT_SECONDS = 0.02


class Acknowledged:
    """How many messages of the whole crowd."""

    def __init__(self) -> None:
        self._count = 0
        self._news = asyncio.Event()

    def one(self) -> None:
        self._count += 1
        self._news.set()

    async def more(self, number: int) -> None:
        wanted = self._count + number
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self._count < wanted:
                self._news.clear()
                await self._news.wait()


@pytest_asyncio.fixture
async def server(empty_database_url: str, tmp_path: Path) -> AsyncIterator[Server]:
    server = Server(tmp_path, database_url=empty_database_url)
    yield server
    await server.clear_away()


@pytest.fixture
def random() -> Random:
    seed = int(os.environ.get("PINTULAPOR_TEST_SEED", randrange(2**32)))
    print(f"PINTULAPOR_TEST_SEED={seed}")  # noqa: T201 -- shown when it fails
    return Random(seed)


async def test_many_kills_lose_nothing_double_nothing_and_leave_nobody_stuck(
    server: Server, empty_database_url: str, random: Random
) -> None:
    acknowledged, to_desk, is_over = Acknowledged(), asyncio.Queue[str](), asyncio.Event()
    people = [Person(n, ChatPage(server, acknowledged.one), Random(random.random())) for n in range(PEOPLE)]
    kills = KILLS_ON_SQLITE if empty_database_url.startswith("sqlite") else KILLS_ON_POSTGRES
    found: Counter[str] = Counter()
    pages = [person.page.stay_open() for person in people]
    async with in_the_background(*pages, DeskPage(server).verify_all(to_desk)):
        async with asyncio.TaskGroup() as filing:
            for person in people:
                filing.create_task(person.file_reports(to_desk, is_over))
            for _ in range(kills):
                await server.start()
                await some_moment(random, server, acknowledged)
                await server.end(signal.SIGKILL)
                found += look(people, await kept(empty_database_url))
            await server.start()
            is_over.set()
        await asyncio.wait_for(to_desk.join(), PATIENCE_SECONDS)
        await all_is_forwarded(empty_database_url)
        await asyncio.gather(*(person.asks_for_status() for person in people))
        transcripts = [await person.page.read_all() for person in people]
    assert await server.end(signal.SIGTERM) == 0
    print(dict(found))  # noqa: T201 -- what the run was worth: `pytest -rP` shows it
    for person, transcript in zip(people, transcripts, strict=True):
        assert_is_whole(person, transcript)
    assert_is_kept_once(people, await kept(empty_database_url))
    assert_is_discreet(people, server.log.read_text())
    assert found["committed, not sent"]


@asynccontextmanager
async def in_the_background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        yield
        for task in tasks:
            task.cancel()


async def some_moment(random: Random, server: Server, acknowledged: Acknowledged) -> None:
    """While it starts, while it ends, between two messages or in the middle of many."""
    kind = random.random()
    if kind < STARTS_KILLED:
        await asyncio.sleep(random.uniform(0, LONGEST_START_SECONDS))
        return
    await acknowledged.more(random.randint(1, MOST_MESSAGES))
    await asyncio.sleep(random.uniform(0, LONGEST_WAIT_SECONDS))
    if kind > 1 - ENDS_KILLED:
        server.send(signal.SIGTERM)
        await asyncio.sleep(random.uniform(0, LONGEST_END_SECONDS))


async def all_is_forwarded(database_url: str) -> None:
    """On PostgreSQL it takes a while until what a killed process had in hand is taken up by the next."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (await kept(database_url)).forwardings:  # noqa: ASYNC110 -- another process rings no bell
            await asyncio.sleep(LONGEST_WAIT_SECONDS)


def look(people: Sequence[Person], left: Kept) -> Counter[str]:
    """Whatever was acknowledged or confirmed is there. Counts what else a kill has left behind."""
    assert {key for person in people for key in person.page.acknowledged} <= set(left.handled)
    assert {filed.receipt for person in people for filed in person.filed} <= {receipt for receipt, _ in left.reports}
    unsent = {key for person in people for key in person.page.unsent}
    waiting, sent = set(left.waiting), set(left.sent)
    return Counter(
        {
            "noted, not handled": len(set(left.noted) - set(left.handled)),
            "handled, not acknowledged": len(unsent & set(left.handled)),
            "committed, not sent": len(waiting - sent),
            "sent, not cleared": len(waiting & sent),
            "not forwarded": len(left.forwardings),
        }
    )


def assert_is_whole(person: Person, transcript: Sequence[Entry]) -> None:
    """Every message is there once, with its reply after it, in order; and the page has shown just that."""
    assert transcript == person.page.shown
    own = [entry for entry in transcript if entry["own"]]
    answers = replies(transcript)
    assert [entry["key"] for entry in own] == person.said == person.page.acknowledged
    assert len(answers) == len(person.answers)
    for said, answer, words in zip(own, answers, person.answers, strict=True):
        assert words in answer["body"]["text"]
        assert said["id"] < answer["id"]
    assert sorted(notices(transcript)) == sorted(filed.receipt for filed in person.filed)


def assert_is_kept_once(people: Sequence[Person], left: Kept) -> None:
    """Every report is there and at the desk, once, with its photo and all that happened to it; nothing waits."""
    filed = [each for person in people for each in person.filed]
    receipts = sorted(each.receipt for each in filed)
    assert sorted(left.reports) == sorted((each.receipt, each.story) for each in filed)
    assert sorted(left.cases) == receipts
    for status in (Status.RECEIVED, Status.HANDED_OVER, Status.VERIFIED):
        assert sorted(receipt for receipt, said in left.events if said == status) == receipts
    assert sorted(left.files) == sorted((each.file_id, each.receipt) for each in filed if each.file_id)
    assert sorted(left.handled) == sorted(left.noted) == sorted(key for person in people for key in person.said)
    assert (left.waiting, left.forwardings) == ([], [])


def assert_is_discreet(people: Sequence[Person], log: str) -> None:
    assert "Lampu" not in log
    assert not RECEIPT.search(log)
