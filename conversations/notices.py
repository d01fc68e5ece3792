"""What a complainant is told of their report when the routing backend has said something."""

from dataclasses import replace
from datetime import datetime

from conversations.clock import limit_line, running_limit
from conversations.conversation import Conversation, Question
from conversations.messages import Line, Option, Outgoing, Param, line
from conversations.profile import Profile
from conversations.state import State
from conversations.status import KnownReport, Status, StatusUpdate, status_word
from conversations.step import Outcome
from conversations.wording import clean

LONGEST_TEXT = 3_000  # characters: with all around it, a message stays under Telegram's 4,096

AGENCY_MATTERS = frozenset(
    {
        Status.QUESTION,
        Status.FORWARDED,
        Status.FOLLOWED_UP,
        Status.CLOSED,
        Status.NOT_OUR_AUTHORITY,
    }
)


def hear(conversation: Conversation, report: KnownReport, update: StatusUpdate, profile: Profile) -> Outcome:
    """The conversation after an update of its own `report` (as it stands after the update), with what is told.

    With nothing open it then waits for the answer to a question, the newest first; one that is busy keeps its place.
    """
    return _told(conversation, report, Outgoing(_lines(update, report, profile), _options(update), closes_prompt=False))


def remind_of_question(conversation: Conversation, report: KnownReport, due_at: datetime) -> Outcome:
    """The conversation after the office's question was asked again, also when it had been put off."""
    key = "reminder.question_by_agency" if report.agency else "reminder.question"
    lines = (
        Line(key, {"receipt": report.receipt, "agency": report.agency}),
        *for_whom(report),
        line("notice.text", text=clean(report.question, LONGEST_TEXT)),
        line("reminder.answer_or_closed", day=due_at.isoformat()),
    )
    return _told(conversation, report, Outgoing(lines, _answer_options(report.receipt), closes_prompt=False))


def _told(conversation: Conversation, report: KnownReport, told: Outgoing) -> Outcome:
    waiting = tuple(q for q in conversation.questions if q.receipt != report.receipt)
    if report.question:
        waiting = (*waiting, _question(report))
    after = replace(conversation, questions=waiting, offered=told.options)
    is_free = conversation.draft is None and conversation.look is None  # who answers out of a list goes on with that
    if is_free and conversation.state in (State.IDLE, State.ANSWERING):
        about = waiting[-1].receipt if waiting else ""
        after = replace(after, state=State.ANSWERING if waiting else State.IDLE, about=about)
    return Outcome(after, (told,))


def for_whom(report: KnownReport) -> tuple[Line, ...]:
    """Whom it was filed for by the person who is told: nobody who has many mixes them up."""
    return (line("report.filed_for", name=report.filed_for),) if report.filed_for else ()


def _question(report: KnownReport) -> Question:
    return Question(report.receipt, clean(report.question, LONGEST_TEXT), report.agency, report.filed_for)


def shown(conversation: Conversation, told: Outgoing) -> Conversation:
    """The conversation once what was held has gone out: its buttons count, and the newest question is at hand."""
    after = replace(conversation, offered=told.options)
    if conversation.draft is None and conversation.state is State.IDLE and conversation.questions:
        after = replace(after, state=State.ANSWERING, about=conversation.questions[-1].receipt)
    return after


def comes_anyway(said: Line) -> bool:
    """Whether complainants get a notice that begins so whatever they chose: it asks something, or says what became of
    their own words.
    """
    return said.key.startswith(("notice.question", "reminder.question", "undelivered."))


def for_followers(update: StatusUpdate, is_elsewhere: bool = False) -> Outgoing:
    """What others who follow the report are told: that it moved. What was written may name people."""
    is_question = update.status is Status.QUESTION
    said = line("followed.question", receipt=update.receipt) if is_question else _first_line(update, is_elsewhere)
    see = Option(f"status:{update.receipt}", line("option.see_report"), is_quiet=True)
    return Outgoing((said,), (see,), closes_prompt=False)


def _first_line(update: StatusUpdate, is_elsewhere: bool) -> Line:
    params: dict[str, Param] = {
        "receipt": update.receipt,
        "agency": update.agency,
        "tracking_id": update.tracking_id,
    }
    return Line(_key(update, is_elsewhere), params)


def _lines(update: StatusUpdate, report: KnownReport, profile: Profile) -> tuple[Line, ...]:
    lines = [_first_line(update, report.is_elsewhere), *for_whom(report)]
    if update.text:
        lines.append(line("notice.text", text=clean(update.text, LONGEST_TEXT)))
    if update.due_at and not update.status.is_final:
        lines.append(Line(f"notice.due.{update.status}", {"day": update.due_at.isoformat()}))
        begins = (report.sent_at, update.at)
        running = running_limit(report.report_class, update.status, update.due_at, begins, update.at, profile)
        lines += [limit_line(running.limit)] if running else []
    if update.status is Status.CLOSED:
        lines.append(line("notice.is_it_solved"))
    return tuple(lines)


def _key(update: StatusUpdate, is_elsewhere: bool) -> str:
    names_agency = update.status in AGENCY_MATTERS and update.agency
    return f"notice.{update.status}_by_agency" if names_agency else f"notice.{status_word(update.status, is_elsewhere)}"


def _options(update: StatusUpdate) -> tuple[Option, ...]:
    receipt = update.receipt
    see = _see(receipt)
    if update.status is Status.QUESTION:
        return _answer_options(receipt)
    if update.status is Status.CLOSED:
        return (
            Option(f"satisfied:{receipt}", line("option.satisfied")),
            Option(f"not_solved:{receipt}", line("option.not_solved")),
            see,
        )
    return (see,)


def _answer_options(receipt: str) -> tuple[Option, ...]:
    return (Option(f"answer:{receipt}", line("option.answer")), _see(receipt))


def _see(receipt: str) -> Option:
    return Option(f"status:{receipt}", line("option.see_report"), is_quiet=True)
