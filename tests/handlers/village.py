"""Two volunteers, three people whom they represent, a stranger and the office, through the real intake and delivery."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count

from obstore.store import ObjectStore

from conversations.catalogue import Catalogue
from conversations.messages import Chat, Choice, Command, Incoming, Media, MediaKind, Received, Text
from conversations.state import State
from conversations.status import Status
from conversations.village_list.row import Cells
from conversations.volunteering import Decision, Standing
from handlers.answer_limits import AnswerLimits
from handlers.hours import Hours
from handlers.village_lists import VillageLists
from handlers.volunteers import Volunteers
from storage import attachments
from storage.attachments import StoredFile
from storage.store import Store
from tests.following import apply
from tests.following import update as news
from tests.handlers.ears import LINK, RECEIPT, Ears, Heard
from tests.handlers.house import House, different_numbers, running
from tests.handlers.rights import Case, Rights
from tests.handlers.village_lists.village import upload_list
from tests.village_list import Filled, good
from tests.volunteering import RAHMA as IS_RAHMA
from tests.volunteering import make_volunteer

RAHMA, DEWI, SITI, BUDI, UDIN, TUTI = (
    Chat("webchat", name) for name in ("rahma", "dewi", "siti", "budi", "udin", "tuti")
)
VOLUNTEERS, PEOPLE = (RAHMA, DEWI), (SITI, BUDI, UDIN)
EVERYBODY = (*VOLUNTEERS, *PEOPLE, TUTI)
MOST_TURNS = 25
MOST_CASES = 12
SAID = (Status.FOLLOWED_UP, Status.FORWARDED, Status.VERIFIED)

ANSWERS: dict[State, Incoming] = {
    State.RESUMING: Choice("begin_new"),
    State.CONSENT: Text("Setuju"),
    State.CATEGORY: Text("Lampu Penerangan Jalan Umum"),
    State.EVENT_DATE: Text("kemarin"),
    State.PLACE: Text("Teluk Lingga, seberang gerbang sekolah"),
    State.ATTACHMENTS: Text("Lewati"),
    State.PERSON_CONTACT: Text("0812 3456 7890"),
    State.REVIEW: Text("Kirim"),
}


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
        three = self.house.delivery, self.house.forwarding, self.house.file_removal
        made = different_numbers(2_000_000)
        self.lists = VillageLists(self.store, self.objects, self.catalogue, *three, self.clock, made)
        self.rights = Rights()
        self.ids: dict[Chat, int] = {}
        self.numbers = count(1)
        self.keys = count(1)
        self.read = 0
        self.history: list[str] = []
        self.said: dict[Chat, list[str]] = {chat: [] for chat in EVERYBODY}
        self.shown: dict[Chat, list[Heard]] = {chat: [] for chat in EVERYBODY}
        self.codes: list[tuple[str, str]] = []
        self.lists_sent: dict[Chat, tuple[Cells, ...]] = {}

    async def arrive(self) -> None:
        for chat, name in ((RAHMA, "Rahmawati"), (DEWI, "Dewi")):
            helper = await make_volunteer(self.store, chat.address, replace(IS_RAHMA, name=name))
            self.ids[chat] = helper.id
            self.rights.standings[chat] = Standing.ACTIVE

    # --- saying, and looking at what came of it ---

    async def say(self, chat: Chat, incoming: Incoming, about: str = "") -> None:
        self.history.append(f"{chat.address}: {incoming}{' in reply' if about else ''}")
        self.rights.said(chat, incoming)
        key = str(next(self.keys))
        self.said[chat].append(key)
        await self.house.intake.take(Received(chat, key, self.clock(), incoming, "id", about=about))

    async def new(self) -> list[Heard]:
        """What was shown since the last look, unchecked."""
        self.house.delivery.wake()
        await self.house.all_is_sent()
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
                case.slip = code
                case.marks |= {code, "-".join(code[at : at + 4] for at in (0, 4, 8))}

    # --- filing ---

    async def send_report(self, chat: Chat, for_whom: str = "") -> None:
        """For oneself, or for somebody of this name."""
        mark = self.new_mark()
        story = Text(f"Lampu jalan {mark} mati sejak lama, gelap sekali di depan sekolah")
        answers = ANSWERS | {
            State.FOR_WHOM: Text("Untuk orang lain" if for_whom else "Untuk saya"),
            State.PERSON_NAME: Text(for_whom),
            State.REPORT_CLASS: story,
            State.DESCRIPTION: story,
            State.VISIBILITY: Text(self.chance.choice(["Biasa", "Anonim"])),
            State.NAME: Text("Warga Lingga"),
            State.CONTACT: Text("0812 3456 7890"),
            State.PERSON_CONSENT: await self._consent(chat),
        }
        before = {case.receipt for case in self.rights}
        await self.say(chat, Command("lapor"))
        for _ in range(MOST_TURNS):
            state = (await self.house.conversation(chat)).state
            answer = answers.get(state)
            if answer is None:
                break
            await self.say(chat, answer)
            if state is State.REVIEW:
                break
        found = await self.new()
        sent = [each for each in found if each.chat == chat for r in RECEIPT.findall(each.text) if r not in before]
        assert sent, f"{chat.address} could not send: {[each.text for each in found]}"
        [receipt] = {r for each in sent for r in RECEIPT.findall(each.text)} - before
        marks = {mark, *(for_whom.split()[1:])}
        helper = chat if for_whom else None
        self.rights.cases.append(Case(receipt, chat, marks, helper, is_filed=bool(for_whom)))
        self.check(found)

    def new_mark(self) -> str:
        letters = "abcdefghij"
        return "zq" + "".join(letters[int(digit)] for digit in f"{next(self.numbers):03}")

    async def _consent(self, chat: Chat) -> Incoming:
        """In person, by a recording, or on paper."""
        kind = self.chance.choice([None, MediaKind.VOICE, MediaKind.PHOTO]) if chat in self.ids else None
        if kind is None:
            return Choice("person_agrees")
        id = f"evidence{next(self.numbers)}"
        async with self.store.begin() as unit:
            file = StoredFile(id, kind, "image/jpeg", 1, "00" * 32, f"{id}/original")
            await attachments.add(unit, self.ids[chat], file, self.clock())
        return Media(id, kind)

    # --- village lists ---

    async def send_list(self, chat: Chat) -> None:
        rows = tuple(self._row() for _ in range(2))
        again = self.lists_sent.get(chat, ()) if self.chance.random() < 0.4 else ()
        self.lists_sent[chat] = rows
        list_ = Filled((*rows, *again), {})
        self.rights.typed = {(chat, mark) for row in list_.rows for mark in _marks(row)}
        kept = await upload_list(self.store, self.objects, chat, list_.csv(), "daftar.csv", self.clock())
        before = {case.receipt for case in self.rights}
        await self.say(chat, Command("daftar"))
        await self.say(chat, kept)
        await self._work_on_lists()
        found = await self.new()
        pressed = next((o for each in reversed(found) for o in each.options if o.startswith("list_send")), None)
        if pressed:
            await self.say(chat, Choice(pressed))
            await self._work_on_lists()
            found += await self.new()
        lines = [line for each in found for line in each.words.splitlines()]
        for row in list_.rows:
            sent = {r for line in lines if row.name in line for r in RECEIPT.findall(line)} - before
            self.rights.cases += [Case(r, chat, _marks(row), chat, is_filed=True) for r in sent]
            before |= sent
        self.check(found)

    def _row(self) -> Cells:
        name = f"Warga {self.new_mark().capitalize()}"
        text = f"Lampu jalan {self.new_mark()} mati sejak lama di depan rumah"
        return replace(good(next(self.numbers)), name=name, text=text)

    async def _work_on_lists(self) -> None:
        for _ in range(20):
            if not await self.lists.look():
                return

    # --- the office ---

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
        """A text that nobody has read before, by chance a question, or one with a limit."""
        status = status or self.chance.choice([Status.QUESTION, Status.QUESTION, *SAID])
        number, mark = next(self.numbers), self.new_mark()
        case.marks.add(mark)
        due = self.clock() + timedelta(days=4) if has_limit or self.chance.random() < 0.5 else None
        said = news(status, number, text=f"Petugas menulis {mark}", due_at=due, at=self.clock())
        self.history.append(f"the office: {status} on {case.receipt}: {mark}{' with a limit' if due else ''}")
        await apply(self.store, self.catalogue.profile, replace(said, receipt=case.receipt), at=self.clock())

    async def time_passes(self, **by: float) -> None:
        self.clock.move(**by)
        self.history.append(f"it is {self.clock()}")
        await self.hours.look()
        await self.limits.look()


def _marks(row: Cells) -> set[str]:
    return {row.name.split()[1], row.text.split()[2]}


@asynccontextmanager
async def open_village(store: Store, catalogue: Catalogue, objects: ObjectStore, seed: int) -> AsyncIterator[Village]:
    village = Village(store, catalogue, objects, random.Random(seed))
    async with running(village.house.intake.run(), village.house.delivery.run()):
        await village.arrive()
        yield village
