"""What people say of a report that they have sent: it goes to the office."""

from dataclasses import replace

from conversations.actions.reports import say_unknown_receipt
from conversations.actions.story import warn
from conversations.conversation import Field, Question
from conversations.effects import SendResponse
from conversations.messages import Line, Location, Media, line
from conversations.missing import PARTS_OF_PLACE
from conversations.report import Attachment
from conversations.status import KnownReport, ResponseKind
from conversations.step import Step
from conversations.told_of import answer_given_in, report_told_in
from conversations.wording import clean


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


def _forget_question(step: Step, receipt: str) -> None:
    step.change(questions=tuple(q for q in step.conversation.questions if q.receipt != receipt))
