"""About the person: greeting, help, consent, language, their data, being away; and what cannot be used."""

from dataclasses import replace

from conversations.conversation import Conversation, Person
from conversations.effects import Forget, MarkBlocked, StopVolunteering
from conversations.guards.words import named_language
from conversations.messages import line
from conversations.state import State
from conversations.step import Step

MOST_NAMED = 10


def greet(step: Step) -> None:
    step.say(line("said.greeting", office=step.profile.office.name.in_language(step.conversation.person.language)))


def start(step: Step) -> None:
    """Greeted, with nothing open: a draft in which nothing was told is gone."""
    step.change(draft=None, about="")
    greet(step)


def greet_back(step: Step) -> None:
    step.say(line("said.hello"))


def thank_back(step: Step) -> None:
    step.say(line("said.thanks"))


def acknowledge_thanks(step: Step) -> None:
    step.say(line("said.welcome"))


def explain(step: Step) -> None:
    step.say(line("said.help"))
    if step.conversation.may_file:
        step.say(line("said.help_for_volunteers"))
    step.offer("language", "option.language")
    step.offer("delete", "option.delete")
    if step.conversation.volunteering:
        step.offer("volunteer", "option.volunteering")


def ask_for_words(step: Step) -> None:
    step.say(line("said.wordless"))


def ask_for_answer_in_words(step: Step) -> None:
    step.say(line("said.wordless_answer"))


def agree(step: Step) -> None:
    step.change(person=replace(step.conversation.person, consented_at=step.given.now))


def disagree(step: Step) -> None:
    """Nothing of the person is kept: without consent nothing was sent either."""
    _forget(step)
    step.say(line("said.disagreed", contact=step.profile.office.contact))


def explain_consent(step: Step) -> None:
    office = step.profile.office
    name = office.name.in_language(step.conversation.person.language)
    step.say(line("said.consent", office=name, months=office.retention_months))


def speak(step: Step) -> None:
    _speak(step, step.value)


def speak_named(step: Step) -> None:
    _speak(step, named_language(step))


def _speak(step: Step, language: str) -> None:
    step.change(person=replace(step.conversation.person, language=language))
    step.say(line("said.language"))


def tell_what_is_kept(step: Step) -> None:
    """What deleting reaches, and what of their own has already gone to LAPOR! and stays there."""
    gone = [r.receipt for r in step.given.known.reports if r.is_handed_over and not r.filed_for]
    step.say(line("said.deletable"))
    if len(gone) > MOST_NAMED:
        step.say(line("said.many_handed_over", count=len(gone)))
    elif gone:
        step.say(line("said.already_handed_over", receipts=", ".join(gone)))
    if step.conversation.volunteering:
        step.say(line("said.deletable_volunteering"))


def forget(step: Step) -> None:
    _forget(step)
    step.say(line("said.forgotten"))


def _forget(step: Step) -> None:
    """Nothing of the person is left in the conversation, but for the language, the numbers of drafts and the guesses.

    A volunteer ends first: what they filed for others is not theirs to delete.
    """
    before = step.conversation
    person = Person(language=before.person.language)
    step.conversation = Conversation(
        person=person, drafts_begun=before.drafts_begun, heard_at=before.heard_at, guesses=before.guesses
    )
    if before.volunteering:
        step.effects.append(StopVolunteering(forgets_name=True))
    step.effects.append(Forget())


def leave(step: Step) -> None:
    step.change(about="", invitation=None)


def mark_blocked(step: Step) -> None:
    step.effects.append(MarkBlocked(True))


def mark_unblocked(step: Step) -> None:
    step.effects.append(MarkBlocked(False))
    step.say(line("said.welcome_back"))


def point_to_private_chat(step: Step) -> None:
    step.say(line("said.in_group"))


def say_unsupported(step: Step) -> None:
    """What can be passed on; with nothing open, it may have been meant for the last report."""
    step.say(line("said.sticker") if step.value == "sticker" else line("said.unsupported"))
    if step.state is State.IDLE and step.conversation.sent:
        step.say(line("said.add_to", receipt=step.conversation.sent.receipt))
        step.offer(f"add:{step.conversation.sent.receipt}", "option.add")


def say_stale(step: Step) -> None:
    """An old button; the one that sent the report is pressed twice most often."""
    sent = step.conversation.sent
    is_sent = step.value == "send" and sent is not None and not step.conversation.draft
    step.say(line("said.already_sent", receipt=sent.receipt) if is_sent and sent else line("said.stale"))


def say_unknown_command(step: Step) -> None:
    step.say(line("said.unknown_command"))


def say_not_understood(step: Step) -> None:
    step.say(line("said.not_understood"))


def say_category_unknown(step: Step) -> None:
    step.say(line("said.category_unknown"))


def say_edit_too_late(step: Step) -> None:
    step.say(line("said.edit_too_late"))


def say_nothing_to_cancel(step: Step) -> None:
    step.say(line("said.nothing_to_cancel"))
