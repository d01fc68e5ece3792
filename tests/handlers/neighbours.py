"""What is said in a group: a volunteer takes up the words of a neighbour, who is asked there for their consent.

The group is told nothing of any report, nor anybody else of what was said there, but for that volunteer.
"""

from dataclasses import dataclass, replace
from typing import Self

from conversations.messages import Chat, Choice, Command, GroupAnswer, Incoming, Overheard, Text
from conversations.state import State
from conversations.volunteering import Decision, Standing
from tests.handlers.decks import Decks
from tests.handlers.ears import Heard
from tests.handlers.happenings import Happenings
from tests.handlers.reporting import ANSWERS
from tests.handlers.rights import Case
from tests.handlers.village import EVERYBODY, GROUP, PEOPLE, VOLUNTEERS

ASKED_AFTER: tuple[Incoming, ...] = (
    Command("kembali"),
    Command("lapor"),
    Command("laporan"),
    Choice("next_report"),
    Choice("resume"),
    Choice("unshelve"),
    Text("masih menunggu petugasnya di sini"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in the group, as its buttons have it."""

    volunteer: Chat
    writer: str
    draft: int
    question: int

    @classmethod
    def find(cls, found: list[Heard]) -> Self | None:
        buttons = [option for heard in found if heard.chat == GROUP for option in heard.options if ":y." in option]
        if not buttons:
            return None
        _, volunteer, draft, question, writer = buttons[-1].split(".")
        return cls(Chat(GROUP.channel, volunteer), writer, int(draft), int(question))

    def answer(self, says: str, writer: Chat | None = None) -> GroupAnswer:
        """Whoever it was asked of answers, or somebody else presses."""
        return GroupAnswer(GROUP.address, writer.address if writer else self.writer, self.draft, self.question, says)


class Neighbours:
    """Goes into what happens, as one step of the walk."""

    def __init__(self, doing: Happenings) -> None:
        self.doing = doing
        self.village, self.rights, self.chance = doing.village, doing.rights, doing.chance
        self.decks = Decks(self.chance)
        doing.often[self.a_volunteer_takes_up_what_a_neighbour_says] = 4

    async def a_volunteer_takes_up_what_a_neighbour_says(self) -> None:
        active = [chat for chat in VOLUNTEERS if self.rights.standings.get(chat) is Standing.ACTIVE]
        helper, neighbour = self.chance.choice([*active, *active, *VOLUNTEERS]), self.chance.choice(PEOPLE)
        draft, asked = await self._overheard(helper, neighbour)
        if asked is None:
            return
        before = self.decks.next_of("answers", 6)
        match before:
            case 0 | 1:
                await self._answers(asked, "y" if before else "a")
            case 2:
                await self._refuses(asked, draft)
                await self._asks_after(helper)
            case 3:
                for other in EVERYBODY:
                    if other != neighbour:
                        await self._answers(asked, self.chance.choice("yan"), other)
            case 4:
                await self._answers(replace(asked, question=asked.question + 1), "n")
                await self.village.decide(helper, self.chance.choice([Decision.SUSPEND, Decision.END]))
                await self._refuses(asked, draft)
                await self._asks_after(helper)
        if await self._is_sent(draft, helper):
            await self._is_refused_late(draft, asked)

    async def _overheard(self, helper: Chat, neighbour: Chat) -> tuple[Case, Asked | None]:
        mark, name = self.village.new_mark(), self.village.new_mark().capitalize()
        is_active = self.rights.standings.get(helper) is Standing.ACTIVE
        draft = Case("", helper if is_active else None, {mark, name}, helper)
        self.rights.drafts.append(draft)
        self.rights.said_aloud.add((GROUP, name))
        self.rights.begin_step(helper)
        text = f"Lampu jalan {mark} mati sejak lama, gelap sekali di depan sekolah"
        number = str(next(self.village.numbers))
        said = Overheard(GROUP.address, number, f"g{number}", neighbour.address, f"Warga {name}", text)
        await self.village.say_in_group(helper, said)
        return draft, Asked.find(await self.village.look())

    async def _answers(self, asked: Asked, says: str, writer: Chat | None = None) -> None:
        self.rights.begin_step(asked.volunteer)
        await self.village.say_in_group(asked.volunteer, asked.answer(says, writer))
        await self.village.look()

    async def _refuses(self, asked: Asked, case: Case) -> None:
        self.rights.begin_step(asked.volunteer)
        self.rights.refused(case)
        await self.village.say_in_group(asked.volunteer, asked.answer("n"))
        await self.village.look()

    async def _asks_after(self, helper: Chat) -> None:
        for each in self.chance.sample(ASKED_AFTER, 3):
            await self.doing.say(helper, each)
            await self.village.look()

    async def _is_sent(self, draft: Case, helper: Chat) -> bool:
        """Whoever has said nothing in the group says so to the volunteer."""
        if draft.owner is None or self.rights.standings.get(helper) is not Standing.ACTIVE:
            return False
        self.rights.begin_step(helper)
        answers = ANSWERS | {
            State.VISIBILITY: Text("Biasa"),
            State.NAME: Text("Warga Lingga"),
            State.PERSON_CONSENT: await self.doing.reporting.consent(helper),
        }
        return await self.doing.reporting.tell(draft, helper, answers)

    async def _is_refused_late(self, case: Case, asked: Asked) -> None:
        """By whom it was asked of: at once, or once the report is theirs; or by somebody else."""
        match self.decks.next_of("late", 4):
            case 0:
                await self._refuses(asked, case)
                await self._asks_after(asked.volunteer)
            case 1:
                await self._answers(asked, "n", self.chance.choice(VOLUNTEERS))
            case 2:
                await self.doing.say(asked.volunteer, Choice(f"hand_over:{case.receipt}"))
                await self.village.look()
                await self.doing.say(Chat(GROUP.channel, asked.writer), Choice(f"take_over:{case.slip}"))
                await self.village.look()
                await self._refuses(asked, case)
            case 3:
                await self._answers(asked, "y")
