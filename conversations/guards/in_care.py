"""About the list of what a volunteer filed for others and still has."""

from conversations.guards.filing import is_in_care, may_file
from conversations.in_care import Shown, fits_words
from conversations.state import State
from conversations.status import Status
from conversations.step import Step

LOOKS = (
    *("in_care", "in_care_list", "in_care_page", "in_care_only", "in_care_by", "in_care_open"),
    *("in_care_telling", "care_at_once", "care_daily", "care_never"),
)
"""Only volunteers can ask for these."""
_ENDS_RESPONDING = frozenset({"text", "media", "location", "not_now", "cancel", "back"})
_DONE_IN_LIST = frozenset({"satisfied", "withdraw_now", "take_back_consent_now", "text", "media", "location"})


def is_behind(state: State) -> bool:
    """Whether the list is still behind what is done there."""
    return state is State.IN_CARE or state.is_response


def opens_asked(step: Step) -> bool:
    report = step.known(step.value)
    return is_in_care(step) and report is not None and bool(report.question)


def is_shown_only(step: Step) -> bool:
    """What the button names can be shown by itself: `waiting`, `status:…` or `village:…`."""
    shown, _, of = step.value.partition(":")
    if shown == Shown.STATUS:
        return of in list(Status)
    return shown in (Shown.WAITING, Shown.VILLAGE)


def is_grouped(step: Step) -> bool:
    return step.value in (Shown.STATUS, Shown.VILLAGE)


def is_page(step: Step) -> bool:
    return step.value.isascii() and step.value.isdigit() and len(step.value) < 4


def finds(step: Step) -> bool:
    return any(fits_words(each, step.text) for each in step.given.known.in_care)


def comes_back(step: Step) -> bool:
    """What was begun in the list is done, and a report is not begun by it."""
    before = step.conversation
    if before.look is None or not may_file(step):
        return False
    if before.state.is_response:
        return step.heard.trigger in _ENDS_RESPONDING
    is_reply = step.heard.about != "" or step.heard.trigger not in ("text", "media", "location")
    return before.state is State.IN_CARE and step.heard.trigger in _DONE_IN_LIST and is_reply
