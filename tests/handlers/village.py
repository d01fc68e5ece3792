"""Two volunteers, three people whom they represent, a stranger and the office, through the real intake and delivery."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from obstore.store import ObjectStore

from conversations.catalogue import Catalogue
from conversations.messages import (
    Chat,
    Command,
    GroupAnswer,
    Incoming,
    Overheard,
    Received,
    Text,
)
from conversations.status import Status
from conversations.volunteering import Decision, Standing
from handlers.answer_limits import AnswerLimits
from handlers.groups import Groups
from handlers.hours import Hours
from handlers.volunteers import Volunteers
from storage import report_standings, reports
from storage.store import Store
from tests.following import apply
from tests.following import update as news
from tests.handlers.ears import LINK, Ears, Heard
from tests.handlers.house import House, different_numbers, running
from tests.handlers.post import write
from tests.handlers.rights import Case, Rights
from tests.volunteering import RAHMA as IS_RAHMA
from tests.volunteering import make_volunteer

RAHMA, DEWI, SITI, BUDI, UDIN, TUTI = (
    Chat("webchat", name) for name in ("rahma", "dewi", "siti", "budi", "udin", "tuti")
)
VOLUNTEERS, PEOPLE = (RAHMA, DEWI), (SITI, BUDI, UDIN)
EVERYBODY = (*VOLUNTEERS, *PEOPLE, TUTI)
GROUP, WITNESS = Chat("webchat", "-50"), Chat("webchat", "witness")
MOST_CASES = 12
SAID = (Status.FOLLOWED_UP, Status.FORWARDED, Status.VERIFIED)


@dataclass
class Village:
    """What happens in it, one thing after the other; nobody is ever shown, or told of, what is not theirs then."""

    store: Store
    catalogue: Catalogue
    objects: ObjectStore
    chance: random.Random

    def __post_init__(self) -> None:
        self.ears = Ears(self.store, self.catalogue)
        self.house = House(self.store, self.catalogue, self.ears, different_numbers())
        self.clock = self.house.clock
        given = self.store, self.catalogue.profile
        bells = self.house.delivery, self.house.file_removal
        self.office = Volunteers(*given, *bells, self.clock, different_numbers(1_000_000))
        self.hours = Hours(self.store, self.house.delivery, self.clock, self.catalogue.profile)
        self.limits = AnswerLimits(self.store, self.catalogue, self.house.delivery, self.clock)
        self.rights = Rights()
        self.groups = Groups(self.store, self.house.intake)
        self.numbers = count(1)
        self.keys = count(1)
        self.read = 0
        self.history: list[str] = []
        self.said: defaultdict[Chat, list[str]] = defaultdict(list)
        self.shown: defaultdict[Chat, list[Heard]] = defaultdict(list)
        self.codes: list[tuple[str, str]] = []

    async def arrive(self) -> None:
        for chat, name in ((RAHMA, "Rahmawati"), (DEWI, "Dewi")):
            await make_volunteer(self.store, chat.address, replace(IS_RAHMA, name=name))
            self.rights.standings[chat] = Standing.ACTIVE

    # --- saying, and looking at what came of it ---

    async def say(self, chat: Chat, incoming: Incoming, about: str = "") -> None:
        self.history.append(f"{chat.address}: {incoming}{' in reply' if about else ''}")
        self.rights.said(chat, incoming)
        key = str(next(self.keys))
        self.said[chat].append(key)
        await self.house.intake.take(Received(chat, key, self.clock(), incoming, "id", about=about))

    async def say_in_group(self, to: Chat, incoming: Overheard | GroupAnswer) -> None:
        """It concerns this volunteer."""
        self.history.append(f"in the group, to {to.address}: {incoming}")
        await self.groups.take(Received(to, str(next(self.keys)), self.clock(), incoming, "id"))

    async def new(self) -> list[Heard]:
        """What was shown since the last look, unchecked."""
        self.house.delivery.wake()
        await self.house.all_is_sent(but_to=self.ears.closed)
        found, self.read = self.ears.heard[self.read :], len(self.ears.heard)
        for each in found:
            self.shown[each.chat].append(each)
        return found

    async def look(self) -> list[Heard]:
        """Everything that was shown since the last look may have been shown."""
        found = await self.new()
        self.check(found)
        return found

    def check(self, found: list[Heard]) -> None:
        for each in found:
            self._learn(each)
        for each in found:
            leaks = list(self.rights.violations(each.chat, each.words))
            assert not leaks, "\n".join([*self.history[-25:], f"{each.chat.address} is shown {leaks}:", each.words])

    def _learn(self, heard: Heard) -> None:
        """Codes are known from where they are shown, as everybody else knows them."""
        for receipt, code in LINK.findall(heard.text):
            if case := self.rights.find(receipt):
                self.codes.append((receipt, code))
                case.marks.add(code)
                if heard.chat == case.owner:
                    case.codes.add(code)
        for receipt, code in heard.slips.items():
            if case := self.rights.find(receipt):
                case.slip, case.made_slip = code, case.made_slip or heard.chat
                case.marks |= {code, "-".join(code[at : at + 4] for at in (0, 4, 8))}

    # --- lines that are slow ---

    async def line_is_slow(self, chat: Chat) -> None:
        """An answer that says nothing of anything is under way there, and what comes after it waits in hand."""
        self.ears.close(chat)
        await self.say(chat, Command("bahasa"))

    async def delivery_has_looked(self) -> None:
        """It has taken back what is not to be told any more, and then found what is: what waits is in hand."""
        [message] = await write(self.store, (WITNESS, "."), is_notice=True)
        self.house.delivery.wake()
        while message.id not in self.ears.ids(WITNESS.address):  # noqa: ASYNC110 -- an app rings no bell
            await asyncio.sleep(0)

    async def line_is_good_again(self, chat: Chat) -> None:
        await self.delivery_has_looked()
        self.ears.open(chat)

    # --- the office ---

    def new_mark(self) -> str:
        letters = "abcdefghij"
        return "zq" + "".join(letters[int(digit)] for digit in f"{next(self.numbers):03}")

    async def decide(self, chat: Chat, decision: Decision) -> None:
        registry = await self.office.registry()
        name = {RAHMA: "Rahmawati", DEWI: "Dewi"}[chat]
        found = next((each for each in registry.volunteers if each.name == name), None)
        self.history.append(f"the office: {decision} {name}")
        if found and await self.office.decide(found.id, decision):
            self.rights.decided(chat, decision)

    async def invite(self, chat: Chat) -> None:
        invited = await self.office.invite("KIM Sangatta Utara", "64.08.04")
        await self.say(chat, Command("relawan", invited.invitation.code))
        await self.say(chat, Text({RAHMA: "Rahmawati", DEWI: "Dewi"}[chat]))
        await self.decide(chat, Decision.APPROVE)

    async def write_about(self, case: Case, status: Status | None = None, *, has_limit: bool = False) -> None:
        """A text that nobody has read before, by chance a question, or one with a limit: of a report that it has."""
        status = status or self.chance.choice([Status.QUESTION, Status.QUESTION, *SAID])
        number, mark = next(self.numbers), self.new_mark()
        case.marks.add(mark)
        due = self.clock() + timedelta(days=4) if has_limit or self.chance.random() < 0.5 else None
        said = news(status, number, text=f"Petugas menulis {mark}", due_at=due, at=self.clock())
        self.history.append(f"the office: {status} on {case.receipt}: {mark}{' with a limit' if due else ''}")
        async with self.store.begin() as unit:
            if there := await report_standings.of(unit, case.receipt):
                await reports.mark_handed_over(unit, [there.id])
        if there:
            await apply(self.store, self.catalogue.profile, replace(said, receipt=case.receipt), at=self.clock())

    async def time_passes(self, **by: float) -> None:
        self.clock.move(**by)
        self.history.append(f"it is {self.clock()}")
        await self.hours.look()
        await self.limits.look()


@asynccontextmanager
async def open_village(store: Store, catalogue: Catalogue, objects: ObjectStore, seed: int) -> AsyncIterator[Village]:
    village = Village(store, catalogue, objects, random.Random(seed))
    async with running(village.house.intake.run(), village.house.delivery.run()):
        await village.arrive()
        yield village
