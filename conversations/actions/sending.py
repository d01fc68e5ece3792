"""A draft is sent as a report."""

from dataclasses import replace

from conversations.actions.filing import filed_by, go_on_after
from conversations.actions.reports import say_link
from conversations.conversation import Draft, Field, Person
from conversations.effects import DropAttachments, SendReport
from conversations.group_questions import question_key
from conversations.messages import line
from conversations.missing import is_needed
from conversations.report import Report
from conversations.step import Step
from conversations.told_of import sent_off


def send_report(step: Step) -> None:
    """The report is on its way with the receipt number at hand; what it was told in is remembered for edits."""
    draft, receipt = step.draft, step.given.receipt
    name, contact = _given(Field.NAME, draft, step), _given(Field.CONTACT, draft, step)
    report = _report(draft, step, name, contact)
    step.effects.append(SendReport(report, step.given.tracking_code, draft.represents, _asked(step)))
    if draft.form and draft.form != draft.evidence:  # they agreed in another way
        step.effects.append(DropAttachments((draft.form.id,)))
    step.conversation = sent_off(step.conversation, draft, receipt)
    step.change(is_reminded=False)
    if draft.represents:
        step.say(line("said.sent_for", name=draft.represents.name, receipt=receipt))
    else:
        step.change(person=_remember(step.conversation.person, name, contact))
        step.say(line("said.sent", receipt=receipt))
    say_link(step, receipt, step.given.tracking_code)
    step.offer(f"status:{receipt}", "option.see_report")
    if draft.represents:
        step.offer(f"hand_over:{receipt}", "option.hand_over")
        go_on_after(step, draft, receipt)
    else:
        step.offer("begin", "option.begin_another")


def _given(field: Field, draft: Draft, step: Step) -> str:
    """Who reports, or how to reach them: only where it was asked, answered, and not to be hidden.

    Whoever is represented reports, and not the volunteer.
    """
    if draft.represents and not draft.visibility.is_anonymous:
        return draft.represents.name if field is Field.NAME else draft.represents.contact
    answered = field in draft.settled and is_needed(field, draft, step.profile)
    if not answered or draft.visibility.is_anonymous:
        return ""
    return draft.name if field is Field.NAME else draft.contact


def _remember(person: Person, name: str, contact: str) -> Person:
    return replace(person, name=name or person.name, contact=contact or person.contact)


def _report(draft: Draft, step: Step, name: str, contact: str) -> Report:
    return Report(
        receipt=step.given.receipt,
        report_class=draft.report_class,
        title=draft.title,
        description=draft.description,
        category=draft.category,
        event_date=draft.event_date,
        place=draft.place,
        visibility=draft.visibility,
        attachments=draft.attachments,
        reporter_name=name,
        reporter_contact=contact,
        sent_at=step.given.now,
        filed_by=filed_by(step, draft),
    )


def _asked(step: Step) -> str:
    """The key of what the neighbour was asked last in the group, or empty."""
    neighbour, volunteer = step.draft.neighbour, step.received.chat.address
    if neighbour is None:
        return ""
    return question_key(neighbour.group, volunteer, step.draft.number, neighbour.asked, neighbour.address)
