"""Beginning a report, putting it away, taking it up again, dropping it."""

from conversations.actions.files import add_media
from conversations.actions.place import keep_location
from conversations.actions.story import add_to_description, keep_description
from conversations.classes import guess_class
from conversations.conversation import Draft, Field
from conversations.effects import DropAttachments
from conversations.guards.words import LONGEST_NAME, reads_as_name
from conversations.messages import Line, line
from conversations.shelf import files_of, put_on_shelf
from conversations.step import Step
from conversations.wording import clean, excerpt, says_something

SHOWN_START = 80


def begin(step: Step) -> None:
    """A new draft; one that was open is put away."""
    if step.conversation.draft:
        shelve(step)
    number = step.conversation.drafts_begun + 1
    person = step.conversation.person
    app_name = clean(step.received.name, LONGEST_NAME)
    name = person.name or (app_name if reads_as_name(app_name) else "")
    may_represent = step.conversation.may_file
    draft = Draft(number, step.said_at, name=name, contact=person.contact, may_represent=may_represent)
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


def tell_more(step: Step) -> None:
    """The story, or another part of it, that comes where something else was asked."""
    if Field.DESCRIPTION in step.draft.settled:
        add_to_description(step)
    else:
        tell(step)


def begin_with_media(step: Step) -> None:
    begin(step)
    tell_with_media(step)


def tell_with_media(step: Step) -> None:
    add_media(step)
    tell_or_assume(step)


def begin_with_location(step: Step) -> None:
    begin(step)
    tell_with_location(step)


def tell_with_location(step: Step) -> None:
    keep_location(step)
    tell_or_assume(step)


def tell_or_assume(step: Step) -> None:
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


def drop(step: Step) -> None:
    _drop_files(step, (step.draft,))
    step.change(draft=None)
    step.say(line("said.dropped"))


def put_away(step: Step) -> None:
    shelve(step)
    step.say(line("said.shelved", days=step.profile.patience.delete_after_days))


def shelve(step: Step) -> None:
    """The draft lies on the shelf, unless there is nothing in it; when that is full, the oldest goes, and is named."""
    draft = step.draft
    step.change(draft=None)
    if not draft.has_begun:
        return
    shelf, dropped = put_on_shelf(step.conversation.shelf, draft)
    step.change(shelf=shelf)
    _drop_files(step, dropped)
    for each in dropped:
        step.say(line("said.shelf_full", text=excerpt(each.description, SHOWN_START)))


def unshelve(step: Step) -> None:
    take_up(step, next(d for d in step.conversation.shelf if str(d.number) == step.value))
    welcome_back(step)


def take_up(step: Step, chosen: Draft) -> None:
    """The chosen draft is the open one; one that was open takes its place on the shelf."""
    rest = tuple(d for d in step.conversation.shelf if d is not chosen)
    step.change(shelf=rest)
    if step.conversation.draft:
        shelve(step)
    step.change(draft=chosen, about="", is_reminded=False)


def welcome_back(step: Step) -> None:
    if step.draft.description:
        step.say(line("said.resumed", text=excerpt(step.draft.description, SHOWN_START)))


def _drop_files(step: Step, drafts: tuple[Draft, ...]) -> None:
    if ids := files_of(drafts):
        step.effects.append(DropAttachments(ids))
