"""What a complainant is told of their report when the routing backend has said something."""

from dataclasses import replace

from conversations.conversation import Conversation, Question
from conversations.messages import Line, Option, Outgoing, Param, line
from conversations.state import State
from conversations.status import KnownReport, Status, StatusUpdate
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


def hear(conversation: Conversation, report: KnownReport, update: StatusUpdate) -> Outcome:
    """The conversation after an update of its own `report` (as it stands after the update), with what is told.

    With nothing open it then waits for the answer to a question, the newest first; one that is busy keeps its place.
    """
    told = Outgoing(_lines(update), _options(update), closes_prompt=False)
    waiting = tuple(q for q in conversation.questions if q.receipt != update.receipt)
    if report.question:
        waiting = (*waiting, Question(update.receipt, clean(report.question, LONGEST_TEXT), report.agency))
    after = replace(conversation, questions=waiting, offered=told.options)
    if conversation.draft is None and conversation.state in (State.IDLE, State.ANSWERING):
        about = waiting[-1].receipt if waiting else ""
        after = replace(after, state=State.ANSWERING if waiting else State.IDLE, about=about)
    return Outcome(after, (told,))


def for_followers(update: StatusUpdate) -> Outgoing:
    """What others who follow the report are told: that it moved. What was written may name people."""
    is_question = update.status is Status.QUESTION
    said = line("followed.question", receipt=update.receipt) if is_question else _first_line(update)
    see = Option(f"status:{update.receipt}", line("option.see_report"), is_quiet=True)
    return Outgoing((said,), (see,), closes_prompt=False)


def _first_line(update: StatusUpdate) -> Line:
    params: dict[str, Param] = {
        "receipt": update.receipt,
        "agency": update.agency,
        "tracking_id": update.tracking_id,
    }
    return Line(_key(update), params)


def _lines(update: StatusUpdate) -> tuple[Line, ...]:
    lines = [_first_line(update)]
    if update.text:
        lines.append(line("notice.text", text=clean(update.text, LONGEST_TEXT)))
    if update.due_at and not update.status.is_final:
        lines.append(Line(f"notice.due.{update.status}", {"day": update.due_at.isoformat()}))
    if update.status is Status.CLOSED:
        lines.append(line("notice.is_it_solved"))
    return tuple(lines)


def _key(update: StatusUpdate) -> str:
    names_agency = update.status in AGENCY_MATTERS and update.agency
    return f"notice.{update.status}_by_agency" if names_agency else f"notice.{update.status}"


def _options(update: StatusUpdate) -> tuple[Option, ...]:
    receipt = update.receipt
    see = Option(f"status:{receipt}", line("option.see_report"), is_quiet=True)
    if update.status is Status.QUESTION:
        return (Option(f"answer:{receipt}", line("option.answer")), see)
    if update.status is Status.CLOSED:
        return (
            Option(f"satisfied:{receipt}", line("option.satisfied")),
            Option(f"not_solved:{receipt}", line("option.not_solved")),
            see,
        )
    return (see,)
