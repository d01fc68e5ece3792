"""Whoever loses a report in the very batch in which they ask for it is not shown it by the answer either."""

import asyncio

import pytest

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Incoming, Text
from storage.store import Store
from tests.filed import RECEIPT
from tests.handlers.handing_over.slips import SITI, code_from, filed_by_rahma, take
from tests.handlers.house import House, open_house, received


async def at_once(house: House, *said: tuple[Chat, Incoming]) -> dict[Chat, list[str]]:
    """What is told when all of this is said in one batch."""
    before = len(house.app.sent)
    await asyncio.gather(*(house.intake.take(received(chat, "at once", each)) for chat, each in said))
    await house.all_is_sent()
    return {chat: [text for to, _, text in house.app.sent[before:] if to == chat.address] for chat, _ in said}


@pytest.mark.parametrize("is_first", [True, False])
async def test_who_asks_while_the_report_goes_over_is_told_only_that_it_does(
    store: Store, catalogue: Catalogue, is_first: bool
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        code = (await code_from(house, rahma)).replace("-", "")
        said = [(rahma.chat, Choice(f"status:{RECEIPT}")), (SITI, Choice(f"take_over:{code}"))]
        told = await at_once(house, *(said if is_first else reversed(said)))
    [to_helper], [to_owner] = told[rahma.chat], told[SITI]
    assert to_helper == f"Laporan {RECEIPT} sudah diambil pemiliknya. Terima kasih sudah membantu."
    assert f"Laporan {RECEIPT} sekarang milik Anda." in to_owner


async def test_who_asks_while_the_owner_lets_them_know_nothing_is_told_nothing(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        asks, forbids = Choice(f"status:{RECEIPT}"), Choice(f"helper_nothing:{RECEIPT}")
        told = await at_once(house, (rahma.chat, asks), (SITI, forbids))
    assert told[rahma.chat] == []
    assert len(told[SITI]) == 1


async def test_who_asks_for_something_else_meanwhile_is_answered(store: Store, catalogue: Catalogue) -> None:
    rahma, _ = await filed_by_rahma(store)
    budi = Chat("webchat", "budi")
    async with open_house(store, catalogue) as house:
        code = (await code_from(house, rahma)).replace("-", "")
        story = Text("Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap")
        told = await at_once(house, (budi, story), (SITI, Choice(f"take_over:{code}")))
        assert (await house.conversation(budi)).draft
    assert len(told[budi]) == len(told[SITI]) == 1
