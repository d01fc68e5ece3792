"""One turn: a conversation, what was received, and what may be known, in; what is said and to be done, out."""

from dataclasses import replace

from conversations.actions.story import add_to_description
from conversations.catalogue import LANGUAGES
from conversations.conversation import Album, Conversation
from conversations.effects import DropAttachments, SendResponse
from conversations.guards.in_care import is_behind
from conversations.guards.words import adds_something
from conversations.hearing import Heard, hear_out
from conversations.machine import fire
from conversations.messages import Blocked, Choice, GroupAnswer, Media, Outgoing, Received, RefusedMedia
from conversations.prompts import prompt_for
from conversations.prompts.village_list import next_form
from conversations.state import State
from conversations.step import Given, Outcome, Step
from conversations.told_of import told_more

__all__ = ["Given", "Outcome", "take_turn"]

RECEIVED = "said.media."
"""Begins the lines that say no more than that a file came."""
TAKES_WORDS = frozenset(
    {
        State.IDLE,
        State.RESUMING,
        State.REPORT_CLASS,
        State.DESCRIPTION,
        State.ANSWERING,
        State.ADDING,
        State.NOT_SOLVED,
    }
)


def take_turn(conversation: Conversation, received: Received, given: Given) -> Outcome:
    """The conversation after one message, and what is to be said and done for it. Never raises on odd input."""
    conversation = _met(conversation, received)
    heard = given.heard or hear_out(conversation, received, given.catalogue)
    step = Step(replace(conversation, heard_at=given.now), received, heard, given)
    fire(heard.trigger, step)
    if isinstance(received.incoming, RefusedMedia) and heard.text:
        _go_on_with_words(step)
    _note_where_it_went(step)
    _follow_album(step)
    look = step.conversation.look if is_behind(step.state) else None
    after = replace(step.conversation, state=step.state, offered=tuple(step.options), look=look)
    replies = () if _is_silent(conversation, after, step) else (_reply(after, step),)
    return Outcome(after, replies, tuple(step.effects))


def _met(conversation: Conversation, received: Received) -> Conversation:
    """Whoever writes for the first time is answered in the language of their app, where we speak it."""
    if conversation.heard_at is not None or received.language not in LANGUAGES:
        return conversation
    return replace(conversation, person=replace(conversation.person, language=received.language))


def _go_on_with_words(step: Step) -> None:
    """A file was refused; the words that came with it are taken where words are wanted, and else added to the story."""
    step.heard = Heard("text", text=step.heard.text, is_typed=True)
    if step.state in TAKES_WORDS:
        fire("text", step)
    elif step.conversation.draft and step.draft.told and adds_something(step):
        add_to_description(step)


def _note_where_it_went(step: Step) -> None:
    """What a button says cannot be edited, everything else can."""
    for effect in step.effects:
        if isinstance(effect, SendResponse) and not isinstance(step.received.incoming, Choice):
            step.conversation = told_more(step.conversation, effect.receipt, step.received_key)


def _follow_album(step: Step) -> None:
    """The rest of a set goes where its first file went."""
    media, known = step.received.incoming, step.conversation.album
    if isinstance(media, Media) and media.album:
        went = next((e.receipt for e in step.effects if isinstance(e, SendResponse)), "")
        is_refused = any(isinstance(e, DropAttachments) and media.file_id in e.ids for e in step.effects)
        before = known if known.id == media.album else Album(media.album)
        is_evidence = before.is_evidence or _is_evidence(media, step.conversation)
        draft = _draft_with(media, step.conversation) or before.draft
        album = Album(media.album, went or before.about, is_refused or before.is_refused, is_evidence, draft)
        step.change(album=album)


def _draft_with(media: Media, conversation: Conversation) -> int:
    draft = conversation.draft
    return draft.number if draft and any(each.id == media.file_id for each in draft.attachments) else 0


def _is_evidence(media: Media, conversation: Conversation) -> bool:
    evidence = conversation.draft.evidence if conversation.draft else None
    return evidence is not None and evidence.id == media.file_id


def _is_silent(before: Conversation, after: Conversation, step: Step) -> bool:
    """A set of files is answered once, unless one of them leads on, or there is more to say of it than that it came."""
    incoming = step.received.incoming
    if isinstance(incoming, GroupAnswer):
        return not step.lines
    if not isinstance(incoming, Media):
        return isinstance(incoming, Blocked)
    if not incoming.album or incoming.album != before.album.id or after.state is not before.state:
        return False
    return before.album.is_refused or all(said.key.startswith(RECEIVED) for said in step.lines)


def _reply(conversation: Conversation, step: Step) -> Outgoing:
    """What was understood first, then what is needed next. With nothing open, the menu gives way to closer options."""
    prompt = prompt_for(conversation, step.profile)
    if conversation.state is State.IDLE:
        closer = (*next_form(conversation), *step.options) if step.options else prompt.options
        return Outgoing(tuple(step.lines) or prompt.lines, closer, file=step.file)
    lines, options = (*step.lines, *prompt.lines), (*step.options, *prompt.options)
    return replace(prompt, lines=lines, options=options, file=step.file)
