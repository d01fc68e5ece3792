"""What is asked in each state, and which options are shown.

A function of the conversation alone, so that any prompt can be shown again at any time.
"""

from collections.abc import Callable
from dataclasses import replace

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.missing import ASKED_IN_ORDER, is_needed
from conversations.profile import Profile
from conversations.prompts import filing, finishing, in_care, person, sent, telling, village_list, volunteering
from conversations.prompts.options import option, stamp
from conversations.state import State

__all__ = ["PROMPTS", "prompt_for", "stamp"]

PROMPTS: dict[State, Callable[[Conversation, Profile], Outgoing]] = {
    State.IDLE: person.idle,
    State.RESUMING: finishing.resuming,
    State.FOR_WHOM: filing.for_whom,
    State.PERSON_NAME: filing.person_name,
    State.PERSON_CONTACT: filing.person_contact,
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
    State.PERSON_CONSENT: filing.person_consent,
    State.REVIEW: finishing.review,
    State.CHANGING: finishing.changing,
    State.TITLE: finishing.title,
    State.CANCELLING: finishing.cancelling,
    State.ASKING_RECEIPT: sent.asking_receipt,
    State.ANSWERING: sent.answering,
    State.ADDING: sent.adding,
    State.NOT_SOLVED: sent.not_solved,
    State.LIST_FILE: village_list.file,
    State.LIST_ROW: village_list.row,
    State.IN_CARE: in_care.in_care,
    State.LANGUAGE: person.language,
    State.DELETING: person.deleting,
    State.VOLUNTEER_NAME: volunteering.volunteer_name,
    State.STOPPING: volunteering.stopping,
}

NO_WAYS_OUT = frozenset({State.IDLE, State.RESUMING, State.CANCELLING, State.DELETING, State.STOPPING})
HAS_NO_BACK = frozenset({State.CONSENT, State.FOR_WHOM})


def prompt_for(conversation: Conversation, profile: Profile) -> Outgoing:
    """What is asked where the conversation stands, with the ways back and out."""
    asked = PROMPTS[conversation.state](conversation, profile)
    options = (*asked.options, *_ways_out(conversation))
    return replace(asked, options=options, progress=_progress(conversation, profile))


def _progress(conversation: Conversation, profile: Profile) -> tuple[int, int]:
    """Which question of this report it is; what is asked again in the review is none of them."""
    draft = conversation.draft
    if draft is None or draft.revising:
        return (0, 0)
    asked = [f for f in ASKED_IN_ORDER if f in draft.settled or is_needed(f, draft, profile)]
    number = next((i for i, field in enumerate(asked, 1) if str(field) == str(conversation.state)), 0)
    return (number, len(asked)) if number else (0, 0)


def _ways_out(conversation: Conversation) -> tuple[Option, ...]:
    state, draft = conversation.state, conversation.draft
    if state in NO_WAYS_OUT:
        return ()
    if state is State.IN_CARE:
        return (Option("not_now", line("option.in_care_leave"), is_quiet=True),)
    if state.is_about_sent:
        return (Option("not_now", line("option.not_now"), is_quiet=True),)
    cancel = Option("cancel", line("option.cancel"), is_quiet=True)
    if draft and draft.revising:
        return (option(conversation, "keep", "option.keep", is_quiet=True), cancel)
    is_first = state is State.REPORT_CLASS and not (draft and draft.may_represent)
    if state in HAS_NO_BACK or is_first:
        return (cancel,)
    return (option(conversation, "back", "option.back", is_quiet=True), cancel)
