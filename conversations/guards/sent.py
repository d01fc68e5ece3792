"""About reports that were sent, the questions on them, and edits."""

from conversations.conversation import Field
from conversations.messages import Text
from conversations.status import ResponseKind
from conversations.step import Step
from conversations.told_of import report_told_in
from conversations.wording import says_something


def knows_report(step: Step) -> bool:
    return step.known(step.value) is not None


def is_asked(step: Step) -> bool:
    report = step.known(step.value)
    return report is not None and bool(report.question)


def is_still_asked(step: Step) -> bool:
    report = step.known(step.conversation.about)
    return report is not None and bool(report.question)


def is_given_up(step: Step) -> bool:
    report = step.known(step.value)
    return report is not None and report.is_given_up


def is_about_given_up(step: Step) -> bool:
    report = step.known(step.conversation.about)
    return report is not None and report.is_given_up


def is_about_known(step: Step) -> bool:
    return step.known(step.conversation.about) is not None


def replies_to_report(step: Step) -> bool:
    """A reply to our message about a report of theirs is meant for that report, where somebody has it."""
    report = step.known(step.heard.about) if step.heard.about else None
    is_wordless = isinstance(step.received.incoming, Text) and not says_something(step.text)
    return report is not None and not report.is_given_up and not is_wordless


def is_at_hand(step: Step) -> bool:
    """A question waits, and nothing else is open."""
    return step.conversation.draft is None and bool(step.conversation.questions)


def can_be_judged(step: Step) -> bool:
    """Satisfied or not is asked once the report is closed, and satisfied is said only once."""
    report = step.known(step.value)
    if report is None or not report.status.is_final or report.is_given_up:
        return False
    latest = next((e for e in reversed(report.history) if e.status or e.response is ResponseKind.SATISFIED), None)
    return latest is None or latest.response is None


def can_be_withdrawn(step: Step) -> bool:
    """Once, while the report is open."""
    report = step.known(step.value)
    if report is None or report.status.is_final:
        return False
    return all(event.response is not ResponseKind.WITHDRAWAL for event in report.history)


def edits_story(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and any(t.key == step.received_key for t in draft.told) and says_something(step.text)


def edits_caption(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and any(key == step.received_key for key, _ in draft.files)


def edits_answer(step: Step) -> bool:
    draft = step.conversation.draft
    return draft is not None and edited_field(step) is not None and says_something(step.text)


def edits_sent(step: Step) -> bool:
    sent = report_told_in(step.conversation, step.received_key)
    report = step.known(sent.receipt) if sent else None
    return report is not None and not report.is_given_up and says_something(step.text)


def edited_field(step: Step) -> Field | None:
    """The answer that the edited message gave."""
    return next((field for key, field in reversed(step.draft.sources) if key == step.received_key), None)
