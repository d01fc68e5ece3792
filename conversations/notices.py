"""What a complainant is told of their report when the routing backend has said something."""

from dataclasses import replace

from conversations.conversation import Conversation
from conversations.messages import Line, Option, Outgoing, Param, line
from conversations.state import State
from conversations.status import KnownReport, Status, StatusUpdate
from conversations.step import Outcome


def hear(conversation: Conversation, report: KnownReport, update: StatusUpdate) -> Outcome:
    """The conversation after an update of its own `report` (as it stands after the update), with what is told.

    An idle conversation then waits for the answer to a question; one that is busy keeps its place.
    """
    told = Outgoing(_lines(report, update), _options(update))
    if conversation.state is State.IDLE and update.status is Status.QUESTION:
        return Outcome(replace(conversation, state=State.ANSWERING, about=update.receipt), (told,))
    if conversation.state is State.ANSWERING and conversation.about == update.receipt and _leaves(conversation, update):
        return Outcome(replace(conversation, state=State.IDLE, about=""), (told,))
    return Outcome(conversation, (told,))


def _leaves(conversation: Conversation, update: StatusUpdate) -> bool:
    return conversation.draft is None and update.status.is_final


def _lines(report: KnownReport, update: StatusUpdate) -> tuple[Line, ...]:
    params: dict[str, Param] = {
        "receipt": update.receipt,
        "agency": update.agency,
        "level": update.level or "",
        "tracking_id": update.tracking_id,
        "text": update.text,
    }
    lines = [Line(_key(update), params)]
    if update.text:
        lines.append(line("notice.text", text=update.text))
    if update.due_at and update.status is Status.QUESTION:
        lines.append(line("notice.answer_until", day=update.due_at.isoformat()))
    elif update.due_at and not update.status.is_final:
        lines.append(line("notice.due", day=update.due_at.isoformat()))
    if update.status is Status.CLOSED:
        lines.append(line("notice.is_it_solved"))
    return tuple(lines)


def _key(update: StatusUpdate) -> str:
    names_agency = update.status in AGENCY_MATTERS and update.agency
    return f"notice.{update.status}_by_agency" if names_agency else f"notice.{update.status}"


AGENCY_MATTERS = frozenset(
    {Status.QUESTION, Status.FORWARDED, Status.FOLLOWED_UP, Status.CLOSED, Status.NOT_OUR_AUTHORITY}
)


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
