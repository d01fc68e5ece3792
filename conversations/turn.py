"""One turn: a conversation, what was received, and what may be known, in; what is said and to be done, out."""

from dataclasses import replace

from conversations import messages as m
from conversations.conversation import Conversation
from conversations.flow import fire
from conversations.hearing import Heard, hear_out
from conversations.messages import Outgoing, Received
from conversations.prompts import prompt_for
from conversations.state import State
from conversations.step import Given, Outcome, Step

__all__ = ["Given", "Outcome", "take_turn"]

SILENT = (m.Blocked,)


def take_turn(conversation: Conversation, received: Received, given: Given) -> Outcome:
    """The conversation after one message, and what is to be said and done for it. Never raises on odd input."""
    heard = hear_out(conversation, received, given.catalogue)
    step = Step(replace(conversation, heard_at=given.now), received, heard, given)
    fire(heard.trigger, step)
    if isinstance(received.incoming, m.RefusedMedia) and heard.text:
        _go_on_with_words(step)
    after = replace(step.conversation, state=step.state)
    replies = () if isinstance(received.incoming, SILENT) else (_reply(after, step),)
    return Outcome(after, replies, tuple(step.effects))


def _go_on_with_words(step: Step) -> None:
    """A file was refused; the words that came with it are taken as a message of their own."""
    step.heard = Heard("text", text=step.heard.text, is_typed=True)
    step.change(state=step.state)
    fire("text", step)


def _reply(conversation: Conversation, step: Step) -> Outgoing:
    """What was understood first, then what is needed next. With nothing open, the menu gives way to closer options."""
    prompt = prompt_for(conversation, step.profile)
    if conversation.state is State.IDLE:
        return Outgoing(tuple(step.lines) or prompt.lines, tuple(step.options) or prompt.options)
    return Outgoing((*step.lines, *prompt.lines), (*step.options, *prompt.options), prompt.asks_location)
