"""What may happen in a village: each is one step of a walk by chance, through doors that anybody can reach."""

from collections import Counter
from collections.abc import Awaitable, Callable

from conversations.messages import Blocked, Chat, Choice, Command, Edited, Incoming, Text, Unblocked
from conversations.volunteering import Decision, Standing
from tests.handlers.reporting import Reporting
from tests.handlers.rights import Case
from tests.handlers.village import EVERYBODY, MOST_CASES, PEOPLE, VOLUNTEERS, Village

ABOUT_ONE = """status answer add satisfied not_solved withdraw withdraw_now take_back_consent share telling
    tell_at_once tell_daily tell_never unfollow hand_over helper helper_nothing helper_steps hide hide_anonymous
    hide_secret hide_anonymous_secret in_care_open in_care_telling care_at_once care_daily care_never""".split()
TAKES_MORE = ("answer", "add", "not_solved", "in_care_open")
LOOKS: tuple[Incoming, ...] = (
    Command("laporan"),
    Command("slip"),
    Command("ikuti"),
    Command("daftar"),
    Command("hapus"),
    Choice("keep"),
    Command("binaan"),
    Choice("in_care_list"),
    Choice("in_care_page:0"),
    Choice("in_care_only:waiting"),
    Choice("in_care_only:status:question"),
    Choice("in_care_only:village:64.08.04.1010"),
    Choice("in_care_by:status"),
    Choice("in_care_by:village"),
    Choice("next_report"),
    Command("kembali"),
    Text("masih menunggu petugasnya di sini"),
    Text("ya"),
)
ENDS = ("delete_all", "stop_now")
NEVER_ALONE = (*ENDS, "begin_new", "send")


