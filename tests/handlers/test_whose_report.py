"""Whatever two volunteers, three owners and the office do, in whatever order: nobody is shown what is not theirs."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import select

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Command, Incoming, Text
from conversations.profile import Profile
from conversations.receipt import make_receipt
from conversations.status import Status
from conversations.volunteering import Standing
from handlers.standing import change_standing
from storage import tables, volunteers
from storage.store import Store
from tests.filed import NOW, Filed
from tests.following import apply
from tests.following import update as said
from tests.handlers.house import House, different_numbers, open_house
from tests.volunteering import RAHMA, Helper, file_for, make_volunteer, talk_is, talk_of

STEPS = 40
OWNERS = [Chat("webchat", name) for name in ("siti", "budi", "udin")]
ABOUT_ONE = ("status", "add", "hand_over", "helper", "helper_nothing", "helper_steps", "hide", "hide_secret", "share")


class Village:
    """What happens in it, one thing after the other, and who may know what of it."""

    def __init__(
        self,
        house: House,
        profile: Profile,
        helpers: Sequence[Helper],
        filed: Sequence[Filed],
        chance: random.Random,
    ) -> None:
        self.house = house
        self.profile = profile
        self.helpers = helpers
        self.filed = filed
        self.chance = chance
        self.keys = count(1)
        self.numbers = count(1)
        self.seen = 0

    async def something_happens(self) -> None:
        """Afterwards whoever was told something was allowed to know it."""
        report = self.chance.choice(self.filed)
        happens = self.chance.choice([self._chat_says, self._chat_says, self._slip_is_opened, self._office_acts])
        opened = await happens(report)
        await self.house.all_is_sent()
        await self._look(opened)

    async def _chat_says(self, report: Filed) -> tuple[Chat, str] | None:
        chat = self.chance.choice([*(helper.chat for helper in self.helpers), *OWNERS])
        receipt = report.report.receipt
        verb = self.chance.choice(ABOUT_ONE)
        pressed, words = Choice(f"{verb}:{receipt}"), Text("masih menunggu petugasnya di sini")
        what: list[Incoming] = [pressed, pressed, Command("laporan"), Command("slip"), words]
        await self._say(chat, self.chance.choice(what))
        return None

    async def _slip_is_opened(self, report: Filed) -> tuple[Chat, str] | None:
        """By somebody who has it in hand, be it the owner or not."""
        async with self.house.store.read() as unit:
            table = tables.handovers
            code = await unit.connection.scalar(select(table.c.code).where(table.c.report_id == report.id))
        chat = self.chance.choice([*(helper.chat for helper in self.helpers), *OWNERS])
        if code is None:
            return None
        said = Choice(f"take_over:{code}") if self.chance.random() < 0.5 else Command("serah", code)
        await self._say(chat, said)
        return chat, report.report.receipt

    async def _office_acts(self, report: Filed) -> tuple[Chat, str] | None:
        if self.chance.random() < 0.6:
            number = next(self.numbers)
            status = self.chance.choice([Status.QUESTION, Status.FOLLOWED_UP, Status.FORWARDED])
            text = f"Petugas menulis tentang {report.report.title}"
            await apply(
                self.house.store,
                self.profile,
                replace(said(status, number, text=text), receipt=report.report.receipt),
            )
            return None
        await self._decide(self.chance.choice(self.helpers))
        return None

    async def _decide(self, helper: Helper) -> None:
        store = self.house.store
        talk = await talk_of(store, helper.id)
        assert talk.volunteering is not None
        is_active = talk.volunteering.standing is Standing.ACTIVE
        after = Standing.SUSPENDED if is_active else Standing.ACTIVE
        await talk_is(store, helper.id, replace(talk, volunteering=replace(talk.volunteering, standing=after)))
        async with store.begin() as unit:
            volunteer = (await volunteers.of(unit, [helper.id]))[helper.id]
            await change_standing(unit, volunteer, after, NOW, self.profile, different_numbers(next(self.keys)))

    async def _say(self, chat: Chat, incoming: Incoming) -> None:
        await self.house.say(chat, incoming, begin=1_000 + next(self.keys))

    async def _look(self, opened: tuple[Chat, str] | None) -> None:
        new, self.seen = self.house.app.sent[self.seen :], len(self.house.app.sent)
        async with self.house.store.read() as unit:
            owner_of = select(tables.complainants.c.address, tables.reports.c.receipt).join(tables.reports)
            owners = {(row.address, row.receipt) for row in await unit.connection.execute(owner_of)}
            of_report = tables.reports.c.id == tables.followers.c.report_id
            named = select(tables.complainants.c.address, tables.reports.c.receipt).select_from(tables.followers)
            follows = named.join(tables.complainants).join(tables.reports, of_report)
            followers = {(row.address, row.receipt) for row in await unit.connection.execute(follows)}
        for address, _, text in new:
            for each in self.filed:
                about = (address, each.report.receipt)
                is_shown_slip = opened is not None and (opened[0].address, opened[1]) == about
                assert each.report.title not in text or about in owners or is_shown_slip, text
                assert each.report.receipt not in text or about in owners | followers or is_shown_slip, text


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nobody_is_told_of_what_is_not_theirs_at_that_moment(
    store: Store, catalogue: Catalogue, seed: int
) -> None:
    rahma, dewi = await make_volunteer(store), await make_volunteer(store, "dewi", replace(RAHMA, name="Dewi"))
    filed = [
        await file_for(store, helper, make_receipt("KTM", 1_234_567 * number), title=f"Perkara nomor {number}")
        for number, helper in enumerate((rahma, dewi, rahma), 1)
    ]
    async with open_house(store, catalogue) as house:
        village = Village(house, catalogue.profile, (rahma, dewi), filed, random.Random(seed))
        for helper in village.helpers:
            await house.say(helper.chat, Command("slip"))
        for _ in range(STEPS):
            await village.something_happens()
    async with store.read() as unit:
        handed_over = await unit.connection.scalars(select(tables.filings.c.handed_over_at))
        assert any(handed_over), "nothing was handed over"
