"""What people say in the tests, typed to the end, and what the bot says when nothing is in its way."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from conversations.messages import Text
from tests.bot.telegram.office import opened
from tests.handlers.house import TELLING
from tests.telegram.people import Person
from tests.telegram.server import BotApi

FIRST_ID = 100
SAID = [each.text for each in TELLING[:-1] if isinstance(each, Text)]
"""Without the last word: a receipt's number is never the same."""
_undisturbed: list[str] = []


def crowd(api: BotApi, number: int) -> list[Person]:
    return [api.person(id, f"Warga {id}") for id in range(FIRST_ID, FIRST_ID + number)]


async def converse(person: Person, said: Sequence[str] = SAID, seconds: float = 30.0) -> None:
    """Each next word is said once the last was answered."""
    for words in said:
        await person.says(words)
        await person.reads(seconds)


async def all_converse(people: Sequence[Person], said: Sequence[str] = SAID) -> None:
    await asyncio.gather(*(converse(person, said) for person in people))


def heard(person: Person) -> list[str]:
    return [shown.text for shown in person.sees]


async def undisturbed(folder: Path) -> list[str]:
    """What the bot answers to `SAID`, message by message."""
    if not _undisturbed:
        async with BotApi() as api, opened(api, folder / "undisturbed"):
            [person] = crowd(api, 1)
            await converse(person)
            _undisturbed.extend(heard(person))
    return _undisturbed