class Happenings:
    """`happened` counts what did, so that a walk that did nothing is not taken for a proof."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.reporting = Reporting(village)
        self.rights = village.rights
        self.chance = village.chance
        self.happened: Counter[str] = Counter()
        self.at_the_end: list[Callable[[], Awaitable[None]]] = []
        self.often: dict[Callable[[], Awaitable[None]], int] = {
            self.somebody_looks: 6,
            self.somebody_presses_about_one: 14,
            self.an_old_button_is_pressed: 10,
            self.the_office_writes: 9,
            self.a_slip_is_made: 5,
            self.a_slip_is_opened: 4,
            self.a_report_is_taken: 4,
            self.a_link_is_followed: 4,
            self.a_slip_is_checked: 3,
            self.somebody_searches: 4,
            self.an_old_message_is_edited: 3,
            self.an_old_message_is_replied_to: 3,
            self.an_old_document_is_opened: 3,
            self.somebody_blocks: 3,
            self.somebody_comes_back: 4,
            self.time_passes: 7,
            self.a_report_is_filed: 5,
            self.a_list_is_sent: 3,
            self.consent_is_taken_back: 1,
            self.the_owner_decides_of_the_volunteer: 3,
            self.the_office_decides: 3,
            self.somebody_stops: 1,
            self.somebody_is_forgotten: 1,
        }

    async def next(self) -> None:
        self.rights.begin_step()
        [step] = self.chance.choices(list(self.often), list(self.often.values()))
        await step()
        await self.village.look()
        self.happened[step.__name__] += 1

    def somebody(self) -> Chat:
        return self.chance.choice(EVERYBODY)

    def some_report(self) -> Case:
        return self.chance.choice(self.rights.cases)

    async def say(self, chat: Chat, incoming: Incoming, about: str = "") -> None:
        self.rights.begin_step(chat)
        await self.village.say(chat, incoming, about)

    # --- whoever ---

    async def somebody_looks(self) -> None:
        await self.say(self.somebody(), self.chance.choice(LOOKS))

    async def somebody_presses_about_one(self) -> None:
        """With others' numbers as well as with their own."""
        chat, verb, case = self.somebody(), self.chance.choice(ABOUT_ONE), self.some_report()
        await self.say(chat, Choice(f"{verb}:{case.receipt}"))
        if verb in TAKES_MORE:
            await self.village.look()
            await self.say(chat, Text("masih menunggu petugasnya di sini"))

    async def an_old_button_is_pressed(self) -> None:
        chat = self.somebody()
        options = [option for heard in self.village.shown[chat] for option in heard.options]
        options = [option for option in options if option.partition("|")[0] not in NEVER_ALONE]
        if options:
            await self.say(chat, Choice(self.chance.choice(options)))

    async def somebody_searches(self) -> None:
        chat, mark = self.somebody(), self.chance.choice(sorted(self.some_report().marks))
        await self.say(chat, Command("binaan"))
        await self.village.look()
        words = self.chance.choice([mark[:4], self.some_report().receipt[4:], "warga", "siti"])
        searches: list[Incoming] = [Text(words), Command("status", self.some_report().receipt)]
        await self.say(chat, self.chance.choice(searches))

    async def an_old_message_is_edited(self) -> None:
        chat = self.somebody()
        if keys := self.village.said[chat]:
            await self.say(chat, Edited(self.chance.choice(keys), "ralat: lampunya dua, bukan satu"))

    async def an_old_message_is_replied_to(self) -> None:
        chat = self.somebody()
        if shown := [heard.text for heard in self.village.shown[chat] if heard.text]:
            await self.say(chat, Text("masih menunggu petugasnya di sini"), self.chance.choice(shown))

    async def an_old_document_is_opened(self) -> None:
        chat = self.somebody()
        if files := [heard.file for heard in self.village.shown[chat] if heard.file]:
            await self.village.ears.fetch(chat, self.chance.choice(files))

    async def somebody_blocks(self) -> None:
        await self.say(self.somebody(), Blocked())

    async def somebody_comes_back(self) -> None:
        await self.say(self.somebody(), Unblocked())

    async def a_link_is_followed(self) -> None:
        """By somebody who was given it, now or long ago."""
        if self.chance.random() < 0.5 or not self.village.codes:
            case = self.some_report()
            if case.owner:
                await self.say(case.owner, Choice(f"share:{case.receipt}"))
                await self.village.look()
        if self.village.codes:
            receipt, code = self.chance.choice(self.village.codes[-4:] + self.village.codes)
            await self.say(self.somebody(), Command("ikuti", f"{receipt} {code}"))

    async def a_slip_is_checked(self) -> None:
        village = self.chance.choice(["Teluk Lingga", "Teluk Lingga", "Swarga Bara"])
        await self.say(self.somebody(), Command("cekslip", f"{self.some_report().receipt} {village}"))

    async def time_passes(self) -> None:
        """A minute, an hour, a night."""
        await self.village.time_passes(minutes=self.chance.choice([3, 20, 60, 60 * 5, 60 * 14]))

    # --- slips ---

    async def a_slip_is_made(self) -> None:
        case = self.some_report()
        if case.helper:
            await self.say(case.helper, Choice(f"hand_over:{case.receipt}"))

    async def a_slip_is_opened(self) -> None:
        """By whoever has it in hand, be it the owner or not; also once it was used."""
        if slips := [case.slip for case in self.rights if case.slip]:
            await self.say(self.somebody(), Command("serah", self.chance.choice(slips)))

    async def a_report_is_taken(self) -> None:
        """Most often by somebody for whom the slip is good."""
        fresh = [case.slip for case in self.rights if case.slip and not case.is_handed_over]
        slips = [case.slip for case in self.rights if case.slip]
        if slips:
            slip = self.chance.choice(fresh if fresh and self.chance.random() < 0.7 else slips)
            await self.say(self.somebody(), Choice(f"take_over:{slip}"))

    async def the_owner_decides_of_the_volunteer(self) -> None:
        if theirs := [case for case in self.rights if case.is_handed_over and case.owner]:
            case = self.chance.choice(theirs)
            assert case.owner
            verb = self.chance.choice(["helper_nothing", "helper_nothing", "helper_steps"])
            await self.say(case.owner, Choice(f"{verb}:{case.receipt}"))

    async def consent_is_taken_back(self) -> None:
        case, chat = self.some_report(), self.somebody()
        await self.say(case.owner or chat, Choice(f"take_back_consent_now:{case.receipt}"))

    # --- filing ---

    async def a_report_is_filed(self) -> None:
        if len(self.rights.cases) >= MOST_CASES and self.chance.random() < 0.9:
            return
        chat = self.chance.choice([*VOLUNTEERS, *VOLUNTEERS, *PEOPLE])
        self.rights.begin_step(chat)
        is_active = self.rights.standings.get(chat) is Standing.ACTIVE
        name = f"{self.chance.choice(['Siti', 'Budi', 'Udin'])} {self.village.new_mark().capitalize()}"
        await self.reporting.send_report(chat, name if is_active and self.chance.random() < 0.85 else "")

    async def a_list_is_sent(self) -> None:
        chat = self.chance.choice(VOLUNTEERS)
        if self.rights.standings.get(chat) is Standing.ACTIVE:
            self.rights.begin_step(chat)
            await self.reporting.send_list(chat)

    # --- the office ---

    async def the_office_writes(self) -> None:
        await self.village.write_about(self.some_report())

    async def the_office_decides(self) -> None:
        chat = self.chance.choice(VOLUNTEERS)
        match self.rights.standings.get(chat):
            case None:
                await self.village.invite(chat)
            case Standing.SUSPENDED:
                await self.village.decide(chat, Decision.RESUME)
            case _:
                is_end = self.chance.random() < 0.15
                await self.village.decide(chat, Decision.END if is_end else Decision.SUSPEND)

    async def somebody_stops(self) -> None:
        chat = self.chance.choice(VOLUNTEERS)
        await self.say(chat, Command("berhenti"))
        await self.village.look()
        await self.stop(chat)

    async def stop(self, chat: Chat) -> None:
        await self.say(chat, Choice("stop_now"))
        self.rights.stopped(chat)

    async def somebody_is_forgotten(self) -> None:
        await self.forget(self.somebody())

    async def forget(self, chat: Chat) -> None:
        await self.say(chat, Command("hapus"))
        await self.village.look()
        await self.say(chat, Choice("delete_all"))
        self.rights.forgotten(chat)

    # --- everybody asks for everything ---

    async def roll_call(self) -> None:
        """Whoever has a report is shown it, whoever follows it where it stands, and nobody else that there is one."""
        for chat in EVERYBODY:
            for case in self.rights:
                self.rights.begin_step()
                before = self.rights.reads(chat, case), self.rights.hears(chat, case)
                await self.say(chat, Choice(f"status:{case.receipt}"))
                words = "\n".join(heard.words for heard in await self.village.look() if heard.chat == chat)
                shown = any(mark in words for mark in case.marks if mark.startswith("zq")), case.receipt in words
                assert shown == before, (chat, case, words)
        for each in self.at_the_end:
            await each()
