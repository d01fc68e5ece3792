"""Messages to somebody who blocked us wait, and become one digest when they come back."""

import asyncio
from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.digest import digest
from conversations.messages import Outgoing, Rendered, Unblocked, line
from conversations.missed import Missed
from handlers.errors import Undeliverable
from storage import conversations, outbox
from storage.outbox import NewMessage
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import TELLING, App, House, open_house
from tests.handlers.post import SITI, all_ids, is_blocked, left, spoil, write


async def test_messages_to_somebody_who_blocked_us_wait_until_they_come_back(
    store: Store, catalogue: Catalogue
) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "notice")
        await house.say(SITI, TELLING[1], begin=1)
        await house.all_is_sent()
    texts = house.app.texts(SITI.address)
    assert (len(texts), texts[1]) == (3, "notice")


async def test_of_all_that_somebody_missed_they_get_one_digest_before_the_reply(
    store: Store, catalogue: Catalogue
) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua", "kabar tiga")
        await house.say(SITI, TELLING[1], begin=1)
        await house.all_is_sent()
        assert await left(store) == []
    unsent, digest, reply = house.app.texts(SITI.address)
    assert [digest.index(text) for text in ("ada 3 kabar", "kabar satu", "kabar dua", "kabar tiga")] == sorted(
        digest.index(text) for text in ("ada 3 kabar", "kabar satu", "kabar dua", "kabar tiga")
    )
    assert "kabar" not in unsent + reply


async def test_whoever_only_lets_us_write_again_gets_what_they_missed(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        await house.say(SITI, Unblocked(), begin=1)
        await house.all_is_sent()
    assert sum("kabar satu" in text and "kabar dua" in text for text in house.app.texts(SITI.address)) == 1


async def test_whoever_blocks_us_again_is_told_nothing_twice(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        house.app.refusals[SITI.address] = [Undeliverable(), Undeliverable()]
        await house.say(SITI, Unblocked(), begin=1)
        while len(house.app.refusals[SITI.address]) > 1 or not await is_blocked(store, SITI):  # noqa: ASYNC110 -- the same
            await asyncio.sleep(0.01)
        await write(store, (SITI, "kabar tiga"), is_notice=True)
        house.app.refusals.clear()
        await house.say(SITI, Unblocked(), begin=2)
        await house.all_is_sent()
    texts = "\n".join(house.app.texts(SITI.address))
    assert [texts.count(f"kabar {number}") for number in ("satu", "dua", "tiga")] == [1, 1, 1]


async def test_whoever_comes_back_while_a_message_is_being_refused_is_not_given_up(
    store: Store, catalogue: Catalogue
) -> None:
    app = SlowRefusal()
    async with open_house(store, catalogue, app) as house:
        await house.say(SITI, TELLING[0])
        await app.is_trying.wait()
        house.clock.move(seconds=20)
        await house.say(SITI, TELLING[1], begin=1)
        app.may_refuse.set()
        await house.all_is_sent()
        assert not await is_blocked(store, SITI)
    assert len(app.texts(SITI.address)) == 2


class SlowRefusal(App):
    """Its first answer is that the person cannot be reached, and comes late."""

    def __init__(self) -> None:
        super().__init__()
        self.is_trying, self.may_refuse = asyncio.Event(), asyncio.Event()

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        if not self.is_trying.is_set():
            self.is_trying.set()
            await self.may_refuse.wait()
            raise Undeliverable
        await super().send(address, message_id, message, at)


async def blocked_with_notices(house: House, *notices: str) -> None:
    """The reply to her first message could not be sent, and these have been written since."""
    house.app.refusals[SITI.address] = [Undeliverable()]
    await house.say(SITI, TELLING[0])
    while not await is_blocked(house.store, SITI):  # noqa: ASYNC110 -- what is in a database rings no bell
        await asyncio.sleep(0.01)
    await write(house.store, *((SITI, notice) for notice in notices), is_notice=True)
    await asyncio.sleep(0.1)
    assert house.app.sent == []


async def test_somebody_gets_what_can_be_read_of_all_that_they_missed(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu", "kabar dua")
        await spoil(store, *await write(store, (SITI, "kabar tiga"), is_notice=True))
        await house.say(SITI, Unblocked(), begin=1)
        await house.all_is_sent()
        assert await all_ids(store) == []
    assert sum("kabar satu" in text and "kabar dua" in text for text in house.app.texts(SITI.address)) == 1


async def test_what_came_before_a_planned_digest_is_not_told_after_it(store: Store, catalogue: Catalogue) -> None:
    async with open_house(store, catalogue) as house:
        await blocked_with_notices(house, "kabar satu")
        async with store.begin() as unit:
            siti = (await conversations.load(unit, [SITI]))[SITI].id
            planned = [Missed(Outgoing((line("plain.text", text=f"kabar {n}"),)), NOW) for n in ("dua", "tiga")]
            await outbox.add(unit, [NewMessage(siti, digest(planned, is_planned=True), is_notice=True)], NOW)
        await write(store, (SITI, "kabar empat"), (SITI, "kabar lima"), is_notice=True)
        await house.say(SITI, Unblocked(), begin=1)
        await house.all_is_sent()
    said = "\n".join(house.app.texts(SITI.address))
    places = [said.index(f"kabar {n}") for n in ("satu", "dua", "tiga", "empat", "lima")]
    assert places == sorted(places)
