"""A phone with a bad signal: what is sent while a report is told comes in any order, some of it late or twice."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import select

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import Chat, Incoming, MediaKind, Received
from conversations.prompts import prompt_for
from conversations.report import Report
from conversations.state import State
from handlers.forwarding_body import from_json
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import tables
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import House, open_house
from tests.volunteering import make_volunteer

STORY = m.Text("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak lama, gelap sekali kalau malam")
PLACES = (
    "Teluk Lingga, seberang gerbang sekolah",
    "Sangatta Utara, seberang gerbang sekolah",
    "seberang gerbang sekolah",
)
SITI = m.Contact("Siti Aminah", "0812 3456 7890")
ALBUM = tuple(m.Media(f"photo-{n}", MediaKind.PHOTO, album="a") for n in range(3))
SENT: tuple[Incoming, ...] = (STORY, *ALBUM, m.Location(0.515, 117.56), m.Media("voice", MediaKind.VOICE))
FILES = {"photo-0", "photo-1", "photo-2", "voice"}
BUTTONS = {
    State.FOR_WHOM: "for_someone",
    State.CONSENT: "agree",
    State.CATEGORY: "category:lampu-jalan",
    State.EVENT_DATE: "date:yesterday",
    State.ATTACHMENTS: "skip",
    State.VISIBILITY: "visibility:open",
    State.NAME: "name",
    State.CONTACT: "skip",
    State.PERSON_CONSENT: "person_agrees",
}
MOST_TURNS = 60
SEEDS = 25


@dataclass
class Phone:
    """Sends each of `sent` once, whenever the signal lets it, and answers what is asked meanwhile."""

    house: House
    catalogue: Catalogue
    chat: Chat
    chance: random.Random
    sent: Sequence[Incoming]
    place: str
    history: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.left = [(f"sent-{n}", each) for n, each in enumerate(self.sent)]
        self.chance.shuffle(self.left)
        self.arrived: list[tuple[str, Incoming]] = []
        self.refused: list[m.Media] = []

    async def tell(self) -> None:
        """To the end."""
        for turn in range(MOST_TURNS):
            state = (await self.house.conversation(self.chat)).state if turn else State.IDLE
            if state is State.REVIEW and not self.left and not await self._is_misunderstood():
                if not self.refused:
                    await self._press("send", "send")
                    return
                await self._take(f"again-{turn}", self.refused.pop())
                continue
            if self.left and (state in (State.IDLE, State.REVIEW) or self.chance.random() < 0.5):
                await self._let_through(*self.left.pop())
            else:
                await self._answer(str(turn), state)
            if self.arrived and self.chance.random() < 0.2:
                await self._let_through(*self.chance.choice(self.arrived))
        raise AssertionError("\n".join(self.history))

    async def _let_through(self, key: str, incoming: Incoming) -> None:
        self.arrived.append((key, incoming))
        await self._take(key, incoming)

    async def _answer(self, turn: str, state: State) -> None:
        if state in (State.REPORT_CLASS, State.DESCRIPTION):
            waiting = next((each for each in self.left if each[1] == STORY), None)
            assert waiting, "\n".join(("asked for what was told:", *self.history))
            self.left.remove(waiting)
            await self._let_through(*waiting)
        elif state in (State.PERSON_NAME, State.PERSON_CONTACT):
            await self._take(f"answer-{turn}", SITI)
        elif state in (State.PLACE, State.LANDMARK):
            await self._take(f"answer-{turn}", m.Text(self.place))
        elif state is State.REVIEW:
            await self._put_right(turn)
        else:
            await self._press(f"answer-{turn}", BUTTONS[state])

    async def _put_right(self, turn: str) -> None:
        """The picture goes to the report; what was refused with it is sent once more, when that is asked for."""
        await self._press(f"answer-{turn}", "of_report")
        draft = (await self.house.conversation(self.chat)).draft
        assert draft is not None
        kept = {file.id for file in draft.attachments}
        came = dict(self.arrived).values()
        media = [each for each in came if isinstance(each, m.Media) and each.file_id not in kept]
        self.refused = [replace(each, album=f"again-{turn}") for each in media]

    async def _is_misunderstood(self) -> bool:
        """What belongs to the report was taken for a consent."""
        draft = (await self.house.conversation(self.chat)).draft
        return draft is not None and draft.evidence is not None

    async def _press(self, key: str, data: str) -> None:
        conversation = await self.house.conversation(self.chat)
        options = prompt_for(conversation, self.catalogue.profile).options
        await self._take(key, m.Choice(next(each.data for each in options if each.data.startswith(data))))

    async def _take(self, key: str, incoming: Incoming) -> None:
        self.history.append(f"{key}: {incoming}")
        await self.house.intake.take(Received(self.chat, key, NOW, incoming, "id", "Siti Aminah"))


@pytest.mark.parametrize("is_volunteer", [True, False], ids=["volunteer", "citizen"])
@pytest.mark.parametrize("place", PLACES)
async def test_in_whatever_order_it_comes_it_is_the_same_report(
    store: Store, catalogue: Catalogue, place: str, is_volunteer: bool
) -> None:
    chats = [Chat("webchat", str(seed)) for seed in range(SEEDS)]
    if is_volunteer:
        for chat in chats:
            await make_volunteer(store, chat.address)
    async with open_house(store, catalogue, delivers=False) as house:
        phones = [Phone(house, catalogue, chat, random.Random(int(chat.address)), SENT, place) for chat in chats]
        await asyncio.gather(*(phone.tell() for phone in phones))
    first, *others = await sent(store)
    assert {file.id for file in first.attachments} == FILES
    assert len(others) == SEEDS - 1
    for phone, other in zip(phones[1:], others, strict=True):
        assert what_it_says(other) == what_it_says(first), "\n".join(phone.history)


async def test_a_picture_of_the_set_that_comes_after_the_report_was_sent_follows_it(
    store: Store, catalogue: Catalogue
) -> None:
    early, late = ALBUM[0], ALBUM[1:]
    async with open_house(store, catalogue, delivers=False) as house:
        phone = Phone(house, catalogue, Chat("webchat", "1"), random.Random(1), (STORY, early), PLACES[0])
        await phone.tell()
        await house.say(phone.chat, *late, begin=1_000)
        assert (await house.conversation(phone.chat)).draft is None
    async with store.read() as unit:
        rows = (await unit.connection.execute(select(tables.forwardings.c.body))).all()
    responses = [body for row in rows if isinstance(body := from_json(row.body), ResponseForwarding)]
    assert {file.id for each in responses for file in each.attachments} == {each.file_id for each in late}


async def sent(store: Store) -> list[Report]:
    """What each chat has sent, in the order of their numbers."""
    tables_ = tables.forwardings.join(tables.reports).join(tables.complainants)
    async with store.read() as unit:
        rows = await unit.connection.execute(
            select(tables.complainants.c.address, tables.forwardings.c.body).select_from(tables_)
        )
        bodies = sorted((int(row.address), from_json(row.body)) for row in rows)
    return [body.report for _, body in bodies if isinstance(body, ReportForwarding)]


def what_it_says(report: Report) -> Report:
    """Whatever number it has, and in whatever order its files came."""
    files = tuple(sorted(report.attachments, key=lambda file: file.id))
    return replace(report, receipt="", attachments=files)
