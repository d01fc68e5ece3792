"""About volunteers and their invitations."""

from conversations.guards.words import reads_as_name, tells_new_matter
from conversations.guessing import IN_CHAT, wait
from conversations.step import Step


def is_volunteer(step: Step) -> bool:
    """Or has asked to be one."""
    return step.conversation.volunteering is not None


def guesses_too_fast(step: Step) -> bool:
    return wait(step.conversation.guesses, step.given.now.timestamp(), IN_CHAT) > 0


def is_invited(step: Step) -> bool:
    """The invitation is good, also now that it is answered."""
    return step.given.known.invitation is not None and not is_volunteer(step)


def is_invited_as_proposed(step: Step) -> bool:
    invitation = step.conversation.invitation
    return is_invited(step) and invitation is not None and bool(invitation.name)


def is_volunteers_name(step: Step) -> bool:
    return is_invited(step) and is_name_here(step)


def is_name_here(step: Step) -> bool:
    return reads_as_name(step.text) and not tells_new_matter(step)
