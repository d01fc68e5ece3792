"""Becoming a volunteer, and being one no more."""

from dataclasses import replace

from conversations.effects import AskToVolunteer, DropAttachments, StopVolunteering
from conversations.guards.words import LONGEST_NAME, reads_as_name
from conversations.guessing import IN_CHAT, one_more, wait
from conversations.messages import Line, Param, line
from conversations.step import Step
from conversations.volunteer_decisions import without_volunteering
from conversations.volunteering import Standing, Volunteering
from conversations.wording import clean


def take_up_invitation(step: Step) -> None:
    """What it is about is told; the name that the person has here already, or in the app, is proposed."""
    invitation = step.given.known.invitation
    assert invitation is not None, "guarded by is_invited"
    known = (step.conversation.person.name, clean(step.received.name, LONGEST_NAME))
    name = next((name for name in known if reads_as_name(name)), "")
    step.change(invitation=replace(invitation, name=name))
    step.say(line("said.invited", group=invitation.kim_group, area=invitation.area))


def ask_as_proposed(step: Step) -> None:
    invitation = step.conversation.invitation
    assert invitation is not None, "guarded by is_invited_as_proposed"
    _ask(step, invitation.name)


def ask_by_name(step: Step) -> None:
    _ask(step, step.text)


def explain_consent(step: Step) -> None:
    office = step.profile.office.name.in_language(step.conversation.person.language)
    step.say(line("said.volunteer_consent", office=office))


def _ask(step: Step, name: str) -> None:
    """The office is asked. What it means for one's data was said with the question: answering it is the consent."""
    invitation = step.given.known.invitation
    assert invitation is not None, "guarded by is_invited"
    before = step.conversation.person
    person = replace(before, consented_at=before.consented_at or step.given.now)
    asked = Volunteering(name, invitation.kim_group, invitation.area)
    step.change(volunteering=asked, invitation=None, person=person)
    step.effects.append(AskToVolunteer(invitation.code, name))
    step.say(line("said.asked_to_volunteer", name=name))


def say_no_such_invitation(step: Step) -> None:
    """The same words for one that never was, is used up, or has expired; and it counts as a guess."""
    count_guess(step)
    step.say(line("said.no_such_invitation", contact=step.profile.office.contact))


def count_guess(step: Step) -> None:
    step.change(guesses=one_more(step.conversation.guesses, step.given.now.timestamp(), IN_CHAT))


def lose_invitation(step: Step) -> None:
    """It has expired, or others have used it up, while the person was answering."""
    step.change(invitation=None)
    step.say(line("said.no_such_invitation", contact=step.profile.office.contact))


def say_too_many_guesses(step: Step) -> None:
    seconds = wait(step.conversation.guesses, step.given.now.timestamp(), IN_CHAT)
    step.say(line("said.too_many_guesses", minutes=int(seconds // 60) + 1))


def say_name_unread(step: Step) -> None:
    step.say(line("said.name_unread"))


def explain(step: Step) -> None:
    step.say(line("said.how_to_volunteer"))


SAID_OF: dict[Standing, str] = {
    Standing.ASKED: "said.volunteer_asked",
    Standing.ACTIVE: "said.volunteer_active",
    Standing.SUSPENDED: "said.volunteer_suspended",
}


def say_standing(step: Step) -> None:
    volunteering = _volunteering(step)
    contact = step.profile.office.contact
    params: dict[str, Param] = {"group": volunteering.kim_group, "area": volunteering.area, "contact": contact}
    step.say(Line(SAID_OF[volunteering.standing], params))
    if step.conversation.may_file:
        step.offer("village_list", "option.village_list")
    step.offer("stop_volunteering", "option.stop_volunteering")


def say_no_volunteer(step: Step) -> None:
    step.say(line("said.no_volunteer"))


def tell_what_stopping_means(step: Step) -> None:
    step.say(line("said.stopping", group=_volunteering(step).kim_group))


def stop(step: Step) -> None:
    group = _volunteering(step).kim_group
    step.conversation, files = without_volunteering(step.conversation)
    step.effects.append(StopVolunteering())
    if files:
        step.effects.append(DropAttachments(files))
    step.say(line("said.stopped", group=group))


def _volunteering(step: Step) -> Volunteering:
    volunteering = step.conversation.volunteering
    assert volunteering is not None, "guarded by is_volunteer"
    return volunteering
