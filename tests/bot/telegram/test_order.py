"""A crowd writes faster than it can be answered, out of step: each chat gets its own replies in its own order."""

import random
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest

from bot.channels.telegram import webhook
from bot.channels.telegram.calls import message_calls
from bot.locale import load_catalogue
from bot.profile import load_profile
from bot.wiring import now
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.messages import Chat, Received, Text
from conversations.turn import Given, take_turn
from tests.bot.telegram.office import PATIENCE, opened
from tests.bot.telegram.talk import SAID, crowd, heard
from tests.telegram.people import Person
from tests.telegram.server import BotApi

NO_RECEIPT = "KTM-0000-0000"
RECEIPT = re.compile(r"KTM-\w{4}-\w{4}")
CHATS, MESSAGES, CONNECTIONS = 200, 20, 8


def told(person: int) -> list[str]:
    """Everybody begins somewhere else."""
    return list(islice(cycle(SAID), person % len(SAID), person % len(SAID) + MESSAGES))


def got(person: Person) -> list[str]:
    return [RECEIPT.sub(NO_RECEIPT, text) for text in heard(person)]


def replies(said: list[str], catalogue: Catalogue) -> Iterator[str]:
    conversation = Conversation()
    for key, words in enumerate(said):
        received = Received(Chat("telegram", "7"), str(key), now(), Text(words), "id", "Warga")
        outcome = take_turn(conversation, received, Given(now(), catalogue, NO_RECEIPT))
        conversation = outcome.conversation
        for reply in outcome.replies:
            for call in message_calls(7, catalogue.render(reply, "id"), ""):
                yield call.params["text"]


async def test_each_chats_replies_come_in_its_own_order(
    api: BotApi, tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "CONNECTIONS", CONNECTIONS)
    await write_and_be_answered(api, tmp_path, database_url=database_url)


async def test_so_they_do_in_the_answers_to_updates(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "CONNECTIONS", CONNECTIONS)
    await write_and_be_answered(api, tmp_path, telegram_reply_by="answer")
    assert any(call.is_in_answer for call in api.calls)


async def write_and_be_answered(api: BotApi, tmp_path: Path, **settings: str) -> None:
    catalogue = load_catalogue(load_profile("kutai-timur"))
    people = crowd(api, CHATS)
    turns = [place for place in range(CHATS) for _ in range(MESSAGES)]
    random.Random(5).shuffle(turns)
    left = [iter(told(place)) for place in range(CHATS)]
    for place in turns:
        await people[place].says(next(left[place]))
    async with opened(api, tmp_path, telegram_mode="webhook", **settings) as office:
        await api.settled(PATIENCE)
        await office.all_is_sent()
    assert [place for place in range(CHATS) if got(people[place]) != list(replies(told(place), catalogue))] == []
