"""About a neighbour's message in a group, and the neighbour's answer there."""

from conversations.conversation import Draft
from conversations.group_questions import question_key
from conversations.guards.filing import may_file, may_not_file
from conversations.messages import GroupAnswer, InGroup, Overheard, Received
from conversations.step import Step
from conversations.volunteering import Neighbour


def is_for_volunteer(step: Step) -> bool:
    """Somebody who may file for others called in the group, and cannot be written to in private."""
    return isinstance(step.received.incoming, InGroup) and step.received.incoming.is_volunteer


def draft_heard_before(step: Step) -> Draft | None:
    """The draft of this very message, open or put away."""
    heard = step.received.incoming
    assert isinstance(heard, Overheard), "a row for what was overheard only"
    return next((d for d in _drafts(step) if _place(d) == (heard.group, heard.message)), None)


def was_heard_before(step: Step) -> bool:
    return may_file(step) and draft_heard_before(step) is not None


def continues_album(step: Step) -> bool:
    """One more message of the album that the open draft has begun with."""
    heard, draft = step.received.incoming, step.conversation.draft
    neighbour = draft.neighbour if draft else None
    if not isinstance(heard, Overheard) or neighbour is None or not heard.album or may_not_file(step):
        return False
    return (neighbour.group, neighbour.album, neighbour.address) == (heard.group, heard.album, heard.writer)


def draft_asked_about(step: Step) -> Draft | None:
    """The draft to which the answer belongs, given by whom it was asked of last."""
    answer = step.received.incoming
    assert isinstance(answer, GroupAnswer), "a row for answers in a group only"
    return next((d for d in _drafts(step) if d.represents and _is_asked(answer, d.neighbour, d.number)), None)


def is_awaited(step: Step) -> bool:
    return draft_asked_about(step) is not None


def is_about_open(step: Step) -> bool:
    found = draft_asked_about(step)
    return found is not None and found is step.conversation.draft


def asked_by(received: Received) -> str:
    """The key of the question that is answered."""
    answer = received.incoming
    assert isinstance(answer, GroupAnswer), "a row for answers in a group only"
    return question_key(answer.group, received.chat.address, answer.draft, answer.question, answer.writer)


def is_about_sent(step: Step) -> bool:
    """The report was sent meanwhile, consented to in another way, and this volunteer still has it."""
    return any(report.filed_for for report in step.given.known.reports)


def is_being_written_about(step: Step) -> bool:
    """The volunteer is just writing something about that very report."""
    return any(report.receipt == step.conversation.about for report in step.given.known.reports if report.filed_for)


def can_be_asked_in_group(step: Step) -> bool:
    return may_file(step) and step.draft.represents is not None and step.draft.neighbour is not None


def _is_asked(answer: GroupAnswer, asked: Neighbour | None, draft: int) -> bool:
    return asked is not None and (answer.group, answer.writer, answer.draft, answer.question) == (
        asked.group,
        asked.address,
        draft,
        asked.asked,
    )


def _drafts(step: Step) -> tuple[Draft, ...]:
    draft = step.conversation.draft
    return (*((draft,) if draft else ()), *step.conversation.shelf)


def _place(draft: Draft) -> tuple[str, str] | None:
    return (draft.neighbour.group, draft.neighbour.message) if draft.neighbour else None
