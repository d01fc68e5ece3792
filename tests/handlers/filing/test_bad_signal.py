"""What is filed over a bad signal is the same in the end, and of the day when it was said."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Received
from storage import tables
from storage.store import Store
from tests.filed import NOW
from tests.handlers.filing.telling import keep_files, rows, told
from tests.handlers.house import House, open_house
from tests.volunteering import make_volunteer


def sent(chat: Chat, messages: Sequence[m.Incoming], ago: timedelta = timedelta()) -> list[Received]:
    return [Received(chat, str(key), NOW - ago, incoming, "id") for key, incoming in enumerate(messages)]


async def kept(store: Store) -> list[tuple[Any, ...]]:
    """What there is of the reports, but for their random numbers."""
    return [
        (
            row.title,
            row.description,
            row.event_day,
            row.landmark,
            row.visibility,
            row.reporter_name,
            row.reporter_contact,
        )
        for row in await rows(store, tables.reports)
    ]


async def test_the_day_is_counted_from_when_it_was_said(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    await keep_files(store, rahma.id)
    async with open_house(store, catalogue, delivers=False) as house:
        for received in sent(rahma.chat, told(), timedelta(days=2)):
            await house.intake.take(received)
    [report] = await rows(store, tables.reports)
    assert report.event_day == date(2026, 11, 17)
    [filing] = await rows(store, tables.filings)
    assert filing.consented_at == NOW - timedelta(days=2)


@pytest.mark.parametrize("seed", range(4))
async def test_bursts_and_doubled_messages_end_in_the_same_reports(
    store: Store, catalogue: Catalogue, seed: int
) -> None:
    chance = random.Random(seed)
    volunteers = [await make_volunteer(store, name) for name in ("rahma", "budi", "wati")]
    lines = {each.chat: sent(each.chat, told(consent=m.Text("Saya, Siti Aminah, setuju"))) for each in volunteers}
    async with open_house(store, catalogue, delivers=False) as house:
        await _deliver_badly(house, lines, chance)
    [first, *others] = await kept(store)
    assert others == [first, first]
    assert len(await rows(store, tables.filings)) == 3
    assert first[:3] == (
        "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap",
        "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap",
        date(2026, 11, 19),
    )


async def _deliver_badly(house: House, lines: dict[Chat, list[Received]], chance: random.Random) -> None:
    """Each chat's messages in their order, in bursts, the chats mixed; what was taken comes again at any time later."""
    places = dict.fromkeys(lines, 0)
    for _ in count():
        open_ = [chat for chat in lines if places[chat] < len(lines[chat])]
        if not open_:
            return
        chat = chance.choice(open_)
        for received in lines[chat][places[chat] :][: chance.randint(1, 5)]:
            await house.intake.take(received)
            places[chat] += 1
            if chance.random() < 0.5:
                await house.intake.take(chance.choice(lines[chat][: places[chat]]))
