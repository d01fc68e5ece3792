"""About the person: greeting, help, consent, language, their data, being away."""

from dataclasses import replace

from conversations.actions.drafts import drop
from conversations.conversation import Conversation, Person
from conversations.effects import Forget, MarkBlocked
from conversations.messages import Refusal, RefusedMedia, line
from conversations.state import State
from conversations.step import Step

BYTES_PER_MB = 1024 * 1024


def greet(step: Step) -> None:
    step.say(line("said.greeting", office=step.profile.office.name.in_language(step.conversation.person.language)))


def thank_back(step: Step) -> None:
    step.say(line("said.thanks"))


def explain(step: Step) -> None:
    step.say(line("said.help"))
    step.offer("language", "option.language")
    step.offer("delete", "option.delete")


def ask_for_words(step: Step) -> None:
    step.say(line("said.wordless"))


def agree(step: Step) -> None:
    step.change(person=replace(step.conversation.person, consented_at=step.given.now))


def disagree(step: Step) -> None:
    drop(step)
    step.lines.clear()
    step.say(line("said.disagreed", contact=step.profile.office.contact))


def explain_consent(step: Step) -> None:
    office = step.profile.office
    name = office.name.in_language(step.conversation.person.language)
    step.say(line("said.consent", office=name, months=office.retention_months))


def speak(step: Step) -> None:
    step.change(person=replace(step.conversation.person, language=step.value))
    step.say(line("said.language"))


def tell_what_is_kept(step: Step) -> None:
    """What deleting reaches, and what has already gone to LAPOR! and stays there."""
    gone = [r.receipt for r in step.given.reports if r.is_handed_over]
    step.say(line("said.deletable"))
    if gone:
        step.say(line("said.already_handed_over", receipts=", ".join(gone)))


def forget(step: Step) -> None:
    """Nothing of the person is left in the conversation, but for the language and the numbers of drafts."""
    language, begun = step.conversation.person.language, step.conversation.drafts_begun
    step.conversation = Conversation(person=Person(language=language), drafts_begun=begun)
    step.effects.append(Forget())
    step.say(line("said.forgotten"))


def refuse_media(step: Step) -> None:
    """Why the file could not be taken; the words sent with it go on as text."""
    refused = step.received.incoming
    assert isinstance(refused, RefusedMedia)
    limit = step.profile.files.max_bytes // BYTES_PER_MB
    if refused.reason is Refusal.TOO_LARGE:
        step.say(line("said.refused.too_large", limit=limit))
    else:
        step.say(REFUSED[refused.reason])


REFUSED = {
    Refusal.WRONG_TYPE: line("said.refused.wrong_type"),
    Refusal.EMPTY: line("said.refused.empty"),
    Refusal.GONE: line("said.refused.gone"),
}


def say_unsupported(step: Step) -> None:
    step.say(line("said.sticker") if step.value == "sticker" else line("said.unsupported"))
    if step.state is State.IDLE and step.conversation.sent:
        step.say(line("said.add_to", receipt=step.conversation.sent.receipt))
        step.offer(f"add:{step.conversation.sent.receipt}", "option.add")


def say_unknown_command(step: Step) -> None:
    step.say(line("said.unknown_command"))


def say_stale(step: Step) -> None:
    step.say(line("said.stale"))


def say_choose(step: Step) -> None:
    step.say(line("said.choose"))


def say_not_understood(step: Step) -> None:
    step.say(line("said.not_understood"))


def say_contact_unneeded(step: Step) -> None:
    step.say(line("said.contact_unneeded"))


def say_edit_too_late(step: Step) -> None:
    step.say(line("said.edit_too_late"))


def say_nothing_to_cancel(step: Step) -> None:
    step.say(line("said.nothing_to_cancel"))


def say_name_unread(step: Step) -> None:
    step.say(line("said.name_unread"))


def say_contact_unread(step: Step) -> None:
    step.say(line("said.contact_unread"))


def say_category_unknown(step: Step) -> None:
    step.say(line("said.category_unknown"))


def leave(step: Step) -> None:
    step.change(about="")


def mark_blocked(step: Step) -> None:
    step.effects.append(MarkBlocked(True))


def mark_unblocked(step: Step) -> None:
    step.effects.append(MarkBlocked(False))
    step.say(line("said.welcome_back"))
