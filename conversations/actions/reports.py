"""Sending a report, and everything about reports that were sent."""

from dataclasses import replace

from conversations.actions.filing import filed_by, go_on_after
from conversations.actions.following import list_followed
from conversations.actions.story import warn
from conversations.conversation import Draft, Field, Person, Question
from conversations.effects import DropAttachments, SendReport, SendResponse
from conversations.group_questions import question_key
from conversations.guards.sent import can_be_withdrawn
from conversations.history import history_lines, summary_line
from conversations.messages import Line, Location, Media, line
from conversations.missing import PARTS_OF_PLACE, is_needed
from conversations.report import Attachment, Report
from conversations.status import KnownReport, ResponseKind
from conversations.step import Step
from conversations.told_of import answer_given_in, report_told_in, sent_off
from conversations.tracking import tracking_path
from conversations.wording import clean

MOST_LISTED = 10


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
    _say_link(step, receipt, step.given.tracking_code)
    step.offer(f"status:{receipt}", "option.see_report")
    if draft.represents:
        step.offer(f"hand_over:{receipt}", "option.hand_over")
        go_on_after(step, draft, receipt)
    else:
        step.offer("begin", "option.begin_another")


def _say_link(step: Step, receipt: str, code: str) -> None:
    """Where the office's pages can be reached, and the report has one."""
    if step.given.catalogue.public_url and code:
        step.say(line("said.tracking_link", path=tracking_path(receipt, code)))


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


def list_reports(step: Step) -> None:
    """The newest reports in a line each, each with an option that shows it, and the drafts that were put away."""
    reports, shelf = step.given.known.reports[:MOST_LISTED], step.conversation.shelf
    step.say(line("said.my_reports", count=len(step.given.known.reports)) if reports else line("said.no_reports"))
    for report in reports:
        step.say(summary_line(report))
        step.offer(f"status:{report.receipt}", "plain.text", text=report.receipt)
    for draft in shelf:
        named = draft.title or (draft.represents.name if draft.represents else "") or f"{draft.number}"
        step.offer(f"unshelve:{draft.number}", "option.unshelve_named", text=named)
    list_followed(step)


def show_status(step: Step) -> None:
    """The report with its history, and what can be done about it."""
    report = step.known(step.value)
    assert report is not None, "guarded by knows_report"
    for each in history_lines(report, step.given.now, step.profile):
        step.say(each)
    _say_link(step, report.receipt, report.tracking_code)
    if report.question:
        step.offer(f"answer:{report.receipt}", "option.answer")
    if report.status.is_final and not report.is_given_up:
        step.offer(f"satisfied:{report.receipt}", "option.satisfied")
        step.offer(f"not_solved:{report.receipt}", "option.not_solved")
    if not report.is_given_up:
        step.offer(f"add:{report.receipt}", "option.add")
    if can_be_withdrawn(step):
        step.offer(f"withdraw:{report.receipt}", "option.withdraw")
    if report.filed_for:
        step.offer(f"hand_over:{report.receipt}", "option.hand_over")
        step.offer(f"take_back_consent:{report.receipt}", "option.take_back_consent")
    if report.filed_by:
        step.offer(f"hide:{report.receipt}", "option.hide")
        step.offer(f"helper:{report.receipt}", "option.helper")
    step.offer(f"telling:{report.receipt}", "option.telling")
    if report.tracking_code:
        step.offer(f"share:{report.receipt}", "option.share")


def say_unknown_receipt(step: Step) -> None:
    """The same words for a number that does not exist and for one that is another person's."""
    step.say(line("said.receipt_unknown"))


def say_receipt_mistyped(step: Step) -> None:
    step.say(line("said.receipt_mistyped", prefix=step.profile.office.prefix))


def take_up(step: Step) -> None:
    """The conversation is about that report now."""
    step.change(about=step.value)


def take_up_asked(step: Step) -> None:
    """The conversation is about that report's question now, also when it was put off before."""
    report = step.known(step.value)
    assert report is not None, "guarded by is_asked"
    _forget_question(step, report.receipt)
    question = Question(report.receipt, report.question, report.agency, report.filed_for)
    step.change(about=report.receipt, questions=(*step.conversation.questions, question))


def take_up_question(step: Step) -> None:
    """The newest question is at hand again."""
    step.change(about=step.conversation.questions[-1].receipt)


def put_off(step: Step) -> None:
    """The question waits on the report, and is no longer asked here."""
    _forget_question(step, step.conversation.about)
    step.change(about="")


def say_nothing_asked(step: Step) -> None:
    step.say(line("said.nothing_asked"))


def say_judged(step: Step) -> None:
    step.say(line("said.judged"))


def send_answer(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.ANSWER)
    _forget_question(step, report.receipt)
    if report.agency:
        step.say(line("said.answer_sent_to", agency=report.agency, receipt=report.receipt))
    else:
        step.say(line("said.answer_sent", receipt=report.receipt))


