"""Going back, changing an answer in the review, and what an edited message changes."""

from collections.abc import Callable

from conversations.actions import answers
from conversations.conversation import Field
from conversations.dates import read_date
from conversations.guards import edited_field
from conversations.messages import line
from conversations.step import Step

PARTS = {Field.PLACE: (Field.PLACE, Field.LANDMARK, Field.DISTRICT)}


def go_back(step: Step) -> None:
    """The last answer is asked again; what it was stays until it is answered anew."""
    draft = step.draft
    if draft.revising:
        restore(step)
    elif draft.settled:
        step.change_draft(settled=draft.settled[:-1], misreads=0)


def revise(step: Step) -> None:
    """The chosen answer is open again; all the others stay."""
    field = Field(step.value)
    parts = PARTS.get(field, (field,))
    step.change_draft(settled=tuple(f for f in step.draft.settled if f not in parts), revising=field)


def restore(step: Step) -> None:
    """The answer stays as it was."""
    field = step.draft.revising
    assert field is not None, "guarded by is_revising"
    if field is Field.TITLE:
        step.change_draft(revising=None)
        return
    for part in PARTS.get(field, (field,)):
        step.settle(part)


def redo_edited(step: Step) -> None:
    """The edited message gives its answer anew."""
    field = edited_field(step)
    assert field is not None, "guarded by edits_draft"
    if field is Field.EVENT_DATE and read_date(step.text, step.given.today) is None:
        step.say(line("said.date_unread"))
        return
    settled = step.draft.settled
    REDONE.get(field, answers.keep_description)(step)
    if field in settled:
        step.change_draft(settled=settled)
    step.lines.insert(0, line("said.edited"))


REDONE: dict[Field, Callable[[Step], None]] = {
    Field.DESCRIPTION: answers.keep_description,
    Field.EVENT_DATE: answers.keep_day,
    Field.PLACE: answers.keep_place,
    Field.LANDMARK: answers.keep_landmark,
    Field.NAME: answers.keep_name,
    Field.CONTACT: answers.keep_contact,
}
