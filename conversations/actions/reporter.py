"""Who reports, and who may see it."""

from conversations.actions.files import may_tell_who
from conversations.conversation import Field
from conversations.guards.words import read_visibility
from conversations.messages import line
from conversations.missing import allowed_visibilities
from conversations.report import ReportClass, Visibility
from conversations.step import Step


def keep_class(step: Step) -> None:
    """Of this kind; where it needs a name, a promise of anonymity is asked again."""
    chosen = ReportClass(step.value)
    step.settle(Field.REPORT_CLASS, report_class=chosen)
    if step.draft.visibility not in allowed_visibilities(chosen, step.profile):
        settled = tuple(f for f in step.draft.settled if f is not Field.VISIBILITY)
        step.change_draft(settled=settled, visibility=Visibility.OPEN)


def keep_visibility(step: Step) -> None:
    _keep(step, Visibility(step.value))


def keep_named_visibility(step: Step) -> None:
    _keep(step, read_visibility(step))


def keep_anonymous(step: Step) -> None:
    _keep(step, step.draft.visibility.anonymous)


def keep_name(step: Step) -> None:
    step.settle(Field.NAME, name=step.text)


def keep_known_name(step: Step) -> None:
    step.settle(Field.NAME)


def keep_contact(step: Step) -> None:
    step.settle(Field.CONTACT, contact=step.text)


def keep_known_contact(step: Step) -> None:
    step.settle(Field.CONTACT)


def keep_shared_contact(step: Step) -> None:
    """A contact shared in chat gives the phone, and the name where that is asked."""
    step.change_draft(contact=step.value)
    if step.text:
        step.settle(Field.NAME, name=step.text)
    step.settle(Field.CONTACT)


def keep_no_contact(step: Step) -> None:
    step.settle(Field.CONTACT, contact="")


def say_name_unread(step: Step) -> None:
    step.say(line("said.name_unread"))


def say_contact_unread(step: Step) -> None:
    step.say(line("said.contact_unread"))


def say_contact_unneeded(step: Step) -> None:
    step.say(line("said.contact_unneeded"))


def _keep(step: Step, chosen: Visibility | None) -> None:
    """The visibility is settled; who has just become anonymous is told what is not hidden."""
    is_new = not step.draft.visibility.is_anonymous
    step.settle(Field.VISIBILITY, visibility=chosen)
    if is_new and step.draft.visibility.is_anonymous and may_tell_who(step.draft.attachments):
        step.say(line("said.files_may_tell"))
