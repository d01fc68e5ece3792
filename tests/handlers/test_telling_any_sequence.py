"""Whatever people and offices do, one after the other: who is told what, how often, and in which order."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import ChooseTelling, Effect, Follow, Forget, Unfollow
from conversations.following import Telling
from conversations.messages import Blocked, Chat, Incoming, Line, Received, Text, Unblocked
from conversations.receipt import make_receipt
from conversations.routing import DESK
from conversations.status import Status
from handlers.effects import Wanted, carry_out
from handlers.hours import Hours
from handlers.status_update import Fate, apply_update
from handlers.turns import take_turns
from storage import complainants, conversations, outbox, reports
from storage.conversations import Change
from storage.reports import NewReport
from storage.store import Store
from tests.filed import NOW, REPORT
from tests.following import CODE, EVENING, update
from tests.handlers.house import Bell, different_numbers

OWNER, OTHERS = "siti", ("budi", "tono")
PEOPLE = (OWNER, *OTHERS)
MOST_UPDATES = 12
"""A digest tells no more of one report."""
TELLINGS = {"at once": Telling.AT_ONCE, "daily": Telling.DAILY, "mute": Telling.NEVER}
MESSAGES: dict[str, Incoming] = {"block": Blocked(), "unblock": Unblocked(), "write": Text("halo")}
HOURS = {"an hour": 1, "nine hours": 9}
UPDATES = {"step": Status.FOLLOWED_UP, "question": Status.QUESTION, "limited question": Status.QUESTION}

_which = st.sampled_from((0, 1))
_updates = st.tuples(st.sampled_from(sorted(UPDATES)), st.just(""), _which)
_choices = st.tuples(st.sampled_from(("follow", "leave", *TELLINGS)), st.sampled_from(PEOPLE), _which)
_messages = st.tuples(st.sampled_from((*MESSAGES, "forget")), st.sampled_from(PEOPLE), st.just(0))
_times = st.tuples(st.sampled_from(sorted(HOURS)), st.just(""), st.just(0))
actions = st.lists(st.one_of(_updates, _choices, _updates, _times, _messages), min_size=8, max_size=24)
_numbers = count(1)


@dataclass
class Listening:
    """How somebody wants to be told of a report, None where they do not follow it; what they are to be told; and were.

    Updates by their numbers.
    """

    wants: Telling | None = None
    owed: set[int] = field(default_factory=set)
    told: list[int] = field(default_factory=list)


class World:
    """It is evening. Siti has sent two reports, which the others follow. What is told is held against what may be."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self.store, self.catalogue, self.now = store, catalogue, EVENING
        self.chats = {name: Chat("webchat", f"{name}-{next(_numbers)}") for name in PEOPLE}
        self.receipts = tuple(make_receipt("KTM", next(_numbers)) for _ in range(2))
        self.listening: dict[tuple[str, str], Listening] = defaultdict(Listening)
        self.questions: set[int] = set()
        self.updates = 0
        self.bits = different_numbers()
        self.ids: dict[str, int] = {}

    async def begin(self) -> None:
        async with self.store.begin() as unit:
            added = await complainants.add(unit, list(self.chats.values()), NOW)
            self.ids = {name: added[chat] for name, chat in self.chats.items()}
            sent = [NewReport(self.ids[OWNER], replace(REPORT, receipt=each), DESK, CODE) for each in self.receipts]
            await reports.mark_handed_over(unit, list((await reports.add(unit, sent)).values()))
        for receipt in self.receipts:
            self.listening[OWNER, receipt].wants = Telling.AT_ONCE
            for name in OTHERS:
                await self.choose("follow", name, receipt)

    async def happens(self, what: str, name: str, which: int) -> None:
        self.now += timedelta(hours=HOURS.get(what, 0), seconds=1)
        receipt = self.receipts[which]
        if what in UPDATES:
            await self.office_says(what, receipt)
        elif what in MESSAGES:
            await self.says(name, MESSAGES[what])
        elif what == "forget":
            await self.forget(name)
        elif what not in HOURS:
            await self.choose(what, name, receipt)
        await self.pass_on()

    async def office_says(self, what: str, receipt: str) -> None:
        number = self.updates + 1
        if number > MOST_UPDATES:
            return
        self.updates = number
        is_question = UPDATES[what] is Status.QUESTION
        due_at = self.now + timedelta(days=9) if what == "limited question" else None
        values = {"key": f"{number}", "receipt": receipt, "agency": f"A{number}", "text": "Ya", "due_at": due_at}
        said = update(UPDATES[what], number, **values)
        async with self.store.begin() as unit:
            assert (await apply_update(unit, said, self.now, self.catalogue.profile)).fate is Fate.APPLIED
        for name in PEOPLE:
            listening = self.listening[name, receipt]
            if listening.wants in (Telling.AT_ONCE, Telling.DAILY) or self._is_asked(name, listening, is_question):
                listening.owed.add(number)
        if is_question:
            self.questions.add(number)

    def _is_asked(self, name: str, listening: Listening, is_question: bool) -> bool:
        return name == OWNER and listening.wants is not None and is_question

    async def choose(self, what: str, name: str, receipt: str) -> None:
        listening = self.listening[name, receipt]
        if what == "follow":
            if listening.wants is None and self.listening[OWNER, receipt].wants is not None:
                await self._carry_out(name, Follow(receipt, CODE))
                listening.wants = Telling.AT_ONCE
        elif listening.wants is not None and what in TELLINGS:
            await self._carry_out(name, ChooseTelling(receipt, TELLINGS[what]))
            listening.wants = TELLINGS[what]
            if listening.wants is Telling.NEVER:
                listening.owed &= self.questions if name == OWNER else set()
        elif listening.wants is not None and name != OWNER:
            await self._carry_out(name, Unfollow(receipt))
            self._ends(name, receipt)

    async def forget(self, name: str) -> None:
        await self._carry_out(name, Forget())
        async with self.store.begin() as unit:
            await conversations.store(unit, [Change(self.ids[name], Conversation(), None)], self.now)
        for receipt in self.receipts:
            for each in PEOPLE if name == OWNER else (name,):
                self._ends(each, receipt)

    def _ends(self, name: str, receipt: str) -> None:
        listening = self.listening[name, receipt]
        listening.wants, listening.owed = None, set()

    async def _carry_out(self, name: str, effect: Effect) -> None:
        async with self.store.begin() as unit:
            await conversations.load_by_id(unit, [self.ids[name]])
            await carry_out(
                unit, [Wanted(self.ids[name], self.chats[name], effect)], self.now, self.catalogue.profile, self.bits
            )

    async def says(self, name: str, incoming: Incoming) -> None:
        received = Received(self.chats[name], f"{next(_numbers)}", self.now, incoming)
        async with self.store.begin() as unit:
            await take_turns(unit, [received], self.catalogue, self.now, self.bits)

    async def pass_on(self) -> None:
        """What can be sent now has been sent, and may be."""
        await Hours(self.store, Bell(), lambda: self.now, self.catalogue.profile).look()
        for name, chat in self.chats.items():
            async with self.store.read() as unit:
                messages = (await outbox.find_for(unit, chat, self.now, 100)).messages
            if messages:
                async with self.store.begin() as unit:
                    await outbox.remove(unit, [message.id for message in messages])
            for message in messages:
                for line in message.outgoing.lines:
                    if line.key.startswith(("notice.", "followed.question")) and "receipt" in line.params:
                        self._is_told(name, line)

    def _is_told(self, name: str, line: Line) -> None:
        listening = self.listening[name, str(line.params["receipt"])]
        number = self._number(line, listening)
        assert number in listening.owed, "they do not follow it, or do not want to be told"
        assert number > max(listening.told, default=0), "told twice, or after something newer"
        listening.told.append(number)

    def _number(self, line: Line, listening: Listening) -> int:
        """What others are told of a question does not say who asks: it may be the first that they do not know yet."""
        agency = str(line.params.get("agency", ""))
        open_questions = (listening.owed & self.questions).difference(listening.told)
        return int(agency.removeprefix("A")) if agency else min(open_questions, default=0)

    async def ends(self) -> None:
        """Everybody can be reached again, and every hour has come."""
        for name in PEOPLE:
            await self.says(name, Unblocked())
        self.now += timedelta(days=3)
        await self.pass_on()
        missing = {who: each.owed - set(each.told) for who, each in self.listening.items()}
        assert not any(missing.values()), "somebody was not told"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(happens=actions)
async def test_everybody_is_told_once_in_order_of_what_they_follow_and_of_nothing_else(
    store: Store, catalogue: Catalogue, happens: list[tuple[str, str, int]]
) -> None:
    world = World(store, catalogue)
    await world.begin()
    for what, name, which in happens:
        await world.happens(what, name, which)
    await world.ends()
