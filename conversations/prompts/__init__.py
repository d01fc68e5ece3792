"""What is asked in each state, and which options are shown.

A function of the conversation alone, so that any prompt can be shown again at any time.
"""

from collections.abc import Callable

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile
from conversations.prompts import finishing, person, sent, telling
from conversations.prompts.options import option, stamp
from conversations.state import State

__all__ = ["PROMPTS", "prompt_for", "stamp"]

PROMPTS: dict[State, Callable[[Conversation, Profile], Outgoing]] = {
    State.IDLE: person.idle,
    State.RESUMING: finishing.resuming,
    State.REPORT_CLASS: telling.report_class,
    State.DESCRIPTION: telling.description,
    State.CONSENT: person.consent,
    State.CATEGORY: telling.category,
    State.ALL_CATEGORIES: telling.all_categories,
    State.EVENT_DATE: telling.event_date,
    State.PLACE: telling.place,
    State.LANDMARK: telling.landmark,
    State.DISTRICT: telling.district,
    State.ATTACHMENTS: telling.attachments,
    State.VISIBILITY: telling.visibility,
    State.NAME: telling.name,
    State.CONTACT: telling.contact,
    State.REVIEW: finishing.review,
    State.CHANGING: finishing.changing,
    State.TITLE: finishing.title,
    State.CANCELLING: finishing.cancelling,
    State.ASKING_RECEIPT: sent.asking_receipt,
    State.ANSWERING: sent.answering,
    State.ADDING: sent.adding,
    State.NOT_SOLVED: sent.not_solved,
    State.LANGUAGE: person.language,
    State.DELETING: person.deleting,
}

NO_WAYS_OUT = frozenset({State.IDLE, State.RESUMING, State.CANCELLING, State.DELETING})
HAS_NO_BACK = frozenset({State.CONSENT, State.REPORT_CLASS})


def prompt_for(conversation: Conversation, profile: Profile) -> Outgoing:
    """What is asked where the conversation stands, with the ways back and out."""
    asked = PROMPTS[conversation.state](conversation, profile)
    return Outgoing(asked.lines, (*asked.options, *_ways_out(conversation)), asked.asks_location)


def _ways_out(conversation: Conversation) -> tuple[Option, ...]:
    state, draft = conversation.state, conversation.draft
    if state in NO_WAYS_OUT:
        return ()
    if state.is_about_sent:
        return (Option("not_now", line("option.not_now"), is_quiet=True),)
    cancel = Option("cancel", line("option.cancel"), is_quiet=True)
    if draft and draft.revising:
        return (option(conversation, "keep", "option.keep", is_quiet=True), cancel)
    if state in HAS_NO_BACK:
        return (cancel,)
    return (option(conversation, "back", "option.back", is_quiet=True), cancel)
