"""Photographed paper forms: kept, and typed one after the other, each as a report of its own."""

from conversations.actions import drafts
from conversations.actions.files import refuse_file
from conversations.actions.filing import keep_shown
from conversations.conversation import Field
from conversations.effects import DropAttachments
from conversations.messages import Media, line
from conversations.report import Attachment
from conversations.step import Step
from conversations.volunteering import Represented


def keep_form(step: Step) -> None:
    media = step.received.incoming
    assert isinstance(media, Media), "a row for media only"
    form = Attachment(media.file_id, media.kind, step.text, media.file_name)
    step.change(forms=(*step.conversation.forms, form))
    step.say(line("said.media.form"))


def refuse_for_room(step: Step) -> None:
    refuse_file(step)
    step.say(line("list.too_many_forms", count=len(step.conversation.forms)))


def type_next(step: Step) -> None:
    """A draft for somebody else, which has the next form beside it."""
    form, *rest = step.conversation.forms
    step.change(forms=tuple(rest))
    drafts.begin(step)
    step.settle(Field.FOR_WHOM, represents=Represented(), form=form)
    step.say(line("list.typing_form", left=len(rest)))


def drop_forms(step: Step) -> None:
    step.effects.append(DropAttachments(tuple(form.id for form in step.conversation.forms)))
    step.change(forms=())
    step.say(line("list.forms_dropped"))


def say_no_forms(step: Step) -> None:
    step.say(line("list.no_forms"))


def keep_signed(step: Step) -> None:
    """The person has signed the form: its photograph is kept with the report."""
    assert step.draft.form is not None, "guarded by has_form"
    keep_shown(step, step.draft.form)