def send_addendum(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.ADDENDUM)
    if not report.question:
        _forget_question(step, report.receipt)
    step.say(line("said.addendum_sent", receipt=report.receipt))


def send_not_solved(step: Step) -> None:
    report = _report_at_hand(step)
    _respond(step, report, ResponseKind.NOT_SOLVED)
    step.say(line("said.not_solved_sent", receipt=report.receipt))


def send_reply(step: Step) -> None:
    """The answer to the question on that report, or else something to add to it."""
    step.change(about=step.heard.about)
    if _report_at_hand(step).question:
        send_answer(step)
    else:
        send_addendum(step)


def send_rest_of_album(step: Step) -> None:
    """Said once, where the others of the set went along with the report itself."""
    album = step.conversation.album
    report = step.known(album.about)
    assert report is not None, "guarded by continues_album"
    _respond(step, report, ResponseKind.ADDENDUM)
    if album.draft:
        step.change(album=replace(album, draft=0))
        step.say(line("said.addendum_sent", receipt=report.receipt))


def send_satisfied(step: Step) -> None:
    report = step.known(step.value)
    assert report is not None, "guarded by can_be_judged"
    step.effects.append(SendResponse(report.receipt, ResponseKind.SATISFIED))
    step.say(line("said.satisfied_sent", receipt=report.receipt))


def ask_to_withdraw(step: Step) -> None:
    """What it means is told first: a button is easily pressed."""
    step.say(line("said.withdrawing", receipt=step.value))
    step.offer(f"withdraw_now:{step.value}", "option.withdraw_now")
    step.offer(f"status:{step.value}", "option.keep_report")


def send_withdrawal(step: Step) -> None:
    """The office closes it: until then it is still with whoever has it."""
    step.effects.append(SendResponse(step.value, ResponseKind.WITHDRAWAL))
    _forget_question(step, step.value)
    step.say(line("said.withdrawal_sent", receipt=step.value))


def say_not_withdrawable(step: Step) -> None:
    step.say(line("said.not_withdrawable", receipt=step.value))


def send_edit(step: Step) -> None:
    """After sending, an edit is an addendum: what was sent is never changed behind anybody's back."""
    sent = report_told_in(step.conversation, step.received_key)
    assert sent is not None, "guarded by edits_sent"
    text = clean(_with_its_name(step, answer_given_in(sent, step.received_key)), step.profile.max_description)
    step.effects.append(SendResponse(sent.receipt, ResponseKind.ADDENDUM, text))
    step.say(line("said.addendum_sent", receipt=sent.receipt))


def _with_its_name(step: Step, field: Field | None) -> str:
    """ "Tanggal kejadian: kemarin": whoever reads the addendum sees what it is about."""
    if field is None:
        return step.text
    named = Field.PLACE if field in PARTS_OF_PLACE else field
    return f"{step.given.catalogue.text(Line(f'field.{named}'), 'id')}: {step.text}"


def say_given_up(step: Step) -> None:
    """Nobody has it to whom anything could be said."""
    step.say(line("said.given_up", receipt=step.value))


def leave_given_up(step: Step) -> None:
    """It was given up while something was being said of it."""
    receipt = step.conversation.about
    _forget_question(step, receipt)
    step.change(about="")
    step.say(line("said.given_up", receipt=receipt))


def lose_sight(step: Step) -> None:
    """The report is no longer this person's, or no longer there."""
    _forget_question(step, step.conversation.about)
    step.change(about="")
    say_unknown_receipt(step)


def _report_at_hand(step: Step) -> KnownReport:
    report = step.known(step.conversation.about)
    assert report is not None, "guarded by is_about_known"
    return report


def _respond(step: Step, report: KnownReport, kind: ResponseKind) -> None:
    warn(step)
    text = clean(step.text, step.profile.max_description)
    attachments: tuple[Attachment, ...] = ()
    match step.received.incoming:
        case Media(file_id, media_kind, _, file_name):
            attachments = (Attachment(file_id, media_kind, text, file_name),)
        case Location(latitude, longitude):
            text = f"geo:{latitude:.5f},{longitude:.5f}"  # RFC 5870
    step.effects.append(SendResponse(report.receipt, kind, text, attachments))
    if len(text) < len(step.text):
        step.say(line("said.shortened", count=len(text)))
    step.change(about="")


def _asked(step: Step) -> str:
    """The key of what the neighbour was asked last in the group, or empty."""
    neighbour, volunteer = step.draft.neighbour, step.received.chat.address
    if neighbour is None:
        return ""
    return question_key(neighbour.group, volunteer, step.draft.number, neighbour.asked, neighbour.address)


def _forget_question(step: Step, receipt: str) -> None:
    step.change(questions=tuple(q for q in step.conversation.questions if q.receipt != receipt))
