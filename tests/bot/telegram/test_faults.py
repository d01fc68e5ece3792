"""Whatever happens on the way to Telegram and back: every reply arrives, once, in the order of its chat."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.bot.telegram.conftest import QUICK
from tests.bot.telegram.office import PATIENCE, Office, opened
from tests.bot.telegram.talk import SAID, all_converse, converse, crowd, heard, undisturbed
from tests.telegram import refusals
from tests.telegram.faults import BAD_GATEWAY, CUT, Fault, Slow
from tests.telegram.server import BotApi

A_MINUTE = 60 * QUICK
"""The product's waits are as much shorter here."""
WAYS = ({"telegram_mode": "polling"}, {"telegram_mode": "webhook"})


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
@pytest.mark.parametrize(
    ("fault", "times"),
    [(Slow(5.0), 5), (BAD_GATEWAY, 12), (CUT, 12), (refusals.SERVER_ERROR, 12), (refusals.too_many_requests(1), 2)],
    ids=["slow", "bad gateway", "cut", "server error", "flood"],
)
async def test_trouble_with_sending_loses_and_repeats_nothing(
    api: BotApi, tmp_path: Path, way: dict[str, str], fault: Fault, times: int
) -> None:
    people = crowd(api, 5)
    async with opened(api, tmp_path, **way) as office:
        await converse(people[0], SAID[:1])
        api.fail_next("sendMessage", fault, times)
        await all_converse(people[1:])
        await converse(people[0], SAID[1:])
        await office.all_is_sent()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
async def test_an_answer_of_telegrams_that_comes_five_seconds_late_repeats_nothing(
    api: BotApi, tmp_path: Path, way: dict[str, str]
) -> None:
    people = crowd(api, 5)
    async with opened(api, tmp_path, **way) as office:
        await all_converse(people, SAID[:1])
        api.fail_next("sendMessage", Slow(5.0), 5, is_done=True)
        await all_converse(people, SAID[1:])
        await office.all_is_sent()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
async def test_while_telegram_is_away_for_a_minute_people_write_and_are_answered_when_it_is_back(
    api: BotApi, tmp_path: Path, way: dict[str, str]
) -> None:
    people = crowd(api, 5)
    async with opened(api, tmp_path, **way) as office:
        await all_converse(people, SAID[:2])
        async with api.down():
            for person in people:
                await person.says(SAID[2])
            await asyncio.sleep(A_MINUTE)
        for person in people:
            await person.reads()
        await all_converse(people, SAID[3:])
        await office.all_is_sent()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


@asynccontextmanager
async def database_away(office: Office, folder: Path) -> AsyncIterator[None]:
    """Somebody else has it for themselves, and the office soon gives up waiting for them."""
    async with office.store.begin() as unit:
        await unit.connection.execute(text("PRAGMA busy_timeout=50"))
    file = folder / "data" / "pintulapor.db"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way["telegram_mode"])
async def test_what_cannot_be_committed_is_not_taken_from_telegram_and_comes_again(
    api: BotApi, tmp_path: Path, way: dict[str, str]
) -> None:
    people = crowd(api, 3)
    async with opened(api, tmp_path, **way) as office:
        await all_converse(people, SAID[:1])
        polls = len(api.called("getUpdates"))
        async with database_away(office, tmp_path):
            for person in people:
                await person.says(SAID[1])
            await api.until(
                lambda: len(api.called("getUpdates")) > polls or any(post.status == 503 for post in api.posts), PATIENCE
            )
            assert len(api.account.pending) == len(people)
        for person in people:
            await person.reads()
        await all_converse(people, SAID[2:])
        await office.all_is_sent()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_trouble_with_getting_updates_loses_none(api: BotApi, tmp_path: Path) -> None:
    people = crowd(api, 3)
    async with opened(api, tmp_path) as office:
        await all_converse(people, SAID[:1])
        for fault in (BAD_GATEWAY, CUT, refusals.SERVER_ERROR, refusals.CONFLICT, refusals.too_many_requests(0)):
            api.fail_next("getUpdates", fault)
        await all_converse(people, SAID[1:])
        await office.all_is_sent()
        await api.settled()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_updates_that_telegram_brings_again_are_answered_once(api: BotApi, tmp_path: Path) -> None:
    """It never heard that they were taken."""
    people = crowd(api, 3)
    async with opened(api, tmp_path, telegram_mode="webhook") as office:
        api.fail_next("webhook", CUT, 6)
        await all_converse(people)
        await office.all_is_sent()
        await api.settled()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_a_reply_in_an_answer_that_got_lost_comes_with_the_answer_to_the_repeat(
    api: BotApi, tmp_path: Path
) -> None:
    people = crowd(api, 3)
    async with opened(api, tmp_path, telegram_mode="webhook", telegram_reply_by="answer") as office:
        api.fail_next("webhook", CUT, 6)
        await all_converse(people)
        await office.all_is_sent()
        await api.settled()
    assert any(call.is_in_answer for call in api.calls)
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_an_answer_of_telegrams_that_got_lost_after_it_had_sent_makes_one_repeat(
    api: BotApi, tmp_path: Path
) -> None:
    """It cannot be known that it had: there is no way to ask, and no way to say that it is the same."""
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path) as office:
        await converse(sari, SAID[:1])
        api.fail_next("sendMessage", CUT, is_done=True)
        await sari.says(SAID[1])
        await office.all_is_sent()
        await api.until(lambda: len(sari.sees) == 3)
        await office.all_is_sent()
    [_, first, second] = heard(sari)
    assert first == second
