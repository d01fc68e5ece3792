"""Who may be shown what of which report: worked out from what people and the office did, never from the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from conversations.messages import Chat, Choice, Command, Incoming
from conversations.volunteering import Decision, Standing


@dataclass(eq=False)
class Case:
    """A report. `marks` are words that stand in no other: of its story, its person's name and the office's texts.

    `owner` is who is shown it now, `followers` who is told that it moves. `helper` is the volunteer who filed it, as
    long as they are one. `slip` hands it over, but not to who `made_slip`; the tracking `codes` are those that open it
    now. `files` are the ids of what was sent with it.
    """

    receipt: str
    owner: Chat | None
    marks: set[str]
    helper: Chat | None = None
    is_filed: bool = False
    is_handed_over: bool = False
    is_agreed_to: bool = True
    is_gone: bool = False
    slip: str = ""
    made_slip: Chat | None = None
    codes: set[str] = field(default_factory=set)
    followers: set[Chat] = field(default_factory=set)
    files: set[str] = field(default_factory=set)

    def goes_to(self, owner: Chat | None) -> None:
        """Whoever had it follows it no more; and the link to its page is another one."""
        self.followers -= {self.owner, owner}
        self.owner = owner
        self.codes.clear()

    def is_offered_to(self, chat: Chat) -> bool:
        is_good = self.is_filed and self.is_agreed_to and not self.is_handed_over and not self.is_gone
        return is_good and chat not in (self.owner, self.helper, self.made_slip)


@dataclass
class Rights:
    cases: list[Case] = field(default_factory=list)
    standings: dict[Chat, Standing] = field(default_factory=dict)
    """Of those who are volunteers, or were suspended."""
    named: set[tuple[Chat, str]] = field(default_factory=set)
    """Whose own answer to what they just said may name these reports, and no more."""
    opened: set[tuple[Chat, str]] = field(default_factory=set)
    """Who has just opened the slip of these."""
    typed: set[tuple[Chat, str]] = field(default_factory=set)
    """Who has just typed these very words."""
    drafts: list[Case] = field(default_factory=list)
    """What somebody said in a group and is told by a volunteer: without a number, as long as it is not sent."""
    said_aloud: set[tuple[Chat, str]] = field(default_factory=set)
    """In which group these words were said by whom they are about."""

    def __iter__(self) -> Iterator[Case]:
        return iter(self.cases)

    def find(self, receipt: str) -> Case | None:
        return next((case for case in self if case.receipt == receipt), None)

    def reads(self, chat: Chat, case: Case) -> bool:
        return chat == case.owner or (chat, case.receipt) in self.opened

    def hears(self, chat: Chat, case: Case) -> bool:
        may = chat == case.owner or chat in case.followers
        return may or (chat, case.receipt) in self.named | self.opened

    def violations(self, chat: Chat, words: str) -> Iterator[str]:
        """What is in these words that this chat may not be told now."""
        said = words.casefold()
        for case in self:
            if case.receipt.casefold() in said and not self.hears(chat, case):
                yield case.receipt
        every = (*self, *self.drafts)
        marks = {mark for case in every for mark in case.marks if mark.casefold() in said}
        for mark in marks:
            if (chat, mark) not in self.typed | self.said_aloud and not any(
                self.reads(chat, case) for case in every if mark in case.marks
            ):
                yield mark

    def opens_page(self, receipt: str, code: str) -> bool:
        case = self.find(receipt)
        return case is not None and code in case.codes

    def opens_file(self, chat: Chat, id: str) -> bool:
        return any(chat == case.owner for case in self if id in case.files)

    # --- what changes them ---

    def begin_step(self, speaker: Chat | None = None) -> None:
        """What is lost by somebody's own words may still be named in the answer to them."""
        self.opened.clear()
        self.typed.clear()
        self.named = {(speaker, case.receipt) for case in self if speaker in (case.owner, *case.followers) and speaker}

    def said(self, chat: Chat, incoming: Incoming) -> None:
        match incoming:
            case Choice(data):
                verb, _, value = data.partition("|")[0].partition(":")
                self._pressed(chat, verb, value)
            case Command("serah", code):
                self._opens(chat, code)
            case Command("ikuti", argument):
                receipt, _, code = argument.partition(" ")
                case = self.find(receipt)
                if case and code in case.codes and chat != case.owner:
                    case.followers.add(chat)
            case Command("cekslip", argument):
                case = self.find(argument.partition(" ")[0])
                if case and self._may_check(chat, case):
                    self.named.add((chat, case.receipt))

    def _may_check(self, chat: Chat, case: Case) -> bool:
        """Whoever filed it and was let know nothing is told nothing by its slip either."""
        is_left_out = case.is_handed_over and chat == case.helper and chat not in case.followers
        return self._is_active(chat) and case.is_filed and case.is_agreed_to and not is_left_out

    def _is_active(self, chat: Chat | None) -> bool:
        return chat is not None and self.standings.get(chat) is Standing.ACTIVE

    def _opens(self, chat: Chat, code: str) -> Case | None:
        case = next((each for each in self if each.slip and each.slip == code.replace("-", "")), None)
        if case is None or not case.is_offered_to(chat):
            return None
        self.opened.add((chat, case.receipt))
        return case

    def _pressed(self, chat: Chat, verb: str, value: str) -> None:
        if verb == "take_over" and (case := self._opens(chat, value)):
            had = case.owner
            case.goes_to(chat)
            case.is_handed_over = True
            if had and had == case.helper:
                case.followers.add(had)
        case = self.find(value)
        if case is None:
            return
        is_owner, helper = chat == case.owner, case.helper
        if verb == "unfollow":
            case.followers.discard(chat)
        elif verb == "take_back_consent_now" and is_owner and case.is_filed and not case.is_handed_over:
            case.is_agreed_to = False
            case.goes_to(None)
        elif verb == "helper_nothing" and is_owner and case.is_handed_over and helper:
            case.followers.discard(helper)
        elif verb == "helper_steps" and is_owner and case.is_handed_over and self._is_active(helper):
            case.followers.add(helper)  # type: ignore[arg-type]

    def sent(self, draft: Case, receipt: str) -> None:
        draft.receipt, draft.is_filed = receipt, True
        self.drafts.remove(draft)
        self.cases.append(draft)

    def refused(self, case: Case) -> None:
        """Whoever it is for says so in the group: nothing is left of a draft, and a report is nobody's.

        The answer to that may still name them to the volunteer.
        """
        if case.owner and not case.is_handed_over:
            self.typed |= {(case.owner, mark) for mark in case.marks}
            case.is_agreed_to = False
            case.goes_to(None)

    def decided(self, chat: Chat, decision: Decision) -> None:
        filed = [case for case in self if case.helper == chat]
        match decision:
            case Decision.APPROVE | Decision.RESUME:
                self.standings[chat] = Standing.ACTIVE
                for case in filed:
                    if case.owner is None and case.is_agreed_to and not case.is_handed_over and not case.is_gone:
                        case.goes_to(chat)
            case Decision.SUSPEND:
                self.standings[chat] = Standing.SUSPENDED
                self._takes_from(chat, filed)
            case Decision.END:
                self.stopped(chat)

    def stopped(self, chat: Chat) -> None:
        filed = [case for case in self if case.helper == chat]
        self._takes_from(chat, filed)
        self.standings.pop(chat, None)
        for case in filed:
            case.helper = None
        for draft in self.drafts:
            if draft.owner == chat:
                draft.goes_to(None)

    def forgotten(self, chat: Chat) -> None:
        """A volunteer stops first: what they filed is not theirs to delete."""
        self.stopped(chat)
        for case in self:
            case.followers.discard(chat)
            if case.owner == chat:
                case.is_gone = True
                case.goes_to(None)
                case.followers.clear()

    def _takes_from(self, chat: Chat, filed: Iterable[Case]) -> None:
        for case in filed:
            case.followers.discard(chat)
            if case.owner == chat:
                case.goes_to(None)
