"""One person's talk with the bot, turn by turn, under a frozen clock and ids, and what comes of it."""

from datetime import datetime, timedelta

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import AskInGroup
from conversations.hearing import hear_out
from conversations.lookups import what_it_needs
from conversations.messages import Chat, Received, Rendered
from conversations.notices import remind_of_question
from conversations.one_time_code import make_one_time_code
from conversations.receipt import make_receipt
from conversations.reminders import wake, wake_at
from conversations.step import Outcome
from conversations.tracking import make_code
from conversations.turn import Given, take_turn
from tests.conversations.list_desk import ListDesk
from tests.conversations.surroundings import BEGINS, Surroundings
from tests.conversations.transcript import BOT, GROUP, Transcript, options, said_by_bot

BETWEEN_MESSAGES = timedelta(seconds=20)
USERNAME = "pintulapor_bot"


class Talk:
    """`said` is what the bot said to the person, `asked_in_group` what it asked there last."""

    def __init__(self, catalogue: Catalogue, name: str = "") -> None:
        self.catalogue = catalogue
        self.name = name
        self.now = BEGINS
        self.conversation = Conversation()
        self.around = Surroundings()
        self.lists = ListDesk(catalogue)
        self.said: list[Rendered] = []
        self.asked_in_group: Rendered | None = None
        self.received = 0
        self.numbers = 0
        self.transcript = Transcript()

    def take(self, incoming: m.Incoming, ago: timedelta = timedelta()) -> Outcome:
        """One turn, with its effects on the person's reports; the message was on its way for so long."""
        self.now += BETWEEN_MESSAGES
        self.received += 1
        self.numbers += 1
        received = Received(Chat("test", "1"), str(self.received), self.now - ago, incoming, name=self.name)
        heard = hear_out(self.conversation, received, self.catalogue)
        needed = what_it_needs(self.conversation, received, heard)
        given = Given(
            self.now,
            self.catalogue,
            make_receipt(self.catalogue.profile.office.prefix, self.numbers * 7_654_321),
            self.around.known(needed, self.lists.known(needed.village_list)),
            heard,
            make_code(self.numbers * 7_654_321),
            bot_username=USERNAME if needed.handover or heard.trigger == "hand_over" else None,
            one_time_code=make_one_time_code(self.numbers * 7_654_321),
        )
        outcome = take_turn(self.conversation, received, given)
        self.follow(outcome)
        for told in self.lists.follow(outcome.effects):
            self.follow(Outcome(self.conversation, (told,)))
        return outcome

    def follow(self, outcome: Outcome) -> None:
        self.conversation = outcome.conversation
        for effect in outcome.effects:
            self.around.follow(effect, self.now)
            if isinstance(effect, AskInGroup):
                self.asked_in_group = self.catalogue.render(effect.question, "id")
                self.transcript.write(GROUP, f"{self.asked_in_group.text}\n{options(self.asked_in_group)}")
        for reply in outcome.replies:
            rendered = self.catalogue.render(reply, outcome.conversation.person.language)
            self.said.append(rendered)
            self.transcript.write(BOT, said_by_bot(rendered))

    def go_on_until(self, until: datetime) -> None:
        """Whatever falls due meanwhile happens."""
        around, profile = self.around, self.catalogue.profile
        if around.remind_at and around.remind_at <= until:
            self.now, around.remind_at = around.remind_at, None
            due_at = around.reports[0].due_at
            assert due_at, "what is reminded of has a limit"
            self.follow(remind_of_question(self.conversation, around.reports[0], due_at))
        while (due := wake_at(self.conversation, profile)) and due <= until:
            self.now = max(self.now, due)
            self.follow(wake(self.conversation, self.now, profile))
        self.now = until
