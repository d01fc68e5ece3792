"""What people are shown of their own reports."""

from conversations.actions.following import list_followed
from conversations.guards.sent import can_be_withdrawn
from conversations.history import history_lines, summary_line
from conversations.messages import line
from conversations.step import Step
from conversations.tracking import tracking_path

MOST_LISTED = 10


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
    say_link(step, report.receipt, report.tracking_code)
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


def say_given_up(step: Step) -> None:
    """Nobody has it to whom anything could be said."""
    step.say(line("said.given_up", receipt=step.value))


def say_link(step: Step, receipt: str, code: str) -> None:
    """Where the office's pages can be reached, and the report has one."""
    if step.given.catalogue.public_url and code:
        step.say(line("said.tracking_link", path=tracking_path(receipt, code)))
