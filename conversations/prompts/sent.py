"""About a report that was sent."""

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile


def asking_receipt(c: Conversation, p: Profile) -> Outgoing:
    mine = Option("my_reports", line("option.my_reports"))
    return Outgoing((line("ask.receipt", prefix=p.office.prefix),), (mine,))


def answering(c: Conversation, p: Profile) -> Outgoing:
    """The question again, so that nobody has to scroll for it."""
    question = next((q for q in c.questions if q.receipt == c.about), None)
    asked = line("ask.answering", receipt=c.about)
    if question and question.filed_for:
        asked = line("ask.answering_for", receipt=c.about, name=question.filed_for)
    lines = (line("ask.question", text=question.text), asked) if question else (asked,)
    return Outgoing(lines, (Option("begin", line("option.new_matter")),))


def adding(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.adding", receipt=c.about),))


def not_solved(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.not_solved", receipt=c.about),))
