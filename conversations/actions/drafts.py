"""Beginning a report, putting it away, taking it up again, dropping it."""

from collections.abc import Iterable

from conversations.actions.answers import add_media, keep_description, keep_location
from conversations.classes import guess_class
from conversations.conversation import Draft, Field
from conversations.effects import DropAttachments
from conversations.messages import Line, line
from conversations.report import ReportClass
from conversations.step import Step
from conversations.wording import excerpt, says_something

SHELF_ROOM = 3
SHOWN_START = 80


def begin(step: Step) -> None:
    """A new draft; one that was open is put away."""
    if step.conversation.draft:
        shelve(step)
    number = step.conversation.drafts_begun + 1
    person = step.conversation.person
    draft = Draft(number, step.given.now, name=person.name or step.received.name, contact=person.contact)
    step.change(draft=draft, drafts_begun=number, about="", is_reminded=False)


def begin_with_words(step: Step) -> None:
    begin(step)
    tell(step)


def tell(step: Step) -> None:
    """The words are the description, and the class is guessed from them; asked only when in doubt."""
    keep_description(step)
    guessed, is_sure = guess_class(step.text)
    step.change_draft(report_class=guessed)
    if is_sure:
        step.change_draft(settled=(Field.REPORT_CLASS, *step.draft.settled))
        step.say(Line(f"said.begun.{guessed}", {"text": excerpt(step.text, SHOWN_START)}))
    mention_shelf(step)


def begin_with_media(step: Step) -> None:
    begin(step)
    tell_with_media(step)


def tell_with_media(step: Step) -> None:
    add_media(step)
    _tell_or_assume(step)


def begin_with_location(step: Step) -> None:
    begin(step)
    tell_with_location(step)


def tell_with_location(step: Step) -> None:
    keep_location(step)
    _tell_or_assume(step)


def _tell_or_assume(step: Step) -> None:
    """Without words it is most likely a complaint: assumed, and shown in the review."""
    if says_something(step.text):
        tell(step)
        return
    step.change_draft(settled=(Field.REPORT_CLASS, *step.draft.settled))
    mention_shelf(step)


def mention_shelf(step: Step) -> None:
    """An older draft is offered again when the person comes back with something new."""
    if step.conversation.shelf:
        step.offer(f"unshelve:{step.conversation.shelf[-1].number}", "option.unshelve")


def keep_class(step: Step) -> None:
    step.settle(Field.REPORT_CLASS, report_class=ReportClass(step.value))


def drop(step: Step) -> None:
    _drop_files(step, [step.draft])
    step.change(draft=None)
    step.say(line("said.dropped"))


def put_away(step: Step) -> None:
    shelve(step)
    step.say(line("said.shelved"))


def shelve(step: Step) -> None:
    """The draft lies on the shelf; when that is full, the oldest one goes."""
    shelf = (*step.conversation.shelf, step.draft)
    _drop_files(step, shelf[:-SHELF_ROOM])
    step.change(draft=None, shelf=shelf[-SHELF_ROOM:])


def unshelve(step: Step) -> None:
    """The chosen draft is the open one; one that was open takes its place on the shelf."""
    chosen = next(d for d in step.conversation.shelf if str(d.number) == step.value)
    rest = tuple(d for d in step.conversation.shelf if d is not chosen)
    open_draft = (step.conversation.draft,) if step.conversation.draft else ()
    step.change(draft=chosen, shelf=(*rest, *open_draft), is_reminded=False)
    welcome_back(step)


def welcome_back(step: Step) -> None:
    if step.draft.description:
        step.say(line("said.resumed", text=excerpt(step.draft.description, SHOWN_START)))


def _drop_files(step: Step, drafts: Iterable[Draft]) -> None:
    if ids := tuple(a.id for draft in drafts for a in draft.attachments):
        step.effects.append(DropAttachments(ids))
