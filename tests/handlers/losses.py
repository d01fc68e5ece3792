"""What is most easily left behind: something waits for somebody, their report is lost to them, and then asked for."""

from collections.abc import Sequence

from conversations.messages import Blocked, Chat, Choice, Command, Incoming, Text, Unblocked
from conversations.status import Status
from conversations.volunteering import Decision, Standing
from tests.handlers.decks import Decks
from tests.handlers.happenings import Happenings
from tests.handlers.rights import Case
from tests.handlers.village import PEOPLE, VOLUNTEERS


class Losses:
    """Goes into what happens, as one step of the walk."""

    def __init__(self, doing: Happenings) -> None:
        self.doing = doing
        self.village, self.rights, self.chance = doing.village, doing.rights, doing.chance
        self.decks = Decks(self.chance)
        doing.often[self.somebody_loses_a_report] = 14

    async def somebody_loses_a_report(self) -> None:
        found = [case for case in self.rights if case.helper and case.helper == case.owner]
        if not found:
            await self._somebody_helps_again()
            return
        case = self.chance.choice(found[-3:] + found)
        had = case.owner
        assert had
        await self._in_turn(had, [Choice(f"hand_over:{case.receipt}")])
        is_slow = self.decks.next_of("line", 2) == 0
        if is_slow:
            self.rights.begin_step(had)
            await self.village.line_is_slow(had)
        for _ in range(2):
            await self._something_waits(had, case)
        await self._is_lost(had, case)
        if is_slow:
            self.rights.begin_step()
            self.rights.named |= {(had, case.receipt)} if case.is_agreed_to is False else set()
            await self.village.line_is_good_again(had)
            await self.village.look()
        for which in self.chance.sample(range(8), 5):
            await self._is_asked_for(had, case, which)

    async def _somebody_helps_again(self) -> None:
        helper = self.chance.choice(VOLUNTEERS)
        match self.rights.standings.get(helper):
            case None:
                await self.village.invite(helper)
            case Standing.SUSPENDED:
                await self.village.decide(helper, Decision.RESUME)
        self.rights.begin_step(helper)
        await self.doing.reporting.send_report(helper, f"Budi {self.village.new_mark().capitalize()}")

    async def _something_waits(self, had: Chat, case: Case) -> None:
        about = [f"{verb}:{case.receipt}" for verb in ("tell_daily", "tell_at_once", "add", "status", "in_care_open")]
        match self.decks.next_of("waits", 4):
            case 0:
                await self._in_turn(had, [Blocked()])
                await self.village.write_about(case)
            case 1:
                await self.village.time_passes(hours=(16 - self.village.clock().hour) % 24)
                await self.village.write_about(case)
            case 2:
                await self.village.write_about(case, Status.QUESTION, has_limit=True)
            case 3:
                await self._in_turn(had, [Choice(self.chance.choice(about))])
        await self.village.look()

    async def _is_lost(self, had: Chat, case: Case) -> None:
        """To an owner, who may let the volunteer know nothing or be forgotten; to nobody; or with the volunteer.

        Who has ended may be a volunteer again at once, by another invitation.
        """
        owner = self.chance.choice(PEOPLE)
        match self.decks.next_of("lost", 8):
            case 0:
                await self._in_turn(owner, [Choice(f"take_over:{case.slip}")])
            case 1:
                await self._in_turn(owner, [Choice(f"take_over:{case.slip}")])
                await self.village.write_about(case)
                await self._in_turn(owner, [Choice(f"helper_nothing:{case.receipt}")])
                await self.village.time_passes(hours=24)
            case 2:
                await self._in_turn(owner, [Choice(f"take_over:{case.slip}")])
                await self.doing.forget(owner)
                await self.village.write_about(case)
                await self.village.time_passes(hours=24)
            case 3:
                await self._in_turn(had, [Choice(f"take_back_consent_now:{case.receipt}")])
            case 4:
                await self.village.decide(had, Decision.SUSPEND)
                if self.chance.random() < 0.5:
                    await self._in_turn(owner, [Choice(f"take_over:{case.slip}")])
                    await self.village.decide(had, Decision.RESUME)
            case 5:
                await self._in_turn(had, [Command("berhenti")])
                await self.village.write_about(case, Status.QUESTION, has_limit=True)
                await self.doing.stop(had)
            case 6:
                await self._in_turn(owner, [Choice(f"take_over:{case.slip}")])
                await self.village.decide(had, Decision.SUSPEND)
                await self.village.write_about(case)
                await self.village.time_passes(hours=24)
            case 7:
                await self.village.decide(had, Decision.END)
                await self.village.invite(had)
        await self.village.look()

    async def _is_asked_for(self, had: Chat, case: Case, which: int) -> None:
        match which:
            case 0:
                await self._in_turn(had, [Unblocked()])
            case 1:
                await self.village.write_about(case)
            case 2:
                await self.village.time_passes(hours=24)
            case 3:
                for file in dict.fromkeys(heard.file for heard in self.village.shown[had] if heard.file):
                    await self.village.ears.fetch(had, file)
            case 4:
                await self._in_turn(had, [Command("cekslip", f"{case.receipt} Teluk Lingga")])
            case 5:
                await self._in_turn(self.doing.somebody(), [Command("serah", case.slip)])
            case 6:
                await self._in_turn(had, [Choice("in_care"), Choice(f"status:{case.receipt}")])
            case 7:
                await self._in_turn(had, [Command("kembali"), Choice("discard"), Command("start"), Text("ya")])
        await self.village.look()

    async def _in_turn(self, chat: Chat, messages: Sequence[Incoming]) -> None:
        for each in messages:
            await self.doing.say(chat, each)
            await self.village.look()
