"""Sending a report, and everything about reports that were sent."""

from dataclasses import replace

from conversations.conversation import Draft, Field, Sent
from conversations.effects import SendReport, SendResponse
from conversations.guards import edited_key
from conversations.history import history_lines, summary_line
from conversations.messages import Location, Media, line
from conversations.report import Attachment, Report
from conversations.status import KnownReport, ResponseKind
from conversations.step import Step

MOST_LISTED = 10


def send_report(step: Step) -> None:
    """The report is on its way with the receipt number at hand; what it was told in is remembered for edits."""
    draft, receipt = step.draft, step.given.receipt
    step.effects.append(SendReport(_report(draft, step)))
    person = step.conversation.person
    person = replace(
        person,
        name=draft.name if Field.NAME in draft.settled else person.name,
        contact=draft.contact if Field.CONTACT in draft.settled else person.contact,
    )
    keys = tuple(key for key, field in draft.sources if field is Field.DESCRIPTION)
    step.change(person=person, draft=None, sent=Sent(receipt, keys), is_reminded=False)
    step.say(line("said.sent", receipt=receipt))
    step.offer(f"status:{receipt}", "option.see_report")
    step.offer("begin", "option.begin_another")


def _report(draft: Draft, step: Step) -> Report:
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
        reporter_name=draft.name if Field.NAME in draft.settled else "",
        reporter_contact=draft.contact if Field.CONTACT in draft.settled else "",
        sent_at=step.given.now,
    )


def list_reports(step: Step) -> None:
    """The newest reports in a line each, each with an option that shows it, and the drafts that were put away."""
    reports, shelf = step.given.reports[:MOST_LISTED], step.conversation.shelf
    step.say(line("said.my_reports", count=len(step.given.reports)) if reports else line("said.no_reports"))
    for report in reports:
        step.say(summary_line(report))
        step.offer(f"status:{report.receipt}", "plain.text", text=report.receipt)
    for draft in shelf:
        step.offer(f"unshelve:{draft.number}", "option.unshelve_named", text=draft.title or f"{draft.number}")


def show_status(step: Step) -> None:
    """The report with its whole history, and what can be done about it."""
    report = step.known(step.value)
    assert report is not None, "guarded by knows_report"
    for each in history_lines(report):
        step.say(each)
    if report.question:
        step.offer(f"answer:{report.receipt}", "option.answer")
    if report.status.is_final:
        step.offer(f"satisfied:{report.receipt}", "option.satisfied")
        step.offer(f"not_solved:{report.receipt}", "option.not_solved")
    step.offer(f"add:{report.receipt}", "option.add")


def say_unknown_receipt(step: Step) -> None:
    """The same words for a number that does not exist and for one that is another person's."""
    step.say(line("said.receipt_unknown"))


def say_receipt_mistyped(step: Step) -> None:
    step.say(line("said.receipt_mistyped", prefix=step.profile.office.prefix))


def take_up(step: Step) -> None:
    """The conversation is about that report now; a question is repeated."""
    report = step.known(step.value)
    assert report is not None, "guarded by knows_report or is_asked"
    step.change(about=report.receipt)
    if report.question:
        step.say(line("said.question", agency=report.agency, text=report.question))


def say_nothing_asked(step: Step) -> None:
    step.say(line("said.nothing_asked"))


def send_answer(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.ANSWER)
    if report.agency:
        step.say(line("said.answer_sent_to", agency=report.agency, receipt=report.receipt))
    else:
        step.say(line("said.answer_sent", receipt=report.receipt))


def send_addendum(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.ADDENDUM)
    step.say(line("said.addendum_sent", receipt=report.receipt))


def send_not_solved(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.NOT_SOLVED)
    step.say(line("said.not_solved_sent", receipt=report.receipt))


def send_satisfied(step: Step) -> None:
    report = step.known(step.value)
    assert report is not None, "guarded by can_be_judged"
    step.effects.append(SendResponse(report.receipt, ResponseKind.SATISFIED))
    step.say(line("said.satisfied_sent", receipt=report.receipt))


def send_edit(step: Step) -> None:
    """After sending, an edit is an addendum: what was sent is never changed behind anybody's back."""
    sent = step.conversation.sent
    assert sent is not None and edited_key(step) in sent.keys, "guarded by edits_sent"
    step.effects.append(SendResponse(sent.receipt, ResponseKind.ADDENDUM, step.text))
    step.say(line("said.addendum_sent", receipt=sent.receipt))


def lose_sight(step: Step) -> None:
    """The report is no longer this person's, or no longer there."""
    step.change(about="")
    say_unknown_receipt(step)


def _report_at_hand(step: Step) -> KnownReport:
    report = step.known(step.conversation.about)
    assert report is not None, "guarded by is_about_known"
    return report


def _respond(step: Step, report: KnownReport, kind: ResponseKind) -> None:
    attachments: tuple[Attachment, ...] = ()
    text = step.text
    match step.received.incoming:
        case Media(file_id, media_kind, _, file_name):
            attachments = (Attachment(file_id, media_kind, step.text, file_name),)
        case Location(latitude, longitude):
            text = f"geo:{latitude:.5f},{longitude:.5f}"  # RFC 5870
    step.effects.append(SendResponse(report.receipt, kind, text, attachments))
    step.change(about="")
