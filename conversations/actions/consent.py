"""The consent of whom a sent report was filed for is taken back."""

from conversations.effects import TakeBackConsent
from conversations.losing import without_report
from conversations.messages import line
from conversations.status import KnownReport, ResponseKind
from conversations.step import Step


def ask_to_take_back(step: Step) -> None:
    """What it means is told first: a button is easily pressed."""
    report = step.known(step.value)
    assert report is not None, "guarded by is_filed"
    step.say(line("said.taking_back_consent", name=report.filed_for, receipt=report.receipt))
    step.offer(f"take_back_consent_now:{report.receipt}", "option.take_back_consent_now")
    step.offer(f"status:{report.receipt}", "option.keep_report")


def take_back(step: Step) -> None:
    report = step.known(step.value)
    assert report is not None, "guarded by is_filed"
    give_up_filed(step, report)
    step.say(line("said.consent_taken_back", receipt=step.value))


def give_up_filed(step: Step, report: KnownReport) -> None:
    """The report is no longer this person's, and stands without consent."""
    is_withdrawn = any(event.response is ResponseKind.WITHDRAWAL for event in report.history)
    step.effects.append(TakeBackConsent(report.receipt, is_withdrawn))
    step.conversation = without_report(step.conversation, report.receipt)
