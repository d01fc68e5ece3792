"""Becoming a volunteer, and being one no more."""

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile
from conversations.prompts.options import option


def volunteer_name(c: Conversation, p: Profile) -> Outgoing:
    name = c.invitation.name if c.invitation else ""
    proposed = (option(c, "volunteer_as", "plain.text", text=name),) if name else ()
    what_is_kept = Option("explain_consent", line("option.explain_consent"))
    return Outgoing((line("ask.volunteer_name"),), (*proposed, what_is_kept))


def stopping(c: Conversation, p: Profile) -> Outgoing:
    options = (option(c, "stop_now", "option.stop_now"), option(c, "keep", "option.stay_volunteer"))
    return Outgoing((line("ask.stopping"),), options)
