"""Going back, changing an answer in the review, and what an edited message changes."""

from collections.abc import Callable

from conversations.actions import filing, place, reporter, story
from conversations.conversation import Field
from conversations.guards import filing as represented
from conversations.guards import words
from conversations.guards.sent import edited_field
from conversations.messages import line
from conversations.missing import ASKED_IN_ORDER, PARTS_OF_PLACE, is_needed
from conversations.step import Step

PARTS = {Field.PLACE: (Field.PLACE, *PARTS_OF_PLACE)}


def go_back(step: Step) -> None:
    """The answer before the one that is asked is open again; what it was stays until it is answered anew."""
    draft = step.draft
    if draft.revising:
        restore(step)
        return
    asked = step.lacking
    earlier = ASKED_IN_ORDER[: ASKED_IN_ORDER.index(asked)] if asked else ASKED_IN_ORDER
    answered = [f for f in earlier if f in draft.settled and is_needed(f, draft, step.profile)]
    if answered:
        _open(step, answered[-1])


def revise(step: Step) -> None:
    """The chosen answer is open again; all the others stay."""
    field = Field(step.value)
    _open(step, field)
    step.change_draft(revising=field)


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
    """The edited message gives its answer anew, if it can be read; where the conversation stands does not change."""
    field = edited_field(step)
    is_readable, keep = REDONE.get(field, (None, None)) if field else (None, None)
    if is_readable is None or keep is None or not is_readable(step):
        step.say(line("said.edit_too_late"))
        return
    before = step.draft
    keep(step)
    step.change_draft(settled=before.settled, revising=before.revising, misreads=before.misreads)
    step.lines.insert(0, line("said.edited"))


REDONE: dict[Field, tuple[Callable[[Step], bool], Callable[[Step], None]]] = {
    Field.CATEGORY: (words.is_category, story.keep_found_category),
    Field.EVENT_DATE: (words.is_day, story.keep_day),
    Field.PLACE: (words.tells_something, place.edit_place),
    Field.LANDMARK: (words.tells_something, place.keep_landmark),
    Field.DISTRICT: (words.is_district, place.keep_named_district),
    Field.VISIBILITY: (words.is_visibility, reporter.keep_named_visibility),
    Field.NAME: (words.is_name, reporter.keep_name),
    Field.CONTACT: (words.is_contact, reporter.keep_contact),
    Field.PERSON_NAME: (represented.is_persons_name, filing.mend_name),
    Field.PERSON_CONTACT: (represented.is_persons_phone, filing.keep_phone),
}


def _open(step: Step, field: Field) -> None:
    parts = PARTS.get(field, (field,))
    step.change_draft(settled=tuple(f for f in step.draft.settled if f not in parts), misreads=0)
